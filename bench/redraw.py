"""How long the Attention page takes to redraw after a control is changed, seen from the browser."""

import statistics
import subprocess
import sys
from pathlib import Path

from bench.driving import app_and_page, attention_controls, open_box, redraw_after, visit
from bench.race import ROOT
from bench.report import table
from bench.training import TRAFFIC

LENGTH, HEADS, REPEATS = 720, 8, 7
ONE_STEP = ("max_steps=1", "eval_every=1", f"n_heads={HEADS}", "batch_size=8")


def train_long(runs: Path) -> str:
    """A run of the wanted length; how well it forecasts does not matter here. Its id."""
    sizes = ["--seq-len", str(LENGTH), "--pred-len", "24", "--split", "2000,1000,1000"]
    settings = [word for setting in ONE_STEP for word in ("--set", setting)]
    command = [sys.executable, "-m", "informer", "train", str(TRAFFIC), "--target"]
    subprocess.run(
        [*command, "traffic_volume", *sizes, *settings, "--runs", str(runs)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(runs.iterdir()).name


def redraw() -> str:
    """The median and the slowest of several changes of each control."""
    rows: list[list[object]] = []
    with app_and_page() as (app, page):
        run = train_long(app.runs)
        visit(page, f"{app.url}/attention?run={run}&query=0")
        for control, change in attention_controls(page, HEADS).items():
            open_box(page, control)
            taken = [redraw_after(page, change).every for _ in range(REPEATS)]
            rows.append([control, statistics.median(taken), max(taken)])
    return table(("changed", "median, seconds", "slowest, seconds"), rows)
