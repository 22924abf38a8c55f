"""How long the Attention page takes to redraw after a control is changed, seen from the browser."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.race import ROOT
from bench.report import table
from bench.training import TRAFFIC
from scripts.browsing import settle
from scripts.serving import CHROMIUM_FLAGS, chromium, serve

LENGTH, HEADS, REPEATS = 720, 8, 7
ONE_STEP = ("max_steps=1", "eval_every=1", f"n_heads={HEADS}", "batch_size=8")

# From the press of a pointer to the last figure that was drawn because of it.
WATCH = """() => {
    window.drawnAt = [];
    new MutationObserver(() => window.drawnAt.push(performance.now())).observe(document.body,
        {subtree: true, attributes: true, attributeFilter: ['data-drawn']});
    document.addEventListener('pointerdown', () => {
        window.pressedAt = performance.now(); window.drawnAt = []; }, true);
}"""


def _press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key}").get_by_role("button").first.click()


def _controls(page: Page) -> dict[str, Callable[[], None]]:
    def chooser(key: str, options: Iterator[int]) -> Callable[[], None]:
        radios = page.locator(f".st-key-{key}").get_by_role("radio")
        return lambda: radios.nth(next(options)).click()

    return {
        "query": lambda: _press(page, "query_next"),
        "head": chooser("head", cycle(range(1, HEADS))),
        "layer": chooser("layer", cycle((1, 0))),
        "sampling seed": lambda: _press(page, "bar_seed_next"),
    }


def _seconds(page: Page, change: Callable[[], None]) -> float:
    change()
    page.wait_for_function("window.drawnAt.length > 0")
    settle(page)
    elapsed: float = page.evaluate("(window.drawnAt.at(-1) - window.pressedAt) / 1000")
    return elapsed


def _train(runs: Path) -> str:
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
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as app,
        sync_playwright() as playwright,
    ):
        run = _train(app.runs)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{app.url}/attention?run={run}&query=0")
        settle(page, 120)
        page.evaluate(WATCH)
        for control, change in _controls(page).items():
            if control == "sampling seed":
                page.locator(".st-key-bar_seed").get_by_test_id("stPopoverButton").click()
            taken = [_seconds(page, change) for _ in range(REPEATS)]
            rows.append([control, statistics.median(taken), max(taken)])
        browser.close()
    return table(("changed", "median, seconds", "slowest, seconds"), rows)
