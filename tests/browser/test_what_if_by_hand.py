"""What-if in a browser, by finger and by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from informer.forecasting.edits import Values
from informer.forecasting.scenario_store import ScenarioStore
from scripts.browsing import settle
from scripts.serving import App
from tests.browser.steps import drawn, keyed
from tests.browser.test_what_if import plot_area

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


def _settled(page: Page) -> None:
    drawn(page, "what_if_past")
    drawn(page, "what_if_forecast")
    settle(page)


def test_a_finger_draws(watched: Callable[..., Page], store: ScenarioStore) -> None:
    page = watched(
        f"{WINDOW}&section=draw",
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
    )  # fmt: skip
    _settled(page)
    figure = drawn(page, "what_if_past")
    figure.scroll_into_view_if_needed()
    area = plot_area(figure)
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [
            {"x": area["x"] + x * area["width"], "y": area["y"] + y * area["height"]} for x, y in at
        ]
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
