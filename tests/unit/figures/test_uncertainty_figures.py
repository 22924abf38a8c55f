"""Intervals, their coverage, and the spread over seeds, as drawn."""

from dataclasses import replace

import numpy as np
import pandas as pd

from informer.figures.coverage import coverage_figure
from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.figures.uncertainty import uncertainty_figure
from informer.forecasting.results import Forecast, Intervals
from tests.unit.figures.test_others import made_up_forecast

STYLE = Style()


def with_bounds(half: tuple[float, ...] = (1.0, 2.0, 3.0)) -> Forecast:
    result = made_up_forecast(("load", "price"), actual=False)
    size = np.array(half)[:, None, None]
    bounds = Intervals((0.5, 0.8, 0.95), result.values - size, result.values + size, 40)
    return replace(result, intervals=bounds)


def test_bounds_are_drawn_from_the_lowest_to_the_highest() -> None:
    result = with_bounds()
    figure = forecast_figure(result, STYLE, target="price")
    bands = [trace for trace in figure.data if "interval" in trace.name]
    offsets = [float(np.mean(trace.y - result.values[:, 1])) for trace in bands]
    np.testing.assert_allclose(offsets, [-3, -2, -1, 1, 2, 3])
    assert [trace.fill for trace in bands] == ["none", *["tonexty"] * 5]
    inner, middle, outer = STYLE.colour.nested
    assert [trace.fillcolor for trace in bands[1:]] == [outer, middle, inner, middle, outer]
    shown = {trace.name: trace.fillcolor for trace in bands if trace.showlegend}
    assert shown == {"50 % interval": inner, "80 % interval": middle, "95 % interval": outer}


def test_a_single_step_has_bars_and_dots_that_can_be_seen() -> None:
    whole = with_bounds()
    bounds = whole.intervals
    assert bounds is not None
    result = replace(
        whole,
        time=whole.time[:1],
        values=whole.values[:1],
        intervals=replace(bounds, lower=bounds.lower[:, :1], upper=bounds.upper[:, :1]),
    )
    figure = forecast_figure(result, STYLE, baseline=np.array([5.0]))
    bars = [trace for trace in figure.data if "interval" in trace.name]
    assert [trace.y[1] - trace.y[0] for trace in bars] == [6, 4, 2]  # the widest behind
    assert all(trace.line.width > 5 for trace in bars)
    dots = [t for t in figure.data if t.name in ("forecast", "seasonal naive")]
    assert [trace.mode for trace in dots] == ["lines+markers"] * 2


def test_the_hover_says_the_bounds() -> None:
    result = with_bounds()
    (line,) = [t for t in forecast_figure(result, STYLE).data if t.name == "forecast"]
    np.testing.assert_allclose(line.customdata[0] - result.values[0, 0], [-1, 1, -2, 2, -3, 3])
    assert "95 %: %{customdata[4]" in line.hovertemplate


def test_a_level_without_bounds_is_left_out() -> None:
    figure = forecast_figure(with_bounds((1.0, 2.0, np.inf)), STYLE)
    assert not [trace for trace in figure.data if trace.name.startswith("95")]
    assert len([trace for trace in figure.data if "interval" in trace.name]) == 4


def test_each_pass_is_marked_where_it_begins() -> None:
    result = made_up_forecast(actual=False)
    figure = forecast_figure(result, STYLE, pass_steps=4)
    lines = [pd.Timestamp(shape.x0) for shape in figure.layout.shapes]
    assert set(lines) >= {result.time[4], result.time[8]}
    assert len(lines) == 3  # and the end of the context


def test_coverage_stands_beside_its_promise() -> None:
    measured = np.array([[0.4, 0.5], [0.8, 0.9]])
    figure = coverage_figure((0.5, 0.8), measured, STYLE, frozen=measured - 0.1, step="1 hour")
    drawn = {(t.name, round(float(t.y[0]))) for t in figure.data}
    assert drawn == {
        ("measured", 40), ("measured", 80),
        ("measured, if never renewed", 30), ("measured, if never renewed", 70),
    }  # fmt: skip
    promises = {s.y0 for s in figure.layout.shapes if s.type == "line"}
    assert promises == {50, 80}
    low, high = figure.layout.yaxis.range
    assert low < 30
    assert high > 90


def test_sizes_share_one_scale_and_a_missing_one_is_left_out() -> None:
    time = pd.date_range("2024-01-01", periods=3, freq="h")
    both = uncertainty_figure(
        time, np.array([9.0, 10, 11]), np.ones(3), STYLE, column="load", level=0.8, n_seeds=20
    )
    assert [trace.name for trace in both.data] == ["80 % interval", "80 % of 20 seeds"]
    assert {trace.yaxis for trace in both.data} <= {None, "y"}
    alone = uncertainty_figure(time, None, np.ones(3), STYLE, column="a", level=0.8, n_seeds=20)
    assert [trace.name for trace in alone.data] == ["80 % of 20 seeds"]
    assert alone.data[0].fill == "none"
