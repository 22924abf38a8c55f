"""The figures of the decoder: what they draw is what was inspected."""

import itertools
import json
from collections.abc import Iterator

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.figures.decoder_causal import causal_panel, lazy_figure
from informer.figures.decoder_cross import cross_focus
from informer.figures.decoder_cross_map import cross_map, row_edges
from informer.figures.decoder_mix import held, mix_figure
from informer.figures.decoder_race import chunk_forecast, race_by_step, race_figure
from informer.figures.decoder_strip import decoder_strip
from informer.figures.style import Style
from informer.inspection.calendar_fields import calendar_fields
from informer.inspection.crossing import cross_maps, cross_weights, looks_most
from informer.inspection.decoder_results import (
    Chunked,
    CrossAttention,
    DecodeRace,
    Decoding,
    Memory,
)
from informer.inspection.lazy_rows import lazy_rows
from informer.inspection.mixing import mixed_rows
from informer.inspection.results import Inspection
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.figures.test_style import HOSTILE, flat, strings
from tests.unit.inspection import made_up

STYLE = Style()


def decoding(
    *,
    label: int = 6,
    replicas: int = 1,
    known: int = 1,
    covariates: int = 1,
    drafted: bool = False,
    actual: bool = True,
    name: str = "load",
) -> Decoding:
    """24 steps of context, a start token, 8 placeholders."""
    rng = np.random.default_rng(0)
    context = pd.date_range("2024-01-01", periods=24, freq="h")
    time = pd.date_range(
        context[24 - label] if label else "2024-01-02", periods=label + 8, freq="h"
    )
    spans = [np.stack([np.arange(0, 24, 2), np.arange(1, 24, 2)], 1)]
    if replicas == 2:
        spans.append(np.stack([np.arange(12, 24)] * 2, 1))
    memory = Memory(
        np.concatenate(spans), np.concatenate([np.full(len(s), i) for i, s in enumerate(spans)])
    )
    channels = known + covariates + 1
    values = rng.normal(size=(label + 8, channels))
    values[:, :known] = np.arange(label + 8)[:, None] > label
    return Decoding(
        inside=Inspection(
            window=5,
            sampling_seed=0,
            time=context,
            observed=rng.normal(size=(24, 1)),
            columns=(name,),
            attention=(
                made_up.attention(label + 8, name="decoder.0", causal=True, time=time, seed=2),
            ),
            distilling=(),
        ),
        time=time,
        label_len=label,
        channels=(*[f"k{name}"] * known, *[f"c{name}"] * covariates, name),
        n_known_future=known,
        read=values.astype(np.float32),
        values=values,
        marks=np.zeros((label + 8, 4), dtype=np.float32),
        forecast=rng.normal(size=(8, 1)),
        actual=rng.normal(size=(8, 1)) if actual else None,
        drafted=drafted,
        normalised=True,
        cross=(
            CrossAttention(
                "decoder.0",
                rng.normal(size=(2, 8, 4)).astype(np.float32) * 2,
                rng.normal(size=(2, len(memory.span), 4)).astype(np.float32),
            ),
        ),
        memory=memory,
    )


def race() -> DecodeRace:
    """Three sizes of chunk on five windows."""
    rng = np.random.default_rng(1)
    entries = tuple(
        Chunked(
            chunk, 10 // chunk, 0.1 / chunk, (0.09 / chunk, 0.12 / chunk), rng.random((5, 10, 1))
        )
        for chunk in (10, 5, 1)
    )
    return DecodeRace(0, entries, rng.random((5, 10, 1)), np.arange(5), repeats=3, threads=1)


def strip(seen: Decoding) -> go.Figure:
    return decoder_strip(seen, calendar_fields(seen.time, "h"), STYLE)


def every_figure(style: Style, name: str = "load") -> Iterator[go.Figure]:
    for replicas in (1, 2):
        seen = decoding(name=name, replicas=replicas)
        yield decoder_strip(seen, calendar_fields(seen.time, "h"), style)
        (look,) = looks_most(cross_weights(seen.cross[0], None, slice(2, 3)), seen.memory)
        row = cross_maps(seen, 0, None, steps=slice(2, 3))
        yield cross_focus(seen, row, 2, look, style)
        yield cross_map(seen, cross_maps(seen, 0, None), style)
    yield causal_panel(seen, 0, 1, style, target=name)
    layer = seen.inside.attention[0]
    yield lazy_figure(layer, 0, lazy_rows(layer, 0), 6, style)
    yield mix_figure(mixed_rows(14, 2, 4), style)
    yield race_figure(race(), style, unit=name)
    yield race_by_step(race(), style, unit=name, focus=5)
    said = made_up_forecast((name,))
    yield chunk_forecast(said, said.values + 1, 5, style, target=name, history=12, title=name)


def named(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def test_they_share_the_layout_and_never_hold_markup() -> None:
    for light, dark in zip(
        every_figure(Style("light"), HOSTILE), every_figure(Style("dark"), HOSTILE), strict=True
    ):
        assert light.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert light.layout.uirevision
        assert len(light.data) == len(dark.data)
        for one, mine, other in ((light, "light", "dark"), (dark, "dark", "light")):
            foreign = set(flat(Style(other).colour)) - set(flat(Style(mine).colour))
            assert not foreign & set(strings(json.loads(one.to_json())))
        for text in strings(json.loads(light.to_json())):
            assert "<a" not in text
            assert "<img" not in text


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


def test_cells_of_mix_tell_later_from_earlier() -> None:
    rows = mixed_rows(4, 2, 3)  # row 0 holds 0 and 1, row 1 holds 2 and 3, and so again
    picture = held(rows.time, 4)
    assert picture.tolist() == [[1, 2, 0, 0], [0, 0, 2, 2], [1, 1, 0, 0], [0, 0, 1, 1]]
    assert held(rows.time, 4, 2).tolist() == [[2, 2], [1, 1]]
    left, right = mix_figure(rows, STYLE).data[:2]
    np.testing.assert_array_equal(left.z, np.eye(4))
    np.testing.assert_array_equal(right.z, picture)


def test_the_race_is_drawn_in_milliseconds_and_units() -> None:
    found = race()
    (points,) = race_figure(found, STYLE, unit="load").data
    np.testing.assert_allclose(points.x, [10, 20, 100])
    np.testing.assert_allclose(points.error_x.array, [2, 4, 20])
    np.testing.assert_allclose(points.error_x.arrayminus, [1, 2, 10])
    np.testing.assert_allclose(points.y, [entry.errors.mean() for entry in found.entries])
    assert list(points.customdata) == [10, 5, 1]
    steps = race_by_step(found, STYLE, unit="load", focus=5)
    for entry, name in zip(
        found.entries, ("one-shot", "5 steps a pass", "step by step"), strict=True
    ):
        np.testing.assert_allclose(named(steps, name).y, entry.errors.mean((0, 2)))
    colours = [named(steps, name).line.color for name in ("one-shot", "5 steps a pass")]
    assert colours == [STYLE.colour.forecast, STYLE.colour.scenarios[0]]
    assert named(steps, "step by step").line.color == STYLE.colour.lazy


def test_a_chunked_forecast_stands_over_the_one_shot_one() -> None:
    said = made_up_forecast()
    common = {"target": "load", "history": 12, "title": "load"}
    figure = chunk_forecast(said, said.values + 1, 4, STYLE, **common)
    np.testing.assert_array_equal(named(figure, "one-shot").y, said.values[:, 0])
    chunked = named(figure, "4 steps a pass")
    np.testing.assert_array_equal(chunked.y, said.values[:, 0] + 1)
    begins = [at for at, size in enumerate(chunked.marker.size) if size]
    assert begins == [0, 4, 8]
    alone = chunk_forecast(said, said.values, 10, STYLE, **common)
    assert len(alone.data) == len(figure.data) - 1


def test_rows_do_not_overlap() -> None:
    figure = strip(decoding())
    domains = [figure.layout[f"yaxis{n}"].domain for n in ("", 2, 3, 4)]
    assert all(above[0] > below[1] for above, below in itertools.pairwise(domains))
