"""Forecast, Attention and Distilling: what they show of a run, and that the address says it all."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from informer.training.runs import RunFolder
from tests.pages.conftest import ROOT, Open, shown, words


def figure(app: AppTest, key: str) -> dict[str, object]:
    """What the figure of that key is drawn from."""
    (found,) = [e for e in app.get("bidi_component") if e.key == key]
    data = json.loads(found.proto.json)
    return json.loads(data["figure"]) | {"marks": json.loads(data["marks"]), "alt": data["alt"]}


def test_start_shows_the_sample_at_once(open_page: Open, sample: RunFolder) -> None:
    app = open_page("start")
    names = [trace["name"] for trace in figure(app, "start_forecast")["data"]]
    assert {"forecast", "50 % interval", "95 % interval"} <= set(names)
    assert figure(app, "start_strip")["data"]
    app.button(key="try_sample").click()
    shown(app)
    assert app.title[0].value == "Forecast"
    assert app.query_params["run"] == "sample"


def test_the_forecast_is_dated_and_in_units(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    table = app.dataframe[-1].value
    assert list(table.columns)[:2] == ["time", "load"]
    assert str(table["time"][0]) == "2024-01-21 00:00:00"
    assert 0 < table["load"].mean() < 100
    scores = open_page("forecast", run=done.path.name, section="scores")
    assert "seasonal naive" in str([table.value for table in scores.dataframe])


def test_a_past_window_stands_beside_what_was_observed(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, window="400")
    table = app.dataframe[-1].value
    assert "load (observed)" in table.columns
    assert "test part" in words(app)
    app.button(key="bar_next").click()
    shown(app)
    assert app.query_params["window"] == "406"
    app.button(key="bar_last").click()
    shown(app)
    assert "window" not in app.query_params


def test_a_worse_model_is_called_worse(open_page: Open, done: RunFolder) -> None:
    result = done.record().result
    assert result is not None
    for skill, expected in ((-0.25, "25 % worse than"), (0.25, "25 % better than")):
        done.update(result=replace(result, skill=skill))
        assert expected in words(open_page("forecast", run=done.path.name))


def test_the_page_says_what_the_seed_does(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, seed="3", section="sure")
    assert "**seed 3**" in words(app)
    app.number_input(key="bar_seed_value").set_value(4)
    shown(app)
    assert app.query_params["seed"] == "4"


def test_the_address_is_the_view(open_page: Open, done: RunFolder) -> None:
    address = {
        "run": done.path.name,
        "window": "300",
        "layer": "encoder.1",
        "head": "2",
        "query": "7",
        "seed": "5",
    }
    app = open_page("attention", **address)
    assert app.button_group(key="layer").value == "encoder.1"
    assert app.button_group(key="head").value == 2
    assert app.number_input(key="query").value == 7
    assert "sampled (seed 5)" in str([metric.label for metric in app.metric])
    assert {name: app.query_params[name] for name in address} == address
    assert figure(app, "attention_window") == figure(
        open_page("attention", **address), "attention_window"
    )


def test_the_bar_names_the_same_run_on_every_page(
    open_page: Open, done: RunFolder, sample: RunFolder
) -> None:
    app = open_page("train", run=done.path.name)
    assert app.selectbox(key="bar_run").value == done.path.name
    app.button(key="to_forecast").click()
    shown(app)
    assert app.selectbox(key="bar_run").value == done.path.name
    app.selectbox(key="bar_run").set_value("sample")
    shown(app)
    assert app.query_params["run"] == "sample"


def test_stepping_moves_the_marks_and_nothing_else(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, query="7")
    before = figure(app, "attention_window")
    app.button(key="query_next").click()
    shown(app)
    after = figure(app, "attention_window")
    assert app.query_params["query"] == "8"
    assert before["data"] == after["data"]
    assert before["marks"] != after["marks"]


def test_what_is_not_computed_is_called_so(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name)
    app.button(key="query_missed").click()
    shown(app)
    values = [metric.value for metric in app.metric]
    assert "not computed" in values
    assert any(
        "not computed" in trace["name"] for trace in figure(app, "attention_map")["data"][1:]
    )
    app.button_group(key="map_kind").set_value("exact")
    shown(app)
    assert len(figure(app, "attention_map")["data"]) == 1


def test_another_layer_is_looked_at_at_the_same_time(open_page: Open, done: RunFolder) -> None:
    app = open_page("attention", run=done.path.name, query="20")
    app.button_group(key="layer").set_value("encoder.1")
    shown(app)
    assert app.query_params["layer"] == "encoder.1"
    assert app.number_input(key="query").value == 10


@pytest.mark.parametrize("window", ["0", "456"])
def test_distilling_tells_lengths_and_times(open_page: Open, done: RunFolder, window: str) -> None:
    app = open_page("distilling", run=done.path.name, window=window)
    table = app.dataframe[0].value
    assert list(table["positions"]) == [24, 12]
    assert list(table["each stands for"]) == ["1 step", "2 steps"]
    assert len(figure(app, "distilling_maps")["data"]) == 2


def test_start_draws_the_sample_without_torch(sample: RunFolder, runs: Path) -> None:
    """Importing torch costs seconds before the first picture; a process of its own tells."""
    code = (
        "import sys; from pathlib import Path; from streamlit.testing.v1 import AppTest\n"
        "from pages import _library; _library.SAMPLE_DATA = Path(sys.argv[1])\n"
        "app = AppTest.from_file('app.py', default_timeout=60).run()\n"
        "assert len(app.get('bidi_component')) == 2 and not app.exception\n"
        "sys.exit('torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(sample.path.parent)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_closed_derivation_is_not_sent(open_page: Open, done: RunFolder) -> None:
    """Its twenty elements would be drawn anew with every query, where nobody sees them."""
    app = open_page("attention", run=done.path.name)
    assert [formula.value.count(r"\ln \sum") for formula in app.latex] == [1]
    assert "Distance of this query" not in words(app)
