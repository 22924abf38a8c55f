"""A part of the attention map, and the attention mass over the sorted measure."""

import numpy as np
import pandas as pd
import pytest

from informer.figures.attention_map import attention_map
from informer.figures.measure_order import sorted_measure
from informer.figures.style import Style
from informer.inspection.map_part import MapPart
from informer.inspection.maps import exact_map, model_map
from informer.inspection.mass import attention_mass, share_of_mass
from tests.unit.inspection import made_up

STYLE = Style()


def ends(axis) -> list[pd.Timestamp]:
    return [pd.Timestamp(moment) for moment in axis.range]


def test_a_part_lies_at_its_own_times_on_both_axes() -> None:
    layer = made_up.attention(30, 1)
    picture = exact_map(layer, 0, MapPart(range(4, 10), range(12, 27)))
    figure = attention_map(picture, STYLE, whole=False)
    half = pd.Timedelta("30min")
    assert ends(figure.layout.xaxis) == [layer.time[12] - half, layer.time[26] + half]
    assert ends(figure.layout.yaxis) == [layer.time[9] + half, layer.time[4] - half]
    assert list(figure.data[0].x) == list(layer.time[12:27])
    assert list(figure.data[0].y) == list(layer.time[4:10])
    other = attention_map(exact_map(layer, 0), STYLE)
    assert other.layout.uirevision != figure.layout.uirevision
    assert pd.Timestamp(other.layout.xaxis.maxallowed) == layer.time[29] + half
    assert figure.layout.xaxis.maxallowed is None


def test_months_are_named_by_their_own_time() -> None:
    time = pd.date_range("2020-01-01", periods=24, freq="MS")
    figure = attention_map(exact_map(made_up.attention(24, 1, time=time), 0), STYLE)
    assert list(figure.data[0].x) == list(time)


def test_blocks_cover_all_their_steps() -> None:
    layer = made_up.attention(30, 1)
    figure = attention_map(exact_map(layer, 0, max_cells=8), STYLE)
    edges = pd.DatetimeIndex(figure.data[0].x)
    assert len(edges) == 9
    assert edges[1] == layer.time[4] - pd.Timedelta("30min")
    assert "4 × 4 steps" in figure.layout.annotations[0].text


@pytest.mark.parametrize("block", [1, 4])
def test_a_lazy_row_says_which_query_it_is_and_what_it_gets(block: int) -> None:
    layer = made_up.attention(30, 1, factor=1)
    picture = model_map(layer, 0, max_cells=-(-30 // block))
    figure = attention_map(picture, STYLE, lazy="gets the mean of V so far")
    (rows,) = [trace for trace in figure.data if trace.name == "not computed"]
    assert "gets the mean of V so far" in rows.hovertemplate
    assert np.isnan(rows.z[picture.computed]).all()
    assert not np.isnan(rows.z[~picture.computed]).any()
    at = int(np.flatnonzero(~picture.computed)[-1])
    last = min(at * block + block, 30) - 1
    wanted = f"query {at}" if block == 1 else f"queries {at * block} to {last}"
    assert rows.text[at] in ([wanted], (wanted,))


def test_nothing_computed_in_a_part_is_drawn_as_that() -> None:
    layer = made_up.attention(60, 1, factor=1)
    gap = np.flatnonzero(~layer.active(0))
    start = int(gap[np.flatnonzero(np.diff(gap) == 1)[0]])
    picture = model_map(layer, 0, MapPart(range(start, start + 2), range(60)))
    figure = attention_map(picture, STYLE)
    assert not picture.computed.any()
    assert figure.data[0].showscale is False
    assert (figure.data[0].zmin, figure.data[0].zmax) == (0, 1)


def test_the_pointers_stand_only_at_a_query_of_the_part() -> None:
    picture = exact_map(made_up.attention(30, 1), 0, MapPart(range(4, 10), range(30)))
    for focus, shown in ((3, False), (4, True), (9, True), (10, False)):
        figure = attention_map(picture, STYLE, focus=focus)
        assert any(trace.name == "focused query" for trace in figure.data) == shown


@pytest.mark.parametrize("causal", [False, True])
def test_the_curve_adds_up_the_mass_in_the_order_of_the_bars(causal: bool) -> None:
    layer = made_up.attention(24, 2, causal=causal)
    mass = attention_mass(layer, 1)
    figure = sorted_measure(layer, 1, STYLE, mass=mass)
    traces = {trace.name: trace for trace in figure.data}
    curve = traces["attention mass of the first so many"]
    order = np.argsort(-layer.measure_exact[1], kind="stable")
    for count in (0, 1, 7, 24):
        assert curve.y[count] == pytest.approx(share_of_mass(mass, order[:count]))
    kept = traces["of the selected"]
    assert kept.y[0] == pytest.approx(share_of_mass(mass, layer.selected[1]))
    assert kept.x[0] == curve.x[layer.n_selected]
    assert figure.layout.yaxis.title.text == "KL (nats)"
    assert figure.layout.yaxis2.title.text == "share of attention mass"
