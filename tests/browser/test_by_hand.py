"""The numbers on the page are those of a case worked out by hand; read from the figures' data."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scripts.serving import App
from tests.browser import hand_made
from tests.browser.steps import drawn, keyed

SEEDS = [0, 2, 6]

READ = """place => place._fullData.map(trace => ({name: trace.name, axis: trace.yaxis,
    y: Array.from(trace.y ?? []), number: Array.from(trace.customdata ?? [])}))"""


@pytest.fixture(scope="module")
def run_id(app: App) -> str:
    return hand_made.make_run(app.runs).path.name


def traces(page: Page, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = drawn(page, key).evaluate(READ)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_kl_selection_and_precision(watched: Callable[..., Page], run_id: str, seed: int) -> None:
    page = watched(f"/attention?run={run_id}&seed={seed}&layer=encoder.0&head=1")
    points = {
        number: (trace["name"], value)
        for trace in traces(page, "attention_window")
        if trace["axis"] == "y2" and trace["number"]
        for number, value in zip(trace["number"], trace["y"], strict=True)
    }
    assert {n: v for n, (_, v) in points.items()} == pytest.approx(
        {n: hand_made.kl(n) for n in range(hand_made.LENGTH)}, abs=1e-5
    )
    chosen = {n for n, (name, _) in points.items() if name.startswith("selected")}
    assert chosen == hand_made.selected(seed)
    precision = len(chosen & hand_made.best()) / hand_made.SELECTED
    expect(keyed(page, "agreement")).to_contain_text(f"{precision:.0%}")
