"""Every page on a telephone, and in the dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scripts.browsing import PAGES, overflow, settle

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_telephone(watched: Callable[..., Page], name: str) -> None:
    page = watched(f"{PAGES[name]}?run=sample", **PHONE)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert overflow(page) == 0


BRIGHTNESS = """place => {
    const numbers = getComputedStyle(place).%s.match(/[\\d.]+/g).map(Number);
    return (0.299 * numbers[0] + 0.587 * numbers[1] + 0.114 * numbers[2]) / 255;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_and_figures_follow_the_theme(watched: Callable[..., Page], scheme: str) -> None:
    page = watched("/attention?run=sample", color_scheme=scheme)
    settle(page)
    ground = page.get_by_test_id("stApp").evaluate(BRIGHTNESS % "backgroundColor")
    heading = page.get_by_role("heading", level=1).evaluate(BRIGHTNESS % "color")
    tick = page.locator(".informer-plot .xtick text").first.evaluate(BRIGHTNESS % "fill")
    contrast = [ground - heading, ground - tick]
    assert min(contrast) > 0.4 if scheme == "light" else max(contrast) < -0.4


def test_no_figure_offers_to_send_its_data_away(watched: Callable[..., Page]) -> None:
    page = watched("/forecast?run=sample")
    settle(page)
    offered = page.locator(".informer-plot .modebar-btn").evaluate_all(
        "buttons => buttons.map(button => button.dataset.title)"
    )
    assert offered
    assert not [title for title in offered if "Share" in title or "Cloud" in title]
