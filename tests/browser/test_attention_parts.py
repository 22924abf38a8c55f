"""Scrubbing the window, a part of the map, a picture of the grid: by mouse, and by link."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from scripts.browsing import overflow, settle
from tests.browser.steps import drawn, figure_data, keyed, press


def _at(page: Page, key: str, across: float, down: float) -> tuple[float, float]:
    """A place within the axes of a figure, from its upper left corner."""
    x, y, width, height = drawn(page, key).evaluate(
        """place => {
            const box = place.getBoundingClientRect(), { xaxis, yaxis } = place._fullLayout;
            const corner = [box.x + xaxis._offset, box.y + yaxis._offset];
            return [...corner, xaxis._length, yaxis._length]; }"""
    )
    return x + across * width, y + down * height


def _point(page: Page, key: str, across: float, down: float) -> None:
    """Point there as a person does: the figure sees the mouse come before it is pressed."""
    drawn(page, key).scroll_into_view_if_needed()
    page.mouse.move(*_at(page, key, across, down - 0.01))
    page.mouse.move(*_at(page, key, across, down))
    page.wait_for_timeout(300)


def test_a_click_on_the_strip_moves_the_window(watched: Callable[..., Page]) -> None:
    page = watched("/attention?run=sample")
    settle(page)
    before = figure_data(page, "attention_window")
    _point(page, "scrub_strip", 0.5, 0.5)
    page.mouse.click(*_at(page, "scrub_strip", 0.5, 0.5))
    expect(page).to_have_url(re.compile(r"window=8\d\d\d$"))
    settle(page)
    moved = page.url
    assert figure_data(page, "attention_window") != before
    keyed(page, "scrub_start").locator("[role=slider], input[type=range]").first.press("ArrowRight")
    window = int(moved.split("window=")[1]) + 1
    expect(page).to_have_url(re.compile(rf"window={window}$"))


def test_a_dragged_part_of_the_map_is_a_link_and_a_double_click_ends_it(
    watched: Callable[..., Page],
) -> None:
    page = watched("/attention?run=sample&head=1&query=7")
    settle(page)
    whole = figure_data(page, "attention_map")
    _point(page, "attention_map", 0.2, 0.1)
    page.mouse.down()
    page.mouse.move(*_at(page, "attention_map", 0.6, 0.5), steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"zoom=\d+-\d+\.\d+-\d+"))
    expect(keyed(page, "map_whole").get_by_role("button").first).to_be_enabled()
    settle(page)
    other = watched("/" + page.url.split("/", 3)[3])
    settle(other)
    assert figure_data(other, "attention_map") == figure_data(page, "attention_map") != whole
    _point(page, "attention_map", 0.5, 0.5)
    page.mouse.dblclick(*_at(page, "attention_map", 0.5, 0.5))
    expect(page).not_to_have_url(re.compile("zoom="))
    settle(page)
    assert figure_data(page, "attention_map") == whole


def test_a_lazy_row_is_named_and_can_be_focused(watched: Callable[..., Page]) -> None:
    page = watched("/attention?run=sample&head=1&query=7&zoom=0-3.0-167")
    settle(page)
    _point(page, "attention_map", 0.5, 0.9)
    layer = drawn(page, "attention_map").locator(".hoverlayer")
    expect(layer).to_contain_text("query 3, ")
    expect(layer).to_contain_text("not computed: gets the mean of V")
    page.mouse.click(*_at(page, "attention_map", 0.5, 0.9))
    expect(page).to_have_url(re.compile(r"query=3&"))


def test_a_picture_of_the_grid_is_one_click_from_its_head(watched: Callable[..., Page]) -> None:
    page = watched("/attention?run=sample&section=heads&query=20")
    settle(page)
    _point(page, "attention_grid", 0.6, 0.4)  # the third of four heads, the second of four layers
    page.mouse.click(*_at(page, "attention_grid", 0.6, 0.4))
    expect(page).to_have_url(re.compile(r"layer=encoder\.1&head=3&query=10"))
    expect(page).to_have_url(re.compile("section=heads"))
    press(page, "query_best")
    settle(page)


def test_on_a_phone_the_grid_scrolls_and_the_page_does_not(watched: Callable[..., Page]) -> None:
    page = watched(
        "/attention?run=sample&section=heads&grid=map",
        viewport={"width": 390, "height": 844},
        has_touch=True,
    )
    settle(page)
    assert overflow(page) == 0
    frame = keyed(page, "attention_grid").locator(".informer-frame")
    assert frame.evaluate("e => e.scrollWidth") == 600
    assert frame.evaluate("e => e.clientWidth") < 390
