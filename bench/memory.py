"""The memory of long contexts: a training step and an exact inspection at L = 2,880."""

from dataclasses import replace

from bench.contenders.contender import StepTask
from bench.race import Entry, race
from bench.report import table

LONG = StepTask(seq_len=2880, label_len=168, pred_len=48, d_model=64, d_ff=128)
TASKS = {
    "training step, batch 8, float32": ("training", replace(LONG, batch=8)),
    "training step, batch 32, float32": ("training", LONG),
    "training step, batch 32, bfloat16": ("training", replace(LONG, precision="bfloat16")),
    "exact inspection of one window, 3 encoder layers": ("inspection", replace(LONG, e_layers=3)),
}


def memory(threads: int) -> str:
    """A table: each task in a process of its own, a few times. Raises BenchError."""
    rows: list[list[object]] = []
    for name, (adapter, task) in TASKS.items():
        print(f"memory: {name}", flush=True)
        entry = Entry(f"bench.contenders.ours:{adapter}", task.fields)
        result = race({name: entry}, threads=threads, seconds=0, rounds=2)[name]
        cells = (f"{result.peak:.0f}", f"{result.increment:.0f}", f"{result.median:.2f}")
        rows.append([name, *cells])
    header = ("L = 2,880, 8 heads, d_model 64", "peak, MiB", "added by the work, MiB", "seconds")
    return table(header, rows)
