"""Blocks stand at their times, with their own numbers; where there is no key there is no bar."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.figures.compared import compared_forecasts
from informer.figures.occlusion import occlusion_figure
from informer.figures.style import Style
from informer.inspection.attention_mass import head_mass
from informer.inspection.masking import Occlusion, block_spans
from informer.inspection.results import Inspection
from tests.unit.inspection import made_up

STYLE = Style()


def made_up_occlusion(seen: Inspection, block: int = 5) -> Occlusion:
    rng = np.random.default_rng(0)
    spans = block_spans(len(seen.time), block)
    forecast = rng.normal(size=(6, len(seen.columns)))
    return Occlusion(
        window=seen.window,
        sampling_seed=3,
        fill="interpolate",
        columns=seen.columns,
        time=seen.time,
        observed=seen.observed,
        spans=spans,
        filled=seen.observed + 1,
        horizon=pd.date_range(seen.time[-1], periods=7, freq="h")[1:],
        forecast=forecast,
        masked=forecast + rng.normal(size=(len(spans), 6, len(seen.columns))),
    )


def drawn(layer: str, target: int = 0) -> tuple[Occlusion, go.Figure, Inspection]:
    seen = made_up.inspection(columns=("load", "price"))
    found = made_up_occlusion(seen)
    mass = head_mass(seen, seen.layer(layer), 0).on_blocks(found.spans)
    return found, occlusion_figure(found, mass, STYLE, whose="it", target=target), seen


def trace(figure: go.Figure, start: str) -> go.Scatter:
    return next(t for t in figure.data if t.name.startswith(start))


def test_each_block_is_a_bar_over_its_steps() -> None:
    found, figure, seen = drawn("encoder.0", target=1)
    bars = trace(figure, "change")
    np.testing.assert_allclose(bars.y, found.change[:, 1])
    assert list(bars.customdata) == list(range(5))
    np.testing.assert_allclose(bars.width, [4 * 3.6e6, *[5 * 3.6e6] * 4])
    ends = pd.DatetimeIndex(bars.x) + pd.to_timedelta(np.asarray(bars.width) / 2, unit="ms")
    expected = seen.time[found.spans[:, 1]] + pd.Timedelta(minutes=30)
    assert list(ends) == list(expected)
    np.testing.assert_array_equal(trace(figure, "observed").y, seen.observed[:, 1])


def test_what_stands_in_is_drawn_block_by_block() -> None:
    found, figure, _ = drawn("encoder.0")
    line = trace(figure, "in its place")
    gaps = np.flatnonzero(np.isnan(line.y))
    assert len(gaps) == len(found.spans) - 1
    np.testing.assert_allclose(np.delete(line.y, gaps), found.filled[:, 0])
    assert list(gaps) == [4, 10, 16, 22]


def test_the_attention_on_a_block_is_said_to_be_exact_or_sampled() -> None:
    found, figure, seen = drawn("encoder.0")
    mass = head_mass(seen, seen.attention[0], 0).on_blocks(found.spans)
    np.testing.assert_allclose(trace(figure, "exact").y, mass.exact)
    np.testing.assert_allclose(trace(figure, "the model's own, sampled (seed 3)").y, mass.own)
    even = trace(figure, "its share if")
    np.testing.assert_allclose(even.y, np.repeat([4, 5, 5, 5, 5], 2) / 24)


def test_blocks_without_a_key_have_no_bar() -> None:
    _, figure, _ = drawn("decoder.0")  # its start token: the last 12 of 24 steps
    bars = trace(figure, "exact")
    assert list(bars.customdata) == [2, 3, 4]
    assert list(bars.x) == list(trace(figure, "change").x[2:])
    seen = made_up.inspection()
    found = made_up_occlusion(seen)
    none = head_mass(seen, seen.layer("decoder.0"), 0).on_blocks(found.spans[:1])
    figure = occlusion_figure(
        replace(found, spans=found.spans[:1], masked=found.masked[:1], filled=found.filled),
        none,
        STYLE,
        whose="it",
    )
    assert not any(t.yaxis == "y3" for t in figure.data)
    assert any("no key" in note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("steps", [1, 6])
def test_two_forecasts_and_their_difference(steps: int) -> None:
    time = pd.date_range("2024-01-01", periods=steps, freq="h")
    before, after = np.arange(steps) * 1.0, np.arange(steps) * 3.0 + 1
    figure = compared_forecasts(
        time, before, after, STYLE, column="load", changed_name="told", actual=before + 9
    )
    np.testing.assert_array_equal(trace(figure, "difference").y, after - before)
    np.testing.assert_array_equal(trace(figure, "forecast").y, before)
    np.testing.assert_array_equal(trace(figure, "told").y, after)
    np.testing.assert_array_equal(trace(figure, "observed").y, before + 9)
    assert (trace(figure, "told").mode == "markers") == (steps == 1)
