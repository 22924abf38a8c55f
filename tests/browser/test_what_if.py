"""What-if in a browser: an idea and its difference, a block dragged, a line drawn, a cell typed."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from informer.forecasting.edits import Values
from informer.forecasting.scenario_store import ScenarioStore
from scripts.browsing import settle
from scripts.serving import App
from tests.browser.steps import drawn, figure_data, go, keyed, press

WINDOW = "/what_if?run=sample&window=17160"


@pytest.fixture
def store(app: App) -> Iterator[ScenarioStore]:
    """The sample's scenarios: none before, none after."""
    kept = ScenarioStore(app.runs / ".sample" / "scenarios")
    for scenario_id in kept.all():
        kept.delete(scenario_id)
    yield kept
    for scenario_id in kept.all():
        kept.delete(scenario_id)


def _names(page: Page, key: str) -> list[str]:
    return ["".join(trace[0]) for trace in json.loads(figure_data(page, key))]


def _settled(page: Page) -> None:
    drawn(page, "what_if_past")
    drawn(page, "what_if_forecast")
    settle(page)


def _box(page: Page) -> tuple[float, float, float, float]:
    """Left, top, width and height of the plot of the past on the screen."""
    figure = drawn(page, "what_if_past")
    figure.scroll_into_view_if_needed()
    left, top, width, height = figure.evaluate(
        """place => { const { xaxis, yaxis } = place._fullLayout,
            box = place.getBoundingClientRect();
            return [box.left + xaxis._offset, box.top + yaxis._offset,
                    xaxis._length, yaxis._length]; }"""
    )
    return left, top, width, height


def _drag(page: Page, *points: tuple[float, float]) -> None:
    """With the mouse over the past, through these shares of its plot."""
    left, top, width, height = _box(page)
    at = [(left + x * width, top + y * height) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for point in at[1:]:
        page.mouse.move(*point, steps=8)
    page.mouse.up()


def test_from_the_sample_to_a_holiday_and_back(
    watched: Callable[..., Page], store: ScenarioStore
) -> None:
    page = watched("/")
    press(page, "try_sample")
    drawn(page, "forecast_chart")
    go(page, "What-if")
    _settled(page)
    keyed(page, "what_if_ideas").get_by_text("The first day is a holiday").click()
    expect(page).to_have_url(re.compile("scenario="))
    expect(keyed(page, "what_if_summary")).to_contain_text("largest")
    _settled(page)
    assert "difference" in _names(page, "what_if_forecast")
    assert "The first day is a holiday" in _names(page, "what_if_forecast")
    press(page, "edit_out_0")
    expect(keyed(page, "what_if_summary")).to_contain_text("as it is")
    press(page, "undo")
    expect(keyed(page, "what_if_summary")).to_contain_text("largest")
    _settled(page)
    other = watched("/" + page.url.split("/", 3)[3])  # a link, and a second tab
    _settled(other)
    assert figure_data(other, "what_if_forecast") == figure_data(page, "what_if_forecast")
    assert len(store.all()) == 1


def test_a_block_is_dragged_over(watched: Callable[..., Page], store: ScenarioStore) -> None:
    page = watched(WINDOW)
    _settled(page)
    _drag(page, (0.25, 0.5), (0.5, 0.6))
    expect(page).to_have_url(re.compile(r"part=4[12]-8[34]"))
    _settled(page)
    press(page, "what_if_apply")
    expect(keyed(page, "what_if_edits")).to_contain_text("traffic_volume +10 %")
    assert store.all()


def test_what_is_drawn_changes_the_forecast(
    watched: Callable[..., Page], store: ScenarioStore
) -> None:
    page = watched(f"{WINDOW}&section=draw")
    _settled(page)
    before = figure_data(page, "what_if_forecast")
    _drag(page, (0.8, 0.3), (0.9, 0.7), (0.98, 0.3))
    expect(keyed(page, "what_if_edits")).to_contain_text("drawn")
    _settled(page)
    assert figure_data(page, "what_if_forecast") != before
    (scenario,) = store.all().values()
    (edit,) = scenario.edits
    assert isinstance(edit, Values)
    times = sorted(edit.values)
    assert len(times) >= 29  # no step is jumped over
    assert {(b - a).total_seconds() for a, b in pairwise(times)} == {3600}
    assert edit.values[times[0]] > edit.values[times[len(times) // 2]]  # up is more
    _settled(page)
    _drag(page, (0.1, 0.5), (0.12, 0.5))
    expect(keyed(page, "what_if_summary")).to_be_visible()
    press(page, "undo")
    expect(keyed(page, "redo").get_by_role("button").first).to_be_enabled()
    _settled(page)
    assert next(iter(store.all().values())).edits == (edit,)


def test_a_finger_draws(watched: Callable[..., Page], store: ScenarioStore) -> None:
    page = watched(
        f"{WINDOW}&section=draw",
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
    )  # fmt: skip
    _settled(page)
    left, top, width, height = _box(page)
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": left + x * width, "y": top + y * height} for x, y in at]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (0.5, 0.2))
    for step in range(12):
        touch("touchMove", (0.5 + 0.03 * step, 0.2 + 0.05 * step))
    touch("touchEnd")
    expect(keyed(page, "what_if_edits")).to_contain_text("drawn")
    assert len(store.all()) == 1


def test_a_value_is_typed_into_the_table(
    watched: Callable[..., Page], store: ScenarioStore
) -> None:
    page = watched(f"{WINDOW}&section=table")
    _settled(page)
    table = page.locator('[class*="st-key-what_if_table"] canvas').first
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # the table measures itself once it is seen
    box = table.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 0.85 * box["width"], box["y"] + 52)  # the newest step
    cell = page.locator("[id^='gdg-overlay'] input")
    expect(cell).to_be_focused()
    cell.fill("9000")
    cell.press("Enter")
    expect(keyed(page, "what_if_edits")).to_contain_text("traffic_volume is 9,000")
    (scenario,) = store.all().values()
    (edit,) = scenario.edits
    assert isinstance(edit, Values)
    assert list(edit.values.values()) == [9000]
