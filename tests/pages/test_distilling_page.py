"""The Distilling page: the address is the view, only marks move, every state says what it is."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.data.series import TimeSeries
from informer.inspection import undistilled
from informer.inspection.distilling import receptive_field
from informer.inspection.distilling_results import WithoutDistilling
from informer.inspection.store import load_inspection
from informer.plan import plan_run
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run
from pages import _plot
from tests.pages.conftest import TINY, Open, shown, words
from tests.pages.test_views import figure

Train = Callable[..., RunFolder]


@pytest.fixture
def train(runs: Path, hourly_series: TimeSeries) -> Train:
    """Another tiny run, with other settings."""

    def one(**overrides: object) -> RunFolder:
        config = plan_run(hourly_series, targets=["load"], overrides={**TINY, **overrides})
        folder = RunStore(runs).create(hourly_series, config)
        train_run(folder)
        return folder

    return one


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def framed(app: AppTest) -> list[str]:
    marks = figure(app, "distilling_maps")["marks"]
    return [mark["name"] for mark in marks if mark["type"] == "rect"]


def test_the_address_is_the_view(open_page: Open, done: RunFolder) -> None:
    address = {"run": done.path.name, "window": "300", "level": "0", "position": "7"}
    app = open_page("distilling", **address, section="winners")
    assert app.button_group(key="distilling_map").value == 0
    assert app.number_input(key="position").value == 7
    assert app.button_group(key="distilling_section").value == "winners"
    assert "**Position 7 into distilling 1**" in words(app)
    again = open_page("distilling", **address, section="winners")
    for key in ("distilling_maps", "winner_bars"):
        assert figure(app, key) == figure(again, key)


def test_stepping_moves_the_marks_and_nothing_else(open_page: Open, done: RunFolder) -> None:
    app = open_page("distilling", run=done.path.name, position="4")
    before = figure(app, "distilling_maps")
    app.button(key="position_next").click()
    shown(app)
    after = figure(app, "distilling_maps")
    assert app.query_params["position"] == "5"
    assert before["data"] == after["data"]
    assert before["layout"] == after["layout"]
    assert before["marks"] != after["marks"]


def test_another_map_is_looked_at_at_the_same_time(open_page: Open, done: RunFolder) -> None:
    app = open_page("distilling", run=done.path.name, position="4")
    assert framed(app) == ["what it reads", "focused position"]
    app.button_group(key="distilling_map").set_value(0)
    shown(app)
    assert (app.query_params["level"], app.query_params["position"]) == ("0", "8")
    assert framed(app) == ["focused position", "what reads it"]
    assert "read by positions 3, 4, 5 out of distilling 1" in words(app)


def test_the_words_are_the_receptive_field(open_page: Open, done: RunFolder) -> None:
    """5 steps; the window's context ends before 2024-01-21 00:00."""
    app = open_page("distilling", run=done.path.name, position="4")
    assert receptive_field(4, 1, 24).levels[0].sum() == 5
    said = words(app)
    assert "**Sat 20 Jan 2024 06:00 to 10:00**: 5 steps of the input, 7 with the token" in said
    assert "ends of the window meet" not in said


@pytest.mark.parametrize(("position", "key"), [("0", "position_last"), ("11", "position_first")])
def test_where_the_ends_meet_it_is_explained(
    open_page: Open, done: RunFolder, position: str, key: str
) -> None:
    app = open_page("distilling", run=done.path.name, position=position)
    explained = "Sat 20 Jan 2024 23:00 counts as the neighbour of Sat 20 Jan 2024 00:00, 23 steps"
    # the last one reads no further than its own end: an even length leaves no third candidate
    assert (explained in words(app)) == bool(receptive_field(int(position), 1, 24).wraps)
    app.button(key=key).click()
    shown(app)
    assert app.query_params["position"] == ("11" if position == "0" else "0")


@pytest.mark.parametrize("section", ["cost", "winners", "similarity", "off"])
def test_every_section_has_something_to_say(open_page: Open, done: RunFolder, section: str) -> None:
    app = open_page("distilling", run=done.path.name, section=section, window="400")
    assert app.button_group(key="distilling_section").value == section
    assert not app.error


def test_nonsense_in_the_address_is_the_nearest_that_is_there(
    open_page: Open, done: RunFolder
) -> None:
    app = open_page(
        "distilling", run=done.path.name, level="99", position="999", replica="7", section="none"
    )
    assert not app.error
    assert "**Position 11 out of distilling 1**" in words(app)
    assert app.button_group(key="distilling_section").value == "cost"


def test_winners_are_those_of_the_inspection(open_page: Open, done: RunFolder) -> None:
    app = open_page("distilling", run=done.path.name, position="4", section="winners")
    (layer,) = load_inspection(done.inspection_file).distilling
    shares = [100 * float((layer.winners[4] == candidate).mean()) for candidate in (7, 8, 9)]
    bars = figure(app, "winner_bars")["data"]
    assert [bar["y"][-1] for bar in bars] == ["position 4"] * 3
    np.testing.assert_allclose([bar["x"][-1] for bar in bars], shares)
    counts = [int(n) for n in re.findall(r"(\d+) from position \d+ \(", words(app))]
    np.testing.assert_allclose(np.array(counts) / 16 * 100, shares)


def test_of_an_input_it_is_told_who_kept_it(open_page: Open, done: RunFolder) -> None:
    app = open_page("distilling", run=done.path.name, level="0", position="7", section="winners")
    (layer,) = load_inspection(done.inspection_file).distilling
    for output in (3, 4):
        count = int((layer.winners[output] == 7).sum())
        assert f"position {output} of the next map kept {count}" in words(app)
    lost = 16 - len(
        {int(f) for output in (3, 4) for f in np.flatnonzero(layer.winners[output] == 7)}
    )
    assert f"{lost} were kept by none" in words(app)


def test_counted_and_measured_are_called_so(open_page: Open, done: RunFolder) -> None:
    app = open_page("distilling", run=done.path.name, section="cost")
    before = metrics(app)
    assert "Time with distilling" not in before
    assert "Not measured yet" in words(app)
    app.button(key="measure_encoder").click()
    shown(app)
    after = metrics(app)
    assert after["Time with distilling"].endswith("ms")
    assert after["Memory with distilling"] != after["Memory without"]
    assert {name: after[name] for name in before} == before
    assert "Not measured yet" not in words(app)
    again = open_page("distilling", run=done.path.name, section="cost", position="2")
    assert metrics(again) == after


def test_without_distilling_is_labelled_and_scored(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = undistilled.forecast_without_distilling

    def further_off(*args: object) -> WithoutDistilling:
        """A tiny run's forecasts are too near to each other to tell which error is whose."""
        result = original(*args)
        values = result.undistilled.values + 30
        return replace(result, undistilled=replace(result.undistilled, values=values))

    monkeypatch.setattr(undistilled, "forecast_without_distilling", further_off)
    app = open_page("distilling", run=done.path.name, section="off", window="400")
    assert "weights were trained with distilling" in words(app)
    traces = {t["name"]: np.array(t["y"], float) for t in decoded(app, "without_distilling")}
    off = traces["without distilling"] - traces["with distilling"]
    np.testing.assert_allclose(traces["difference"], off)
    error = np.abs(traces["without distilling"] - traces["observed afterwards"]).mean()
    shown_error = float(metrics(app)["Error without"].replace(",", ""))
    assert shown_error == pytest.approx(error, rel=0.01)
    last = open_page("distilling", run=done.path.name, section="off")
    assert "Error without" not in metrics(last)
    assert "Nothing has been observed yet" in words(last)


def decoded(app: AppTest, key: str) -> list[dict[str, object]]:
    """The traces with their numbers, which a figure's JSON holds as bytes."""

    def plain(value: object) -> object:
        if isinstance(value, dict) and "bdata" in value:
            return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        return value

    return [{k: plain(v) for k, v in trace.items()} for trace in figure(app, key)["data"]]


def test_a_run_without_distilling_shows_the_cost_either_way(open_page: Open, train: Train) -> None:
    run = train(distil=False, e_layers=3)
    app = open_page("distilling", run=run.path.name)
    assert "trained with distilling switched off" in app.info[0].value
    assert list(app.dataframe[0].value["positions with distilling"]) == [24, 12, 6]
    assert {"With distilling", "Without", "Saved"} <= set(metrics(app))
    assert [t["name"] for t in figure(app, "multiply_adds")["data"]]


def test_one_layer_has_nothing_to_distil(open_page: Open, train: Train) -> None:
    app = open_page("distilling", run=train(e_layers=1).path.name)
    assert "has one layer" in app.info[0].value
    assert not app.error


def test_replicas_are_chosen_in_the_address(open_page: Open, train: Train) -> None:
    run = train(e_layers=(3, 2, 1))
    app = open_page("distilling", run=run.path.name, replica="1")
    assert list(app.dataframe[0].value["positions"]) == [12, 6]
    assert app.button_group(key="replica").value == 1
    bars = figure(app, "replica_strips")["data"]
    assert bars[0]["text"] == ["24 → 12 → 6", "12 → 6", "6"]
    app.button_group(key="replica").set_value(2)
    shown(app)
    assert app.query_params["replica"] == "2"
    assert "has 1 layer" in app.info[0].value


@pytest.mark.parametrize("block", [1, 3])
def test_a_click_on_any_map_focuses_its_position(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Also where a drawn column is the mean of several positions."""
    monkeypatch.setattr("informer.figures.distilling.MAX_COLUMNS", -(-24 // block))
    heard: dict[str, Callable[[_plot.Click], None]] = {}
    original = _plot.show

    def listen(figure: str, key: str, **rest: object) -> None:
        if rest.get("on_click"):
            heard[key] = rest["on_click"]
        original(figure, key, **rest)

    moved: list[dict[str, object]] = []
    monkeypatch.setattr(_plot, "show", listen)
    open_page("distilling", run=done.path.name)
    monkeypatch.setattr("pages._state.move", lambda **to: moved.append(to))
    for trace, index in (("Into distilling 1", [3, 7]), ("Out of distilling 1", [0, 2])):
        heard["distilling_maps"](_plot.Click(trace, None, None, index, None))
    heard["distilling_maps"](_plot.Click("", None, None, None, None))
    blocks = (block, -(-12 // -(-24 // block)))
    assert moved == [
        {"level": 0, "position": 7 * blocks[0]},
        {"level": 1, "position": 2 * blocks[1]},
    ]
