"""One training step, beside the public Informers: speed and memory."""

from collections.abc import Mapping
from dataclasses import replace

from bench.contenders.contender import StepTask
from bench.race import Entry, Result, race
from bench.report import table

SETTINGS = (
    StepTask(seq_len=96, label_len=48, pred_len=24, d_model=64, d_ff=128),
    StepTask(seq_len=96, label_len=48, pred_len=48, d_model=512, d_ff=2048),
    StepTask(seq_len=720, label_len=168, pred_len=48, d_model=64, d_ff=128),
)
OURS = ("float32", "bfloat16")
PEERS = {
    "neuralforecast": "peer_neuralforecast:training",
    "transformers": "peer_transformers:training",
    "transformers, with a start token": "peer_transformers:training_as_long",
}
HEADER = (
    "", "windows / second", "× fastest peer", "peak, MiB", "÷ that peer's",
    "added by the steps, MiB", "÷ that peer's", "",
)  # fmt: skip


def steps(threads: int, seconds: float) -> str:
    """A table of all settings, each for about so many seconds. Raises BenchError."""
    rows: list[list[object]] = []
    for task in SETTINGS:
        print(f"steps: {task.title}", flush=True)
        results = race(entries(task), threads=threads, seconds=seconds)
        rows.append([f"**{task.title}**", *[""] * (len(HEADER) - 1)])
        rows += compare(results, task.batch)
    return table(HEADER, rows)


def entries(task: StepTask) -> dict[str, Entry]:
    """Every contender on one task."""
    adapters = "bench.contenders"
    ours = {
        f"this project, {precision}": Entry(
            f"{adapters}.ours:training", replace(task, precision=precision).fields
        )
        for precision in OURS
    }
    peers = {name: Entry(f"{adapters}.{peer}", task.fields) for name, peer in PEERS.items()}
    return ours | peers


def compare(results: Mapping[str, Result], batch: int) -> list[list[object]]:
    """A row for each contender; every ratio is to the peer with the shortest median step."""
    fastest = min((results[name] for name in PEERS if name in results), key=lambda r: r.median)
    return [
        [
            name,
            f"{batch / result.median:.0f}",
            f"{fastest.median / result.median:.2f}",
            f"{result.peak:.0f}",
            f"{result.peak / fastest.peak:.2f}",
            f"{result.increment:.0f}",
            f"{result.increment / fastest.increment:.2f}" if fastest.increment else "",
            result.note,
        ]
        for name, result in results.items()
    ]
