"""The figures of the decoder: what they draw is what was inspected."""

import itertools

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.figures.decoder_causal import causal_panel, lazy_figure
from informer.figures.decoder_cross import cross_focus
from informer.figures.decoder_cross_map import cross_map, row_edges
from informer.figures.decoder_strip import decoder_strip
from informer.figures.style import Style
from informer.inspection.calendar_fields import calendar_fields
from informer.inspection.crossing import cross_maps, cross_weights, looks_most
from informer.inspection.decoder_results import (
    Decoding,
)
from informer.inspection.lazy_rows import lazy_rows
from tests.unit.figures.decoder_made_up import decoding

STYLE = Style()


def strip(seen: Decoding) -> go.Figure:
    return decoder_strip(seen, calendar_fields(seen.time, "h"), STYLE)


def named(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def test_what_goes_in_and_what_comes_out() -> None:
    seen = decoding()
    figure = strip(seen)
    observed, zero = named(figure, "observed"), named(figure, "zero")
    np.testing.assert_array_equal(observed.y, seen.values[:6, -1])
    np.testing.assert_array_equal(zero.y, seen.values[6:, -1])
    assert list(zero.x) == list(seen.horizon)
    np.testing.assert_array_equal(named(figure, "forecast").y, seen.forecast[:, 0])
    np.testing.assert_array_equal(named(figure, "observed afterwards").y, seen.actual[:, 0])
    hatched = named(figure, "not known")
    inside = [min(hatched.x) < moment < max(hatched.x) for moment in seen.time.to_numpy()]
    assert inside == [False] * 6 + [True] * 8


def test_known_future_is_filled_in_and_a_covariate_is_not() -> None:
    figure = strip(decoding())
    known, covariate = named(figure, "kload"), named(figure, "cload")
    assert list(known.z[0]) == [0.0] * 7 + [1.0] * 7
    assert np.isnan(covariate.z[0]).tolist() == [False] * 6 + [True] * 8
    assert named(figure, "placeholder").fillpattern.shape == "/"


def test_the_calendar_is_that_of_each_step() -> None:
    seen = decoding()
    figure = strip(seen)
    assert list(named(figure, "hour").z[0]) == list(seen.time.hour)
    assert list(named(figure, "weekday").z[0]) == list(seen.time.day_of_week)
    assert "Tue" in [note.text for note in figure.layout.annotations]


def test_without_token_other_columns_or_future() -> None:
    figure = strip(decoding(label=0, known=0, covariates=0, actual=False, drafted=True))
    names = [trace.name for trace in figure.data]
    assert "observed" not in names
    assert "observed afterwards" not in names
    assert "linear draft" in names
    empty = strip(decoding(label=0, known=0))  # a covariate of which nothing at all is known
    assert np.isnan(named(empty, "cload").z).all()


@pytest.mark.parametrize("replicas", [1, 2])
def test_bars_are_the_weights_at_the_time_of_their_positions(replicas: int) -> None:
    seen = decoding(replicas=replicas)
    weights = cross_weights(seen.cross[0], 1)
    looks = looks_most(weights, seen.memory)
    figure = cross_focus(seen, cross_maps(seen, 0, 1, steps=slice(3, 4)), 3, looks[3], STYLE)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert len(bars) == replicas
    np.testing.assert_allclose(np.concatenate([bar.y for bar in bars]), 100 * weights[3], rtol=1e-5)
    hour = 3_600_000
    assert list(bars[0].width) == [2 * hour] * 12
    # the middle of two hours, 00:00 and 01:00
    assert pd.Timestamp(bars[0].x[0]) == pd.Timestamp("2024-01-01 00:30")
    (shade,) = [s for s in figure.layout.shapes if s.fillcolor == STYLE.colour.interval]
    first, last = (seen.inside.time[at] for at in (looks[3].first, looks[3].last))
    assert pd.Timestamp(shade.x0) < first <= last < pd.Timestamp(shade.x1)
    assert list(named(figure, "forecast").customdata) == list(range(8))
    assert list(named(figure, "focused step").x) == [seen.horizon[3]]


def test_the_map_holds_all_steps_on_the_time_of_the_history() -> None:
    seen = decoding(replicas=2)
    maps = cross_maps(seen, 0, None)
    figure = cross_map(seen, maps, STYLE)
    for trace, one in zip(figure.data, maps, strict=True):
        np.testing.assert_allclose(trace.z, 100 * one.weights, rtol=1e-5)
        assert len(trace.x) == len(one.weights[0]) + 1
        assert len(trace.y) == 9
    assert figure.data[1].x[0] == np.datetime64("2024-01-01T11:30")
    assert figure.data[0].zmax == figure.data[1].zmax


def test_rows_of_blocks_end_with_the_horizon() -> None:
    horizon = pd.date_range("2024-01-02", periods=5, freq="h")
    assert len(row_edges(horizon, 1)) == 6
    assert [str(e)[11:16] for e in row_edges(horizon, 2)] == ["23:30", "01:30", "03:30", "04:30"]


def test_the_causal_panel_is_about_the_rows_of_the_decoder() -> None:
    for label, first in ((6, "2024-01-01 17:30"), (0, "2024-01-01 15:30")):
        figure = causal_panel(decoding(label=label), 0, 0, STYLE, target="load")
        assert pd.Timestamp(figure.layout.xaxis.range[0]) == pd.Timestamp(first)
        assert pd.Timestamp(figure.layout.xaxis.range[1]) == pd.Timestamp("2024-01-02 07:30")


def test_lazy_rows_are_drawn_as_they_are() -> None:
    layer = decoding().inside.attention[0]
    rows = lazy_rows(layer, 1)
    figure = lazy_figure(layer, 1, rows, 6, STYLE)
    np.testing.assert_array_equal(named(figure, "visible keys").y, np.arange(1, 15))
    by_row = {(trace.name, trace.yaxis): trace.y for trace in figure.data}
    np.testing.assert_array_equal(by_row["cumulative sum (the public code)", "y2"], rows.summed)
    for axis in ("y2", "y3"):
        np.testing.assert_array_equal(by_row["cumulative mean", axis], rows.mean)
        np.testing.assert_array_equal(by_row["full attention, exact", axis], rows.full)
    assert ("cumulative sum (the public code)", "y3") not in by_row


def test_rows_do_not_overlap() -> None:
    figure = strip(decoding())
    domains = [figure.layout[f"yaxis{n}"].domain for n in ("", 2, 3, 4)]
    assert all(above[0] > below[1] for above, below in itertools.pairwise(domains))
