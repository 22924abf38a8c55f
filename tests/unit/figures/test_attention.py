import dataclasses
import itertools

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.figures.attention_focus import focus_panel
from informer.figures.attention_map import attention_map
from informer.figures.attention_window import window_panel
from informer.figures.measure_order import sorted_measure
from informer.figures.measure_strip import measure_strip
from informer.figures.style import Style
from informer.inspection.focus import focus_query
from informer.inspection.maps import exact_map, model_map
from informer.inspection.results import AttentionInspection, Inspection
from tests.unit.inspection import made_up

STYLE = Style()


@pytest.fixture
def inspection() -> Inspection:
    return made_up.inspection()


def points(figure: go.Figure, axis: str) -> dict[int, float]:
    """Value of every clickable point on one axis, by the query its customdata names."""
    found: dict[int, float] = {}
    for trace in figure.data:
        if trace.mode == "markers" and trace.yaxis == axis and trace.customdata is not None:
            found |= dict(zip(trace.customdata, trace.y, strict=True))
    return found


def named(figure: go.Figure, start: str, axis: str | None = None) -> go.Scatter:
    traces = [t for t in figure.data if t.name and t.name.startswith(start)]
    return next(t for t in traces if axis is None or t.yaxis == axis)


def test_every_query_is_a_clickable_point_at_its_measures(inspection: Inspection) -> None:
    figure = window_panel(inspection, "encoder.0", 1, STYLE)
    layer = inspection.attention[0]
    assert points(figure, "y2") == dict(enumerate(layer.kl[1]))
    assert points(figure, "y3") == dict(enumerate(layer.measure_sampled[1]))


def test_selected_points_and_ticks_are_the_selected_queries(inspection: Inspection) -> None:
    figure = window_panel(inspection, "encoder.0", 0, STYLE)
    layer = inspection.attention[0]
    for axis in ("y2", "y3"):
        chosen = named(figure, "selected", axis)
        assert list(chosen.customdata) == list(layer.selected[0])
        assert chosen.marker.color == STYLE.colour.selected
    ticks = named(figure, "selected query")
    assert list(ticks.customdata) == list(layer.selected[0])
    assert list(ticks.x) == list(layer.time[layer.selected[0]])


@pytest.mark.parametrize("name", ["encoder.0", "decoder.0"])
def test_on_or_above_the_lines_are_the_tops(inspection: Inspection, name: str) -> None:
    layer = inspection.layer(name)
    figure = window_panel(inspection, name, 0, STYLE)
    exact = named(figure, "top", "y2")
    best = np.sort(np.argsort(-layer.measure_exact[0])[: layer.n_selected])
    above = np.flatnonzero(layer.kl[0] >= exact.y - 1e-6)
    np.testing.assert_array_equal(above, best)
    sampled = named(figure, "top", "y3")
    above = np.flatnonzero(layer.measure_sampled[0] >= sampled.y)
    np.testing.assert_array_equal(above, layer.selected[0])


def test_the_series_is_the_observed_target(inspection: Inspection) -> None:
    two = made_up.inspection(columns=("load", "price"))
    figure = window_panel(two, "encoder.0", 0, STYLE, target="price")
    np.testing.assert_array_equal(figure.data[_index(figure, "observed")].y, two.observed[:, 1])
    with pytest.raises(ValueError, match="not in tuple"):
        window_panel(two, "encoder.0", 0, STYLE, target="none")


def _index(figure: go.Figure, name: str) -> int:
    return next(i for i, trace in enumerate(figure.data) if trace.name == name)


def test_the_focus_is_ringed_at_its_own_measures(inspection: Inspection) -> None:
    layer = inspection.attention[0]
    figure = window_panel(inspection, "encoder.0", 0, STYLE, focus=9)
    for axis, measure in (("y2", layer.kl), ("y3", layer.measure_sampled)):
        ring = named(figure, "focused", axis)
        assert list(ring.y) == [measure[0, 9]]
        assert list(ring.x) == [layer.time[9]]


def test_full_attention_has_neither_sample_nor_selection(inspection: Inspection) -> None:
    full = made_up.attention(24, 1, full=True, time=inspection.time)
    figure = window_panel(
        dataclasses.replace(inspection, attention=(full,)), "encoder.0", 0, STYLE, focus=1
    )
    assert {trace.yaxis for trace in figure.data} == {None, "y2"}
    assert not any("top" in trace.name or "lazy" in trace.name for trace in figure.data)


def test_the_public_codes_measure_is_not_drawn_with_the_exact_one(inspection: Inspection) -> None:
    layer = dataclasses.replace(inspection.attention[0], reference_measure=True)
    figure = window_panel(
        dataclasses.replace(inspection, attention=(layer,)), "encoder.0", 0, STYLE
    )
    assert not any(trace.name == "exact max-mean" for trace in figure.data)
    assert any("public code" in note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("causal", [False, True])
def test_the_focus_panel_shows_scores_softmax_and_sample(causal: bool) -> None:
    layer = made_up.attention(24, 1, causal=causal)
    focused = focus_query(layer, 0, 13)
    figure = focus_panel(focused, STYLE)
    np.testing.assert_array_equal(named(figure, "key").y, focused.scores)
    lit = named(figure, "sampled key: ")
    assert list(lit.customdata) == list(focused.sampled)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    weights = {k: w for bar in bars for k, w in zip(bar.customdata, bar.y, strict=True)}
    assert weights == dict(enumerate(focused.weights))
    assert list(named(figure, "uniform").y) == [1 / len(focused.scores)] * 2
    assert list(named(figure, "largest").y) == [focused.scores.max()] * 2


def shades(figure: go.Figure) -> list[go.Scatter]:
    scatters = [trace for trace in figure.data if trace.type == "scatter"]
    return [trace for trace in scatters if trace.fillpattern.shape == "/"]


def hatched(figure: go.Figure, layer: AttentionInspection) -> list[int]:
    """Queries whose time lies inside a hatched rectangle."""
    (shade,) = shades(figure)
    corners = [moment for moment in shade.y if moment is not None]
    found = []
    for at in range(0, len(corners), 5):
        box = [pd.Timestamp(moment) for moment in corners[at : at + 5]]
        found += [i for i, t in enumerate(layer.time) if min(box) < t < max(box)]
    return found


@pytest.mark.parametrize("name", ["encoder.0", "encoder.1", "decoder.0"])
def test_exactly_the_lazy_rows_are_hatched_and_hold_no_number(
    inspection: Inspection, name: str
) -> None:
    layer = inspection.layer(name)
    figure = attention_map(model_map(layer, 0), STYLE)
    lazy = np.setdiff1d(np.arange(layer.length), layer.selected[0])
    assert hatched(figure, layer) == list(lazy)
    assert np.isnan(figure.data[0].z[lazy]).all()
    assert (figure.data[0].zmin, figure.data[0].zmax) == (0, layer.weights[0].max())
    shown = np.nan_to_num(figure.data[0].z[layer.selected[0]])
    np.testing.assert_array_equal(shown, layer.weights[0])


def test_nothing_is_hatched_in_the_exact_map(inspection: Inspection) -> None:
    layer = inspection.attention[0]
    figure = attention_map(exact_map(layer, 0), STYLE, focus=4)
    assert shades(figure) == []
    pointer = named(figure, "focused")
    assert {pd.Timestamp(moment) for moment in pointer.y} == {layer.time[4]}


def test_sorted_bars_fall_and_keep_their_queries(inspection: Inspection) -> None:
    layer = inspection.attention[0]
    figure = sorted_measure(layer, 0, STYLE, focus=3)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    placed = sorted(
        (rank, kl, query)
        for bar in bars
        for rank, kl, query in zip(bar.x, bar.y, bar.customdata, strict=True)
    )
    assert [rank for rank, _, _ in placed] == list(range(1, 25))
    assert all(a >= b for (_, a, _), (_, b, _) in itertools.pairwise(placed))
    assert all(layer.kl[0, query] == kl for _, kl, query in placed)


def test_the_strip_colours_the_selected(inspection: Inspection) -> None:
    layer = inspection.attention[0]
    figure = measure_strip(layer, 1, STYLE)
    chosen = next(t for t in figure.data if t.marker.color == STYLE.colour.selected)
    assert list(chosen.customdata) == list(layer.selected[1])
    np.testing.assert_array_equal(chosen.y, layer.kl[1, layer.selected[1]])
