"""The Attention page: window strip, part of the map, grid of heads, and the answer in one line."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from informer.inspection.mass import attention_mass, share_of_mass
from informer.training.runs import RunFolder
from pages import _attention_map, _library, _scrub
from pages._library import inspect
from tests.pages.conftest import ROOT, Open, shown, words
from tests.pages.test_views import figure
from tests.unit.inspection import made_up


def test_the_strip_moves_its_marks_and_nothing_else(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, window="300")
    before = figure(app, "scrub_strip")
    context, horizon, _ = before["marks"]
    time = done.series().time
    assert [pd.Timestamp(context[end]) for end in ("x0", "x1")] == [time[300], time[324]]
    assert pd.Timestamp(horizon["x1"]) == time[329]
    slider = app.slider(key="scrub_start")
    assert pd.Timestamp(slider.value) == time[324]
    slider.set_value((time[324] + pd.Timedelta("1h")).to_pydatetime())
    shown(app)
    assert app.query_params["window"] == "301"
    after = figure(app, "scrub_strip")
    assert before["data"] == after["data"]
    assert before["marks"] != after["marks"]


@pytest.mark.parametrize("page", ["forecast", "distilling"])
def test_the_strip_stands_on_other_pages_of_one_window(
    open_page: Open, done: RunFolder, page: str
) -> None:
    app = open_page(page, run=done.path.name, window="99999")
    time = done.series().time
    assert pd.Timestamp(figure(app, "scrub_strip")["marks"][0]["x1"]) == time[-1] + pd.Timedelta(
        "1h"
    )


@pytest.mark.parametrize(("window", "expected"), [(-20, 0), (7, 7), (9999, 456)])
def test_a_click_beyond_the_ends_stays_in_the_data(
    monkeypatch: pytest.MonkeyPatch, window: int, expected: int
) -> None:
    moved: dict[str, int] = {}
    monkeypatch.setattr(_scrub._state, "move", lambda **to: moved.update(to))
    _scrub._to(SimpleNamespace(last_window=456), window)
    assert moved == {"window": expected}


def test_months_are_chosen_from_a_list(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, done: RunFolder
) -> None:
    """Their steps differ: a slider of equal steps would miss them."""
    app = open_page("attention", run=done.path.name)
    series = done.series()
    months = pd.date_range("1980-01-01", periods=len(series), freq="MS")
    monthly = type(series)(**{**vars(series), "time": months, "freq": "MS"})
    monkeypatch.setattr(_scrub._library, "series_of", lambda _: monthly)
    done.update(freq="MS")
    app = shown(app.run())
    slider = app.select_slider(key="scrub_start")
    assert slider.value == 456
    slider.set_value(455)
    shown(app)
    assert app.query_params["window"] == "455"


def test_the_address_names_a_part_of_the_map(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, map="exact", zoom="3-10.12-20", query="5")
    drawn = figure(app, "attention_map")
    assert app.button_group(key="map_kind").value == "exact"
    assert "queries 3 to 10 down, keys 12 to 20 across" in str(drawn["alt"])
    assert len(drawn["marks"]) == 2
    assert len(drawn["data"][0]["x"]) == 9
    app.button(key="map_whole").click()
    shown(app)
    assert "zoom" not in app.query_params
    assert len(figure(app, "attention_map")["data"][0]["x"]) == 24
    app.button(key="map_near").click()
    shown(app)
    assert app.query_params["zoom"] == "1-9.0-23"
    app.button_group(key="layer").set_value("encoder.1")
    shown(app)
    assert "zoom" not in app.query_params


@pytest.mark.parametrize("nonsense", ["9-3.1-2", "a", "99-100.0-5", "-1--2.3-4", "1" * 400])
def test_a_part_that_is_not_there_is_the_whole_map(
    open_page: Open, done: RunFolder, nonsense: str
) -> None:
    app = open_page("attention", run=done.path.name, zoom=nonsense, map=nonsense, grid=nonsense)
    assert app.button_group(key="map_kind").value == "own"
    if nonsense != "99-100.0-5":
        assert "queries 0 to 23 down" in str(figure(app, "attention_map")["alt"])


def test_what_was_dragged_over_becomes_positions() -> None:
    layer = made_up.attention(24, 1)
    now = range(24)
    reversed_axis = ("2024-01-01 10:00:00", "2024-01-01 03:40:00.123")
    assert _attention_map.within(layer, reversed_axis, now) == range(4, 11)
    assert _attention_map.within(layer, None, range(2, 5)) == range(2, 5)
    between = ("2024-01-01 03:10", "2024-01-01 03:20")
    assert _attention_map.within(layer, between, range(2, 5)) == range(2, 5)


def test_the_answer_names_the_query_with_the_highest_m(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, window="300", query="0", head="2")
    layer = inspect(done, 300, 0).layer("encoder.0")
    best = int(layer.measure_exact[1].argmax())
    rank = int(np.argsort(-layer.measure_sampled[1], kind="stable").tolist().index(best)) + 1
    found = "found it" if layer.active(1)[best] else "missed it"
    (line,) = [text for text in words(app).splitlines() if text.startswith("Highest M")]
    assert f"query {best}, " in line
    assert f"**{found}**: rank {rank} of 24" in line
    app.button(key="answer_focus").click()
    shown(app)
    assert app.query_params["query"] == str(best)
    assert not [b for b in app.button if b.key == "answer_focus"]


def test_the_line_tells_how_often_other_seeds_find_it(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_library, "is_warm", lambda: True)
    app = open_page("attention", run=done.path.name, window="300", seed="2", factor="1", draws="20")
    inspection = inspect(done, 300, 2)
    best = int(inspection.layer("encoder.0").measure_exact[0].argmax())
    times = sum(
        best in inspect(done, 300, seed).layer("encoder.0").selected[0] for seed in range(2, 22)
    )
    assert f"Under seeds 2 to 21: {times} times of 20." in words(app)
    monkeypatch.setattr(_library, "is_warm", lambda: False)
    assert "Under seeds" not in words(open_page("attention", run=done.path.name, window="300"))


def test_the_mass_that_was_kept_is_told(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, window="300")
    layer = inspect(done, 300, 0).layer("encoder.0")
    mass = attention_mass(layer, 0)
    (kept,) = [metric for metric in app.metric if metric.label == "Attention mass kept"]
    assert kept.value == f"{share_of_mass(mass, layer.selected[0]):.0%}"
    best = share_of_mass(mass, np.argsort(-mass)[: layer.n_selected])
    assert f"at best {best:.0%}" in kept.delta


@pytest.mark.parametrize("kind", ["measure", "agreement", "map"])
def test_the_grid_frames_what_is_in_focus(open_page: Open, done: RunFolder, kind: str) -> None:
    app = open_page(
        "attention", run=done.path.name, section="heads", grid=kind, layer="decoder.0", head="2"
    )
    assert app.button_group(key="grid_kind").value == kind
    drawn = figure(app, "attention_grid")
    (frame,) = drawn["marks"]
    rows = [trace["name"] for trace in drawn["data"]]
    assert "cells" in rows
    assert (frame["x0"], frame["x1"]) == (1, 2)
    assert 2 < frame["y0"] < frame["y1"] < 3


def test_another_picture_is_one_choice(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, section="heads")
    app.button_group(key="grid_kind").set_value("map")
    shown(app)
    assert app.query_params["grid"] == "map"


def test_the_sample_is_looked_into_without_torch(sample: RunFolder, runs: object) -> None:
    """The natural window needs none, its strip, answer and grid neither."""
    code = (
        "import sys; from pathlib import Path; from streamlit.testing.v1 import AppTest\n"
        "from pages import _library; _library.SAMPLE_DATA = Path(sys.argv[1])\n"
        "_library.warm_up = lambda: None\n"
        "for section in ('query', 'heads'):\n"
        "    app = AppTest.from_file('app.py', default_timeout=60).run()\n"
        "    app.query_params['run'] = 'sample'; app.query_params['section'] = section\n"
        "    app.switch_page('pages/attention.py').run()\n"
        "    assert len(app.get('bidi_component')) > 2 and not app.exception\n"
        "sys.exit('torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(sample.path.parent)]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
