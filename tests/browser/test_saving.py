"""Every figure can be saved: as a picture, as a page of its own, and its data as a table."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from informer.inspection.store import load_inspection
from scripts.browsing import settle
from scripts.serving import ROOT
from tests.browser.steps import drawn, keyed


def save(page: Page, key: str, kind: str, to: Path) -> bytes:
    """What the menu of a figure saves."""
    menu = keyed(page, key).locator(".informer-save")
    menu.locator("summary").click()
    with page.expect_download() as waiting:
        menu.get_by_role("button", name=kind).click()
    assert waiting.value.suggested_filename == f"informer-{key.replace('_', '-')}.{kind.lower()}"
    waiting.value.save_as(to)
    return to.read_bytes()


@pytest.fixture
def page(watched: Callable[..., Page]) -> Page:
    opened = watched("/attention?run=sample&head=2")
    settle(opened)
    return opened


def test_pictures(page: Page, tmp_path: Path) -> None:
    drawn(page, "attention_window")
    assert save(page, "attention_window", "PNG", tmp_path / "a.png").startswith(b"\x89PNG")
    svg = save(page, "attention_window", "SVG", tmp_path / "a.svg").decode()
    assert svg.startswith("<svg")
    assert "Exact KL per query" in svg


def test_the_saved_data_are_those_of_the_model(page: Page, tmp_path: Path) -> None:
    inside = load_inspection(ROOT / "sample_data" / "run" / "inside.npz").layer("encoder.0")
    table = pd.read_csv(io.BytesIO(save(page, "attention_window", "CSV", tmp_path / "a.csv")))
    points = table[(table["quantity"] == "KL (nats)") & table["number"].notna()]
    points = points.set_index(points["number"].astype(int)).sort_index()
    np.testing.assert_allclose(points["y"], inside.kl[1], rtol=1e-5, atol=1e-6)
    assert list(pd.to_datetime(points["x"])) == list(inside.time)
    chosen = points[points["series"].str.startswith("selected")].index
    assert list(chosen) == list(inside.selected[1])
    weights = pd.read_csv(io.BytesIO(save(page, "attention_map", "CSV", tmp_path / "b.csv")))
    weights = weights[weights["series"] == "attention weight"]
    assert len(weights["z"].dropna()) == inside.weights[1].size
    assert weights["z"].sum() == pytest.approx(len(chosen), rel=1e-4)  # each row sums to 1


def test_a_saved_page_needs_nothing_else(
    page: Page, tmp_path: Path, new_context: Callable[..., object]
) -> None:
    save(page, "attention_map", "HTML", tmp_path / "map.html")
    alone = new_context(offline=True).new_page()  # type: ignore[attr-defined]
    alone.goto((tmp_path / "map.html").as_uri())
    expect(alone.locator("#figure .heatmaplayer image").first).to_be_visible()
    expect(alone.locator("#figure .legendtext").first).to_contain_text("not computed")
