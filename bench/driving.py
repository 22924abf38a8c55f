"""A page driven in Chromium: from the press of a control to the figures that changed with it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from scripts.browsing import settle
from scripts.serving import CHROMIUM_FLAGS, App, chromium, serve

Change = Callable[[], None]

_WATCH = """() => {
    window.drawn = [];
    new MutationObserver(changes => changes.forEach(({ target }) => {
        const { top, bottom } = target.getBoundingClientRect();
        const seconds = (performance.now() - window.pressedAt) / 1000;
        window.drawn.push([seconds, bottom > 0 && top < innerHeight]);
    })).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['data-drawn']});
    document.addEventListener('pointerdown', () => {
        window.pressedAt = performance.now(); window.drawn = []; }, true);
}"""

# Asked once a change, and answered by the page itself: each question from outside, such as
# playwright's own waiting, has the page walk through all of its elements meanwhile.
_ONCE_QUIET = """() => new Promise(done => {
    const app = document.querySelector('[data-testid="stApp"]');
    let count = 0, since = performance.now();
    const look = () => {
        const now = performance.now();
        const busy = app.dataset.testScriptState !== 'notRunning' || !window.drawn.length;
        if (busy || window.drawn.length > count) since = now;
        count = window.drawn.length;
        if (now - since > 600) done(window.drawn); else setTimeout(look, 50);
    };
    look();
})"""


class Redraw(NamedTuple):
    """Seconds from a press to the last figure drawn because of it."""

    seen: float
    """Of the figures in view; 0 when none of them changed."""
    every: float
    """Of all figures of the page."""


@contextmanager
def app_and_page() -> Iterator[tuple[App, Page]]:
    """A server whose runs are thrown away, and a page of a browser."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as app,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield app, browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def visit(page: Page, address: str) -> None:
    """Open the page at that address, and watch its figures from then on."""
    page.goto(address)
    settle(page, 120)
    watch(page)


def watch(page: Page) -> None:
    """Note from now on when figures are drawn."""
    page.evaluate(_WATCH)


def redraw_after(page: Page, change: Change) -> Redraw:
    """Press a control and wait until the page is quiet again."""
    change()
    drawn = page.evaluate(_ONCE_QUIET)
    return Redraw(
        seen=max((seconds for seconds, in_view in drawn if in_view), default=0.0),
        every=max(seconds for seconds, _ in drawn),
    )


def attention_controls(page: Page, n_heads: int) -> dict[str, Change]:
    """What changes the view of the Attention page; the seed last, for it opens a box."""

    def chooser(key: str, options: Iterator[int]) -> Change:
        radios = page.locator(f".st-key-{key}").get_by_role("radio")
        return lambda: radios.nth(next(options)).click()

    return {
        "query": lambda: press(page, "query_next"),
        "head": chooser("head", cycle([*range(1, n_heads), 0])),
        "layer": chooser("layer", cycle((1, 0))),
        "own or exact map": chooser("map_kind", cycle((1, 0))),
        "sampling seed": lambda: press(page, "bar_seed_next"),
    }


def forecast_controls(page: Page) -> dict[str, Change]:
    """What changes the view of the Forecast page."""
    return {
        "window": lambda: press(page, "bar_previous"),
        "sampling seed": lambda: press(page, "bar_seed_next"),
    }


def press(page: Page, key: str) -> None:
    """Press the button of that key."""
    page.locator(f".st-key-{key}").get_by_role("button").first.click()


def open_box(page: Page, control: str) -> None:
    """Make a control reachable: that of the seed stands in a box."""
    if control == "sampling seed":
        page.locator(".st-key-bar_seed").get_by_test_id("stPopoverButton").click()
