"""All layers and heads at a glance: measure, agreement or attention map of each, to click on."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from informer.figures.attention_map import ROOT_CIVIDIS, lazy_runs
from informer.figures.grid_cells import Cells, Doubles, add_cells, empty_grid, path
from informer.figures.series import extremes
from informer.figures.style import TRANSPARENT, Style
from informer.inspection.results import Floats, Inspection
from informer.inspection.views import AttentionMap

_BUCKETS = 75
_PICTURE, _MAP = 80, 150


def grid_cells(inspection: Inspection, kind: str) -> Cells:
    """Where the pictures of a grid stand; ``kind`` is ``measure``, ``agreement`` or ``map``."""
    picture = _MAP if kind == "map" else _PICTURE
    return Cells(len(inspection.attention), inspection.attention[0].n_heads, picture)


def measure_grid(inspection: Inspection, names: Sequence[str], style: Style) -> go.Figure:
    """Exact KL per query over time, a bar at each selected query.

    Each picture has its own height, written beside its title: heads differ by orders of magnitude.
    """
    cells = grid_cells(inspection, "measure")
    figure = empty_grid(inspection, names, _tops(inspection), cells, style, revision="measure")
    bars: list[tuple[Doubles, Doubles]] = []
    lines: list[tuple[Doubles, Doubles]] = []
    for i, layer in enumerate(inspection.attention):
        middle = (np.arange(layer.length) + 0.5) / layer.length
        for head, kl in enumerate(_scaled(layer.kl)):
            rows = extremes(kl, _BUCKETS)
            lines.append((cells.x(head, middle[rows]), cells.y(i, kl[rows])))
            if layer.selected is not None:
                at = layer.selected[head]
                bars += _bars(cells, i, head, middle[at], kl[at])
    _lines(figure, lines, "exact KL, over time", style.colour.exact, 1.2)
    _lines(figure, bars, "selected query", style.colour.selected, 1.5)
    add_cells(figure, inspection, names, cells)
    return figure


def agreement_grid(inspection: Inspection, names: Sequence[str], style: Style) -> go.Figure:
    """Exact KL sorted by exact M; a good sample puts all the colour left of the dashed line."""
    cells = grid_cells(inspection, "agreement")
    figure = empty_grid(inspection, names, _tops(inspection), cells, style, revision="agreement")
    areas: list[tuple[Doubles, Doubles]] = []
    bars: list[tuple[Doubles, Doubles]] = []
    cuts: list[tuple[Doubles, Doubles]] = []
    for i, layer in enumerate(inspection.attention):
        middle = (np.arange(layer.length) + 0.5) / layer.length
        order = np.argsort(-layer.measure_exact, axis=-1, kind="stable")
        for head, kl in enumerate(_scaled(layer.kl)):
            mine = kl[order[head]]
            rows = extremes(mine, _BUCKETS)
            x = np.concatenate([[0], middle[rows], [1, 1, 0]])
            y = np.concatenate([mine[:1], mine[rows], mine[-1:], [0, 0]])
            areas.append((cells.x(head, x), cells.y(i, y)))
            if layer.selected is not None:
                at = np.flatnonzero(layer.active(head)[order[head]])
                bars += _bars(cells, i, head, middle[at], mine[at])
                cut = layer.selected.shape[1] / layer.length
                cuts.append((cells.x(head, np.full(2, cut)), cells.y(i, np.array([0.0, 1.0]))))
    figure.add_scatter(
        x=path([x for x, _ in areas]),
        y=path([y for _, y in areas]),
        mode="lines",
        fill="toself",
        fillcolor=style.colour.lazy,
        line={"width": 0},
        name="exact KL, sorted by exact M",
        hoverinfo="skip",
    )
    _lines(figure, bars, "selected query", style.colour.selected, 1.5)
    _lines(figure, cuts, "the top u by exact M end here", style.colour.exact, 1.2, "dash")
    add_cells(figure, inspection, names, cells)
    return figure


def map_grid(
    inspection: Inspection,
    names: Sequence[str],
    maps: Sequence[Sequence[AttentionMap]],
    style: Style,
) -> go.Figure:
    """The attention map of each head, ``maps[layer][head]``; rows not computed are hatched.

    A colour is a share of the largest weight in its picture, which is written beside its title.
    """
    cells = grid_cells(inspection, "map")
    tops = [[_largest(picture) for picture in row] for row in maps]
    notes = [[f"max {top:.2g}" for top in row] for row in tops]
    figure = empty_grid(inspection, names, notes, cells, style, revision="map")
    hatched: list[tuple[Doubles, Doubles]] = []
    for i, row in enumerate(maps):
        gap = np.full((len(row[0].weights), 1), np.nan, dtype=np.float32)
        pictures = [m.weights / np.float32(top) for m, top in zip(row, tops[i], strict=True)]
        z = np.hstack([part for picture in pictures for part in (picture, gap)][:-1])
        across = np.linspace(0, 1, row[0].weights.shape[1] + 1)
        down = np.linspace(1, 0, len(z) + 1)
        figure.add_heatmap(
            z=z.astype(np.float32),
            x=np.concatenate([cells.x(head, across) for head in range(cells.n_heads)]),
            y=cells.y(i, down),
            name=names[i],
            zmin=0,
            zmax=1,
            colorscale=ROOT_CIVIDIS,
            showscale=False,
            hoverinfo="skip",
            hoverongaps=False,
        )
        for head, picture in enumerate(row):
            for start, end in lazy_runs(picture.computed):
                sides = down[[start, start, end, end, start]]
                hatched.append((cells.x(head, np.array([0.0, 1, 1, 0, 0])), cells.y(i, sides)))
    if hatched:
        figure.add_scatter(
            x=path([x for x, _ in hatched]),
            y=path([y for _, y in hatched]),
            mode="lines",
            fill="toself",
            fillcolor=TRANSPARENT,
            fillpattern={
                "shape": "/",
                "size": 5,
                "solidity": 0.25,
                "fgcolor": style.colour.lazy,
                "bgcolor": TRANSPARENT,
            },
            line={"width": 0},
            hoverinfo="skip",
            name="not computed",
        )
    add_cells(figure, inspection, names, cells)
    return figure


def _largest(picture: AttentionMap) -> float:
    return float(np.nanmax(picture.weights)) if picture.computed.any() else 1.0


def _scaled(kl: Floats) -> Doubles:
    """KL ``[H, L]`` as shares of each head's largest; a head that is uniform stays at 0."""
    top = kl.max(axis=-1, keepdims=True).astype(np.float64)
    shares: Doubles = np.maximum(kl, 0) / np.maximum(top, 1e-6)
    return shares


def _tops(inspection: Inspection) -> list[list[str]]:
    return [[f"max {kl.max():.3g}" for kl in layer.kl] for layer in inspection.attention]


def _bars(
    cells: Cells, layer: int, head: int, x: Doubles, height: Doubles
) -> list[tuple[Doubles, Doubles]]:
    """Lines from the ground up."""
    return [
        (cells.x(head, np.full(2, at)), cells.y(layer, np.array([0.0, up])))
        for at, up in zip(x, height, strict=True)
    ]


def _lines(
    figure: go.Figure,
    pieces: list[tuple[Doubles, Doubles]],
    name: str,
    colour: str,
    width: float,
    dash: str = "solid",
) -> None:
    """Pieces of lines as one trace."""
    if pieces:
        figure.add_scatter(
            x=path([x for x, _ in pieces]),
            y=path([y for _, y in pieces]),
            mode="lines",
            name=name,
            line={"color": colour, "width": width, "dash": dash},
            hoverinfo="skip",
        )
