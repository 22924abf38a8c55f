"""Each small picture is that of its layer and head, and says how good its choice was."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from informer.figures.attention_grid import agreement_grid, grid_cells, map_grid, measure_grid
from informer.figures.style import Style
from informer.inspection.maps import model_map
from informer.inspection.results import Inspection
from tests.unit.inspection import made_up

NAMES = ("Encoder 1", "Encoder 2", "Decoder 1")
STYLE = Style()


@pytest.fixture
def inspection() -> Inspection:
    return made_up.inspection(heads=3)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [one for one in figure.data if one.name == name]
    return found


def bars(figure: go.Figure, inspection: Inspection, kind: str, layer: int, head: int) -> np.ndarray:
    """``[n, 2]`` place (0 to 1) and height (0 to 1) of the bars within one picture."""
    drawn, cells = trace(figure, "selected query"), grid_cells(inspection, kind)
    x, foot, tip = drawn.x[0::3], drawn.y[0::3], drawn.y[1::3]
    left, right = cells.x(head, 0.0), cells.x(head, 1.0)
    bottom, top = cells.y(layer, 0.0), cells.y(layer, 1.0)
    mine = (x > left) & (x < right) & np.isclose(foot, bottom)
    place = (x[mine] - left) / (right - left)
    return np.stack([place, (tip[mine] - bottom) / (top - bottom)], axis=1)


def test_bars_over_time_are_the_selected_queries_at_their_kl(inspection: Inspection) -> None:
    figure = measure_grid(inspection, NAMES, STYLE)
    for i, layer in enumerate(inspection.attention):
        for head in range(3):
            found = bars(figure, inspection, "measure", i, head)
            at = np.floor(found[:, 0] * layer.length).astype(int)
            np.testing.assert_array_equal(at, layer.selected[head])
            kl = layer.kl[head]
            np.testing.assert_allclose(found[:, 1], kl[at] / kl.max(), atol=1e-3)


def test_sorted_bars_stand_at_the_rank_of_the_selected(inspection: Inspection) -> None:
    figure = agreement_grid(inspection, NAMES, STYLE)
    for i, layer in enumerate(inspection.attention):
        order = np.argsort(-layer.measure_exact[2], kind="stable")
        ranks = np.flatnonzero(np.isin(order, layer.selected[2]))
        found = bars(figure, inspection, "agreement", i, 2)
        np.testing.assert_array_equal(np.floor(found[:, 0] * layer.length), ranks)
        right = (ranks < layer.n_selected).mean()
        assert right == pytest.approx(layer.precision_at_u[2])


def test_titles_and_hover_texts_hold_the_precision_of_their_head(inspection: Inspection) -> None:
    figure = measure_grid(inspection, NAMES, STYLE)
    heads, cells = trace(figure, "heads"), trace(figure, "cells")
    for i, layer in enumerate(inspection.attention):
        for head in range(3):
            share = f"{layer.precision_at_u[head]:.0%}"
            assert heads.text[3 * i + head] == f"<b>head {head + 1}</b> · {share}"
            assert cells.text[i][head].startswith(f"<b>{NAMES[i]}, head {head + 1}</b>")
            assert share in cells.text[i][head]
        chance = f"by chance {layer.n_selected / layer.length:.0%} right"
        assert chance in trace(figure, "layers").text[i]
    assert np.shape(cells.z) == (3, 3)


def test_small_maps_are_the_models_own_and_hatched_where_it_computed_nothing(
    inspection: Inspection,
) -> None:
    maps = [
        [model_map(layer, head, max_cells=8) for head in range(3)] for layer in inspection.attention
    ]
    figure, cells = map_grid(inspection, NAMES, maps, STYLE), grid_cells(inspection, "map")
    hatched = trace(figure, "not computed")
    for i, row in enumerate(maps):
        drawn = trace(figure, NAMES[i])
        columns = row[0].weights.shape[1]
        assert len(drawn.x) == drawn.z.shape[1] + 1
        for head, picture in enumerate(row):
            part = drawn.z[:, head * (columns + 1) : head * (columns + 1) + columns]
            np.testing.assert_allclose(part, picture.weights / np.nanmax(picture.weights))
            assert drawn.x[head * (columns + 1)] == pytest.approx(cells.x(head, 0.0))
            left, right = cells.x(head, 0.0), cells.x(head, 1.0)
            bottom, top = cells.y(i, 0.0), cells.y(i, 1.0)
            middle = bottom + (top - bottom) * (1 - (np.arange(len(part)) + 0.5) / len(part))
            covered = np.zeros(len(part), dtype=bool)
            for at in range(0, len(hatched.x), 6):
                x, y = hatched.x[at : at + 5], hatched.y[at : at + 5]
                if np.isclose(x.min(), left) and np.isclose(x.max(), right):
                    covered |= (middle > y.min()) & (middle < y.max())
            np.testing.assert_array_equal(covered, ~picture.computed)


def test_full_attention_has_no_precision_and_nothing_selected() -> None:
    full = made_up.attention(20, 2, full=True)
    inspection = replace(made_up.inspection(heads=2), attention=(full,))
    for draw in (measure_grid, agreement_grid):
        figure = draw(inspection, ("Encoder 1",), STYLE)
        assert not any(one.name == "selected query" for one in figure.data)
        assert "all computed" in trace(figure, "layers").text[0]
        assert trace(figure, "heads").text[1] == "<b>head 2</b>"
    drawn = map_grid(inspection, ("Encoder 1",), [[model_map(full, h) for h in (0, 1)]], STYLE)
    assert not any(one.name == "not computed" for one in drawn.data)


def test_a_head_that_attends_uniformly_is_flat(inspection: Inspection) -> None:
    layer = inspection.attention[0]
    uniform = np.full_like(layer.measure_exact, np.log(layer.length))
    flat = replace(inspection, attention=(replace(layer, measure_exact=uniform),))
    figure = measure_grid(flat, NAMES[:1], STYLE)
    assert set(trace(figure, "notes").text) == {"max 0"}
    np.testing.assert_allclose(bars(figure, flat, "measure", 0, 0)[:, 1], 0, atol=0.01)
