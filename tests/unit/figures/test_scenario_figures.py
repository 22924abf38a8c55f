"""Figures of scenarios: what is drawn where, and that a name is never markup."""

import numpy as np
import pandas as pd
import pytest

from informer.figures.scenario_past import scenario_past, spans_of
from informer.figures.scenarios import Line, scenario_forecasts, scenario_stroke
from informer.figures.style import Style
from informer.inspection.selection_change import SelectionChange

TIME = pd.date_range("2024-01-01", periods=8, freq="h")
AHEAD = pd.date_range("2024-01-01 08:00", periods=4, freq="h")
BASE = np.array([1.0, 2.0, 3.0, 4.0])
OBSERVED = np.arange(8.0)


def line(name: str, number: int, *, steps: int = 4) -> Line:
    time = pd.date_range(AHEAD[0], periods=steps, freq="h")
    base = np.arange(1.0, steps + 1)
    return Line(name, base + 10 * (number + 1), base, time, number)


def test_one_difference_is_bars_several_are_lines() -> None:
    one = scenario_forecasts(AHEAD, BASE, [line("a", 0)], Style(), column="load")
    (bars,) = [t for t in one.data if t.yaxis == "y2"]
    assert bars.type == "bar"
    np.testing.assert_array_equal(bars.y, [10, 10, 10, 10])
    two = [line("a", 0), line("b", 1, steps=6)]
    figure = scenario_forecasts(AHEAD, BASE, two, Style(), column="load")
    below = [t for t in figure.data if t.yaxis == "y2"]
    assert [t.type for t in below] == ["scatter", "scatter"]
    np.testing.assert_array_equal(below[1].y, [20] * 6)
    assert pd.Timestamp(figure.layout.xaxis.range[1]) > two[1].time[-1]


def test_without_a_scenario_there_is_no_empty_row() -> None:
    figure = scenario_forecasts(AHEAD, BASE, [], Style(), column="load")
    assert figure.layout.yaxis.domain == (0, 1)
    assert "Difference" not in [a.text for a in figure.layout.annotations]


def test_a_scenario_has_the_same_colour_in_both_rows_and_keeps_it() -> None:
    figure = scenario_forecasts(AHEAD, BASE, [line("b", 1)], Style(), column="load")
    stroke = scenario_stroke(1, Style())
    assert next(t for t in figure.data if t.name == "b").line.color == stroke["color"]
    assert next(t for t in figure.data if t.yaxis == "y2").marker.color == stroke["color"]
    strokes = [tuple(scenario_stroke(n, Style()).values()) for n in range(16)]
    assert len(set(strokes)) == 16


def test_the_changed_past_is_drawn_where_it_differs_and_shaded() -> None:
    read = OBSERVED.copy()
    read[3:5] += 100
    figure = scenario_past(TIME, OBSERVED, read, Style(), column="load", number=0)
    pen, drawn = figure.data
    assert pen.meta == "pen"
    np.testing.assert_array_equal(pen.y, OBSERVED)
    np.testing.assert_array_equal(np.isnan(drawn.y), [1, 1, 0, 0, 0, 0, 1, 1])
    (band,) = figure.layout.shapes
    assert pd.Timestamp(band.x0) == TIME[3] - pd.Timedelta("30min")
    assert pd.Timestamp(band.x1) == TIME[4] + pd.Timedelta("30min")


def test_an_unchanged_past_is_the_observed_alone() -> None:
    figure = scenario_past(TIME, OBSERVED, OBSERVED, Style(), column="load", number=0)
    assert [t.name for t in figure.data] == ["observed"]
    assert not figure.layout.shapes


def test_there_is_room_to_draw() -> None:
    flat = np.full(8, 5.0)
    for values in (OBSERVED, flat):
        figure = scenario_past(
            TIME, values, values, Style(), column="load", number=0, headroom=True
        )
        low, high = figure.layout.yaxis.range
        assert low < values.min()
        assert high > values.max()


def test_queries_that_come_and_go() -> None:
    change = SelectionChange(
        name="encoder.0",
        time=TIME,
        before=np.array([[0, 1, 2], [0, 1, 2]]),
        after=np.array([[0, 1, 2], [0, 5, 7]]),
    )
    figure = scenario_past(
        TIME, OBSERVED, OBSERVED, Style(), column="load", number=0, selection=change, head=1
    )
    rows = {t.name: (list(t.x), list(t.y)) for t in figure.data if t.yaxis == "y2"}
    assert rows["query new"] == ([TIME[5], TIME[7]], ["scenario"] * 2)
    assert rows["query no longer"] == ([TIME[1], TIME[2]], ["as it is"] * 2)
    assert rows["query selected in both"] == ([TIME[0]] * 2, ["as it is", "scenario"])


def test_what_was_observed_stands_before_and_afterwards() -> None:
    figure = scenario_forecasts(
        AHEAD, BASE, [line("a", 0)], Style(), column="load", actual=BASE + 1,
        history=(TIME, OBSERVED),
    )  # fmt: skip
    names = [t.name for t in figure.data if t.yaxis != "y2"]
    assert names == ["observed", "observed afterwards", "forecast, as it is", "a"]
    assert pd.Timestamp(figure.layout.xaxis.range[0]) <= TIME[0]


def test_a_forecast_of_one_step_is_a_point() -> None:
    one = Line("a", BASE[:1] + 1, BASE[:1], AHEAD[:1], 0)
    figure = scenario_forecasts(AHEAD[:1], BASE[:1], [one], Style(), column="load")
    assert {t.mode for t in figure.data if t.type == "scatter"} == {"markers"}


@pytest.mark.parametrize(
    ("changed", "spans"), [([], []), ([1], [(0, 0)]), ([1, 1, 0, 1], [(0, 1), (3, 3)])]
)
def test_spans(changed: list[int], spans: list[tuple[int, int]]) -> None:
    assert spans_of(np.array(changed, dtype=bool)) == spans


def test_names_are_never_markup() -> None:
    hostile = "<b>x</b> <a href='javascript:1'>y</a>"
    figures = [
        scenario_forecasts(AHEAD, BASE, [line(hostile, 0)], Style(), column=hostile),
        scenario_past(TIME, OBSERVED, OBSERVED + 1, Style(), column=hostile, number=0),
    ]
    for figure in figures:
        text = figure.to_plotly_json()
        assert "<b>" not in str(text)
        assert "<a" not in str(text)
