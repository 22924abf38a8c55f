"""A page in use while a training runs: how soon its figures follow, and what that costs training.

Quiet and training alternate from one change of a control to the next: the training is a process,
which is halted for every other change.
"""

import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle

from playwright.sync_api import Page

from bench.driving import (
    Change,
    Redraw,
    app_and_page,
    attention_controls,
    forecast_controls,
    open_box,
    redraw_after,
    visit,
)
from bench.redraw import HEADS, LENGTH, train_long
from bench.report import table
from bench.training import TRAFFIC
from informer.data.reading import read_csv
from informer.plan import plan_run
from informer.training.launch import start_worker
from informer.training.reports import read_reports
from informer.training.runs import RunFolder, RunStore

REPEATS = 9
SECONDS, TURNS = 10.0, 3
"""How long the pace of the training is taken at a time, and how often."""
_ENDLESS = {"epochs": 10_000, "max_steps": 1_000_000, "eval_every": 1_000_000}
_SAMPLE_HEADS = 4


def interference() -> str:
    """Seconds to the figures of two pages, quiet and during a training; the training's pace."""
    rows: list[list[object]] = []
    with app_and_page() as (app, page):
        long = train_long(app.runs)
        with _training(RunStore(app.runs)) as (training, worker):
            views: dict[str, tuple[str, Callable[[Page], dict[str, Change]]]] = {
                "Attention, sample, 168 queries": (
                    "attention?run=sample&query=0",
                    partial(attention_controls, n_heads=_SAMPLE_HEADS),
                ),
                f"Attention, {LENGTH} queries, {HEADS} heads": (
                    f"attention?run={long}&query=0",
                    partial(attention_controls, n_heads=HEADS),
                ),
                "Forecast, sample": ("forecast?run=sample", forecast_controls),
            }
            for view, (address, controls_of) in views.items():
                visit(page, f"{app.url}/{address}")
                for control, change in controls_of(page).items():
                    open_box(page, control)
                    redraw_after(page, change)  # the first one loads what it needs
                    rows.append([view, control, *_alternately(page, change, worker)])
                    print(*rows[-1], flush=True)
            visit(page, f"{app.url}/attention?run=sample&query=0")
            idle, used = _pace(page, training)
    header = ("page", "changed", "quiet: in view", "all", "slowest",
              "training: in view", "all", "slowest")  # fmt: skip
    return (
        f"{table(header, rows)}\n\n"
        f"The training made {idle:.2f} steps a second while nobody touched the page, {used:.2f} "
        f"with a change about every second: {used / idle:.0%}."
    )


def _alternately(page: Page, change: Change, worker: int) -> list[float]:
    """Medians and the slowest of changes without and with the training, taken in turns."""
    taken: dict[bool, list[Redraw]] = {False: [], True: []}
    for turn in range(2 * REPEATS):
        runs = turn % 2 == 1
        os.kill(worker, signal.SIGCONT if runs else signal.SIGSTOP)
        time.sleep(0.3)
        taken[runs].append(redraw_after(page, change))
    os.kill(worker, signal.SIGCONT)
    figures = []
    for redraws in taken.values():
        every = [redraw.every for redraw in redraws]
        in_view = statistics.median(redraw.seen for redraw in redraws)
        figures += [in_view, statistics.median(every), max(every)]
    return figures


def _pace(page: Page, training: RunFolder) -> tuple[float, float]:
    """Steps a second with the page at rest and with a change of it about every second."""
    controls = attention_controls(page, _SAMPLE_HEADS)
    changes = cycle([controls["query"], controls["head"], controls["layer"]])
    idle: list[float] = []
    used: list[float] = []
    for _ in range(TURNS):
        idle.append(_steps_a_second(training, lambda: None))
        used.append(_steps_a_second(training, lambda: _use(page, next(changes))))
    return statistics.median(idle), statistics.median(used)


def _use(page: Page, change: Change) -> None:
    redraw_after(page, change)


def _steps_a_second(training: RunFolder, act: Callable[[], None]) -> float:
    first = read_reports(training.metrics)[-1]
    began = time.monotonic()
    while time.monotonic() - began < SECONDS:
        acted = time.monotonic()
        act()
        time.sleep(max(0.0, 1.0 - (time.monotonic() - acted)))
    last = read_reports(training.metrics)[-1]
    return (last.step - first.step) / (last.seconds - first.seconds)


@contextmanager
def _training(store: RunStore) -> Iterator[tuple[RunFolder, int]]:
    """A training of the preset Balanced that never ends by itself, and its process."""
    series = read_csv(TRAFFIC)
    config = plan_run(series, targets=("traffic_volume",), preset="balanced", overrides=_ENDLESS)
    folder = store.create(series, config)
    start_worker(folder)
    while not read_reports(folder.metrics):
        record = folder.record()
        if not record.active:
            raise RuntimeError(f"the training did not start: {record.error or record.status}")
        time.sleep(0.2)
    worker = folder.record().worker
    assert worker is not None
    try:
        yield folder, worker.pid
    finally:
        os.kill(worker.pid, signal.SIGKILL)
