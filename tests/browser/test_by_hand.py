"""The numbers on the page are those of a case worked out by hand; read from the figures' data."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from scripts.serving import ROOT, App
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


def test_selection_frequency(watched: Callable[..., Page], run_id: str) -> None:
    page = watched(
        f"/attention?run={run_id}&seed=3&layer=encoder.0&head=1&section=estimate&draws=12"
    )
    shares = dict.fromkeys(range(hand_made.LENGTH), 0.0)
    for trace in traces(page, "selection_bands"):
        if trace["name"].startswith(("always", "sometimes")):
            shares |= dict(zip(trace["number"], trace["y"], strict=True))
    drawn_sets = [hand_made.selected(seed) for seed in range(3, 15)]
    by_hand = {q: 100 * sum(q in one for one in drawn_sets) / 12 for q in range(hand_made.LENGTH)}
    assert shares == pytest.approx(by_hand)


def test_the_fan_is_what_the_command_forecasts(watched: Callable[..., Page]) -> None:
    page = watched("/attention?run=sample&window=15000&seed=3&section=estimate")
    fan = {trace["name"]: trace["y"] for trace in traces(page, "forecast_fan")}
    for seed in (3, 5):
        command = [sys.executable, "-m", "informer", "forecast", "sample_data/run"]
        options = ["--window", "15000", "--seed", str(seed), "--json"]
        done = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
        said = json.loads(done.stdout)["values"]["traffic_volume"]
        shown = np.array(fan["mean forecast"]) + fan[f"seed {seed} − mean"]
        np.testing.assert_allclose(shown, said, rtol=1e-4)
