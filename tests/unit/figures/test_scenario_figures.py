"""Scenarios as drawn: what they make of the past, of the selection, and of the forecast."""

import numpy as np
import pandas as pd

from informer.figures.scenario_past import scenario_past, spans_of
from informer.figures.scenarios import Line, scenario_forecasts, scenario_stroke
from informer.figures.style import Style
from informer.inspection.selection_change import SelectionChange

STYLE = Style()
PAST = pd.date_range("2024-01-01", periods=12, freq="h")
AHEAD = pd.date_range("2024-01-01T12:00", periods=4, freq="h")
OBSERVED = np.arange(12.0)
FORECAST = np.array([10.0, 20.0, 30.0, 40.0])


def line(name: str, number: int, by: float = 5.0, steps: int = 4, *, edited: bool = True) -> Line:
    time = pd.date_range(AHEAD[0], periods=steps, freq="h")
    baseline = np.resize(FORECAST, steps)
    return Line(name, baseline + by, baseline, time, number, edited)


def test_the_past_is_drawn_where_it_leaves_what_was_observed() -> None:
    read = OBSERVED.copy()
    read[4:6] += 3
    figure = scenario_past(PAST, OBSERVED, read, STYLE, column="load", number=1)
    observed, scenario = figure.data
    np.testing.assert_array_equal(observed.y, OBSERVED)
    assert np.flatnonzero(np.isfinite(scenario.y)).tolist() == [3, 4, 5, 6]
    np.testing.assert_array_equal(scenario.y[3:7], read[3:7])
    assert scenario.meta == "pen"
    assert len(scenario.x) == len(PAST)  # a pen goes over every step
    assert scenario.line.color == STYLE.colour.scenarios[1]
    (band,) = figure.layout.shapes
    assert pd.Timestamp(band.x0) < PAST[4] < PAST[5] < pd.Timestamp(band.x1) <= PAST[6]


def test_a_past_that_is_as_it_was_has_no_line_of_its_own() -> None:
    figure = scenario_past(PAST, OBSERVED, OBSERVED, STYLE, column="load", number=0)
    scenario = figure.data[1]
    assert not np.isfinite(scenario.y).any()
    assert scenario.showlegend is False
    assert not figure.layout.shapes


def test_changes_at_both_ends_have_bands_of_their_own() -> None:
    changed = np.zeros(12, bool)
    changed[[0, 11]] = True
    assert spans_of(changed) == [(0, 0), (11, 11)]
    figure = scenario_past(PAST, OBSERVED, OBSERVED + changed, STYLE, column="load", number=0)
    assert len(figure.layout.shapes) == 2
    assert np.flatnonzero(np.isfinite(figure.data[1].y)).tolist() == [0, 1, 10, 11]


def test_queries_that_come_and_go_stand_in_their_rows() -> None:
    selection = SelectionChange(
        name="encoder.0",
        before=np.array([[1, 4, 7]]),
        after=np.array([[1, 7, 9]]),
        time=PAST,
    )
    figure = scenario_past(
        PAST, OBSERVED, OBSERVED, STYLE, column="load", number=0, selection=selection, whose="head 1"
    )
    drawn = {trace.name: trace for trace in figure.data[2:]}
    kept, lost, new = (drawn[f"query {n}"] for n in ("selected in both", "no longer", "new"))
    assert list(pd.DatetimeIndex(kept.x)) == [PAST[1], PAST[7]] * 2
    assert (list(lost.x), list(lost.y)) == ([PAST[4]], ["as it is"])
    assert (list(new.x), list(new.y)) == ([PAST[9]], ["scenario"])


def test_one_scenario_has_bars_of_its_difference_and_several_have_lines() -> None:
    alone = scenario_forecasts(AHEAD, FORECAST, [line("a", 0, -2.0)], STYLE, column="load")
    bars = [trace for trace in alone.data if trace.type == "bar"]
    np.testing.assert_allclose(bars[0].y, [-2] * 4)
    both = [line("a", 0, -2.0), line("b", 1, 3.0, steps=8, edited=False)]
    figure = scenario_forecasts(AHEAD, FORECAST, both, STYLE, column="load")
    below = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert [trace.type for trace in below] == ["scatter", "scatter"]
    np.testing.assert_allclose(below[1].y, [3] * 8)
    names = [trace.name for trace in figure.data if trace.yaxis != "y2"]
    assert names == ["forecast, as it is", "a", "b"]
    drawn = {trace.name: trace.line for trace in figure.data if trace.yaxis != "y2"}
    assert drawn["a"].width > drawn["b"].width
    assert pd.Timestamp(figure.layout.xaxis.range[1]) >= both[1].time[-1]  # the longest is seen


def test_without_a_scenario_there_is_no_row_of_differences() -> None:
    figure = scenario_forecasts(AHEAD, FORECAST, [], STYLE, column="load", actual=FORECAST + 1)
    assert [trace.name for trace in figure.data] == ["observed afterwards", "forecast, as it is"]
    assert tuple(figure.layout.yaxis.domain) == (0, 1)


def test_names_are_text_and_colours_begin_again_with_another_dash() -> None:
    figure = scenario_forecasts(
        AHEAD, FORECAST, [line("<b>x</b>", 4)], STYLE, column="<i>load</i>"
    )
    assert not any("<b>" in str(trace.name) for trace in figure.data)
    assert not any("<i>" in note.text for note in figure.layout.annotations)
    first, again = scenario_stroke(0, STYLE), scenario_stroke(4, STYLE)
    assert first["color"] == again["color"]
    assert first["dash"] != again["dash"]


def test_a_forecast_of_one_step_is_a_point() -> None:
    one = Line("a", FORECAST[:1] + 1, FORECAST[:1], AHEAD[:1], 0)
    figure = scenario_forecasts(AHEAD[:1], FORECAST[:1], [one], STYLE, column="load")
    assert {trace.mode for trace in figure.data if trace.type == "scatter"} == {"markers"}
