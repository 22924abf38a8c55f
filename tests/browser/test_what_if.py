"""What-if in a browser: an idea, what it does, undo; a line drawn over the past; a block picked."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import drawn, go, keyed, press

Watched = Callable[..., Page]


def series(page: Page, key: str, name: str) -> list[float]:
    """The values of one line of a figure."""
    found: list[float] = drawn(page, key).evaluate(
        "(place, name) => Array.from(place._fullData.find(t => t.name === name)?.y ?? [])", name
    )
    return found


def until_drawn(page: Page, key: str, name: str) -> list[float]:
    """The same, once that line is there."""
    page.wait_for_function(
        """([key, name]) => document.querySelector(`.st-key-${key} .informer-plot[data-drawn]`)
            ?._fullData?.some(t => t.name === name)""",
        arg=[key, name],
    )
    return series(page, key, name)


def plot_area(figure: Locator) -> dict[str, Any]:
    """The rectangle of the first pair of axes, in pixels of the page."""
    area: dict[str, Any] = json.loads(
        figure.evaluate(
            """place => { const l = place._fullLayout, box = place.getBoundingClientRect();
              return JSON.stringify({x: box.left + l.xaxis._offset, y: box.top + l.yaxis._offset,
                width: l.xaxis._length, height: l.yaxis._length}); }"""
        )
    )
    return area


def drag(page: Page, figure: Locator, *places: tuple[float, float]) -> None:
    """Hold the mouse along these places, in shares of the plot's width and height."""
    figure.scroll_into_view_if_needed()
    area = plot_area(figure)
    at = [(area["x"] + x * area["width"], area["y"] + y * area["height"]) for x, y in places]
    page.mouse.move(*at[0])
    page.mouse.down()
    for place in at[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_from_the_sample_to_a_holiday_and_back(watched: Watched) -> None:
    page = watched("/")
    press(page, "try_sample")
    drawn(page, "forecast_chart")
    go(page, "What-if")
    before = until_drawn(page, "what_if_forecast", "forecast, as it is")
    press(page, "idea_0")
    after = until_drawn(page, "what_if_forecast", "The first day is a holiday")
    assert max(after[6:9]) < 0.9 * max(before[6:9])  # the morning peak
    expect(keyed(page, "what_if_summary")).to_contain_text("in all on Mon 1 Oct")
    expect(keyed(page, "what_if_queries")).to_contain_text("It reads the past alone")
    page.reload()  # kept with the run, and in the address
    assert until_drawn(page, "what_if_forecast", "The first day is a holiday") == after
    press(page, "edit_out_0")
    expect(keyed(page, "what_if_summary")).to_contain_text("as it is")
    press(page, "undo")
    assert until_drawn(page, "what_if_forecast", "The first day is a holiday") == after


def test_a_line_drawn_over_the_past_is_what_the_model_reads(watched: Watched) -> None:
    page = watched("/what_if?run=sample&section=draw&window=12000")
    figure = drawn(page, "what_if_past")
    observed = until_drawn(page, "what_if_past", "observed")
    drag(page, figure, (0.85, 0.05), (0.97, 0.05))
    expect(keyed(page, "what_if_edits")).to_contain_text(re.compile(r"\d+ (steps|values)"))
    read = until_drawn(page, "what_if_past", "the scenario's past")
    changed = [  # the scenario's line is drawn where it differs, and blank elsewhere
        i
        for i, (a, b) in enumerate(zip(observed, read, strict=True))
        if not math.isnan(b) and a != b
    ]
    assert 0.80 * len(read) < min(changed) <= max(changed) < len(read)
    assert min(read[i] for i in changed[1:-1]) > 0.9 * max(observed)  # drawn near the upper edge
    expect(keyed(page, "what_if_queries")).to_contain_text(re.compile(r"\d+ changed"))


def test_a_block_is_picked_on_the_chart_and_scaled(watched: Watched) -> None:
    page = watched("/what_if?run=sample&window=12001")
    drag(page, drawn(page, "what_if_past"), (0.25, 0.5), (0.5, 0.5))
    expect(page).to_have_url(re.compile(r"part=\d+-\d+"))
    first, last = (int(n) for n in re.findall(r"part=(\d+)-(\d+)", page.url)[0])
    assert 35 <= first <= 50
    assert 75 <= last <= 92
    observed = until_drawn(page, "what_if_past", "observed")
    press(page, "what_if_apply")
    read = until_drawn(page, "what_if_past", "the scenario's past")
    for step in (first, (first + last) // 2, last):
        assert abs(read[step] - 1.1 * observed[step]) < 1e-6 * abs(observed[step]) + 1e-6
    assert read[first - 1] == observed[first - 1]
    assert math.isnan(read[first - 2])


def test_the_way_to_a_scenario_of_another_window(watched: Watched) -> None:
    page = watched("/what_if?run=sample&window=12003")
    press(page, "idea_1")
    until_drawn(page, "what_if_forecast", "It is a Sunday")
    page.goto(page.url.split("window=")[0] + "window=12004")
    press(page, "elsewhere")
    page.get_by_role("button", name=re.compile("It is a Sunday · ")).click()
    until_drawn(page, "what_if_forecast", "It is a Sunday")
    expect(page).to_have_url(re.compile("window=12003"))
