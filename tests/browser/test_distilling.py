"""The Distilling page in a browser: a click on a map, and what a step draws again. No clock."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scripts.browsing import settle
from tests.browser.steps import drawn, figure_data, keyed, press


def _open(watched: Callable[..., Page], address: str) -> Page:
    page = watched(f"/distilling?run=sample&{address}")
    drawn(page, "distilling_maps")
    settle(page)
    return page


def _marks(page: Page) -> str:
    """The shapes over the maps, as they are drawn."""
    shapes: str = drawn(page, "distilling_maps").evaluate(
        "place => JSON.stringify(place._fullLayout.shapes.map(s => [s.name, s.x0, s.x1, s.path]))"
    )
    return shapes


@pytest.mark.parametrize(("axis", "level", "position", "label"), [
    ("yaxis", 0, 100, "Position 100 into distilling 1"),
    ("yaxis2", 1, 30, "Position 30 out of distilling 1"),
    ("yaxis4", 3, 41, "Position 41 out of distilling 2"),
])  # fmt: skip
def test_a_click_focuses_the_position_under_it(
    watched: Callable[..., Page], axis: str, level: int, position: int, label: str
) -> None:
    page = _open(watched, "position=3")
    figure = drawn(page, "distilling_maps")
    figure.scroll_into_view_if_needed()
    x, y = figure.evaluate(
        """(place, [axis, level, position]) => {
            const layout = place._fullLayout, box = place.getBoundingClientRect();
            const trace = place._fullData[level], edges = trace.x;
            const [a, b] = [edges[position], edges[position + 1]].map(t => layout.xaxis.d2p(t));
            const rows = layout[axis];
            return [box.left + layout.xaxis._offset + (a + b) / 2,
                    box.top + rows._offset + rows._length / 2]; }""",
        [axis, level, position],
    )
    page.mouse.move(x, y)
    page.wait_for_timeout(250)  # Plotly clicks what is hovered
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(f"level={level}"))
    expect(page).to_have_url(re.compile(f"position={position}(&|$)"))
    expect(page.get_by_text(label)).to_be_visible()


def test_a_step_draws_no_map_again(watched: Callable[..., Page]) -> None:
    page = _open(watched, "position=20&section=similarity")
    page.evaluate(
        """() => { window.reacted = []; const react = Plotly.react;
            Plotly.react = (place, ...rest) => {
                window.reacted.push(place); return react(place, ...rest); }; }"""
    )
    maps, marks = figure_data(page, "distilling_maps"), _marks(page)
    press(page, "position_next")
    expect(page.get_by_text("Position 21 out of distilling 2")).to_be_visible()
    settle(page)
    page.wait_for_function(
        "before => JSON.stringify(document.querySelector('.st-key-distilling_maps .informer-plot')"
        "._fullLayout.shapes.map(s => [s.name, s.x0, s.x1, s.path])) !== before",
        arg=marks,
    )
    assert figure_data(page, "distilling_maps") == maps
    assert page.evaluate("window.reacted.length") == 0


def test_a_link_shows_the_same_view_to_another(watched: Callable[..., Page]) -> None:
    page = _open(watched, "level=2&position=5&section=winners")
    press(page, "position_first")
    expect(page.get_by_text("ends of the window meet")).to_be_visible()
    settle(page)
    other = watched("/" + page.url.split("/", 3)[3])
    settle(other)
    assert _marks(other) == _marks(page)
    for key in ("distilling_maps", "winner_bars"):
        assert figure_data(other, key) == figure_data(page, key)
    expect(keyed(other, "position").locator("input")).to_have_value("0")
