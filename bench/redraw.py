"""How long the Attention page takes to redraw after a control is changed, seen from the browser."""

import statistics
import subprocess
import sys
from pathlib import Path

from bench.driving import (
    Redraw,
    app_and_page,
    attention_controls,
    open_box,
    redraw_after,
    visit,
)
from bench.race import ROOT
from bench.report import table
from bench.training import TRAFFIC

LENGTH, LONGEST, HEADS, LAYERS, REPEATS = 720, 2880, 8, 3, 7
ONE_STEP = ("max_steps=1", "eval_every=1", "validation_windows=8", f"n_heads={HEADS}")


def train_long(runs: Path, length: int = LENGTH) -> str:
    """A run of the wanted length; how well it forecasts does not matter here. Its id.

    Few windows are left to be tested: that is what takes time.
    """
    rows = f"{2 * length},{length + 100},{length + 100}"
    sizes = ["--seq-len", str(length), "--pred-len", "24", "--split", rows]
    batch = 8 if length <= LENGTH else 2
    wanted = (*ONE_STEP, f"e_layers={LAYERS}", f"batch_size={batch}")
    settings = [word for setting in wanted for word in ("--set", setting)]
    command = [sys.executable, "-m", "informer", "train", str(TRAFFIC), "--target"]
    there = set(runs.glob("*/run.json"))
    subprocess.run(
        [*command, "traffic_volume", *sizes, *settings, "--runs", str(runs)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (made,) = set(runs.glob("*/run.json")) - there
    return made.parent.name


def redraw() -> str:
    """Of each control, the median and the slowest of several changes, at two lengths."""
    rows: list[list[object]] = []
    with app_and_page() as (app, page):
        for length in (LENGTH, LONGEST):
            print(f"redraw: {length}", flush=True)
            visit(page, f"{app.url}/attention?run={train_long(app.runs, length)}&query=0")
            for control, change in attention_controls(page, HEADS).items():
                open_box(page, control)
                for _ in range(HEADS):  # once through all heads: then their scores are known
                    redraw_after(page, change)
                taken = [redraw_after(page, change) for _ in range(REPEATS)]
                rows.append([f"{length:,}", control, *_summary(taken)])
    header = ("queries", "changed", "in view: median, seconds", "slowest", "all figures: median")
    return table((*header, "slowest"), rows)


def _summary(taken: list[Redraw]) -> list[float]:
    seen, every = [one.seen for one in taken], [one.every for one in taken]
    return [statistics.median(seen), max(seen), statistics.median(every), max(every)]
