"""The pages of the app, and when one is ready to be looked at."""

from playwright.sync_api import Page, expect

PAGES = {
    "start": "/",
    "data": "/data",
    "train": "/train",
    "forecast": "/forecast",
    "what_if": "/what_if",
    "attention": "/attention",
    "embedding": "/embedding",
    "distilling": "/distilling",
    "decoder": "/decoder",
    "cost": "/cost",
    "runs": "/runs",
}

IDLE = (
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
    '[data-test-script-state="notRunning"]'
)
UNDRAWN = ".informer-plot:not([data-drawn])"
FAILED = '[data-testid="stException"]'


def settle(page: Page, seconds: float = 60) -> None:
    """Wait until the script has run and every figure is drawn; for pages where nothing runs on.

    A page that polls a training is never idle for long: wait for its content instead.
    """
    limit = seconds * 1000
    expect(page.locator(IDLE)).to_be_visible(timeout=limit)
    expect(page.locator('[data-testid="stSkeleton"], [data-testid="stSpinner"]')).to_have_count(
        0, timeout=limit
    )
    expect(page.locator(UNDRAWN)).to_have_count(0, timeout=limit)
    expect(page.locator(FAILED)).to_have_count(0)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window; a person would have to scroll sideways."""
    wide: int = page.evaluate(
        """() => Math.max(...[document.scrollingElement,
                 ...document.querySelectorAll('[data-testid="stMain"]')]
                 .map(e => e.scrollWidth - e.clientWidth))"""
    )
    return wide
