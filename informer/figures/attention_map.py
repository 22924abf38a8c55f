"""Attention weights as a map: what was not computed is hatched, never filled with a number."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import TIME_FORMAT, TRANSPARENT, Style
from informer.inspection.results import AttentionMap


def attention_map(
    picture: AttentionMap, style: Style, *, focus: int | None = None, height: int = 460
) -> go.Figure:
    """Queries down, keys across, time on both axes; ``focus`` is the query to mark."""
    figure = go.Figure()
    rows, columns = picture.weights.shape
    mean_of = "" if picture.block == 1 else f" (mean of {picture.block}×{picture.block})"
    edges = cell_edges(picture.time.to_numpy())
    figure.add_heatmap(
        z=picture.weights,
        x=edges,
        y=edges,
        colorscale="Cividis",
        zmin=0.0,
        hoverongaps=False,
        colorbar={
            "title": {"text": f"weight{mean_of}", "side": "right", "font": {"size": 12}},
            "thickness": 12,
            "outlinewidth": 0,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="query %{y|" + TIME_FORMAT + "}<br>key %{x|" + TIME_FORMAT + "}<br>"
        "weight %{z:.4f}<extra></extra>",
    )
    lazy = int((~picture.computed).sum())
    if lazy:
        x, y = _lazy_outline(picture.computed, edges)
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            fill="toself",
            fillcolor=TRANSPARENT,
            fillpattern={
                "shape": "/",
                "size": 6,
                "solidity": 0.25,
                "fgcolor": style.colour.lazy,
                "bgcolor": TRANSPARENT,
            },
            line={"width": 0},
            hoveron="fills",
            hoverinfo="text",
            text="not computed: these queries are lazy",
            name=f"not computed: {lazy} of {rows} rows",
        )
    title = {
        "model": "What the model computed",
        "exact": "Full attention, computed for comparison",
    }[picture.kind]
    style.finish(figure, height=height, revision=f"map {rows} {columns} {picture.kind}")
    style.header(figure, title)
    figure.update_xaxes(title_text="key (time)", showgrid=False, constrain="domain")
    figure.update_yaxes(title_text="query (time)", showgrid=False, autorange="reversed")
    if focus is not None:
        row = min(focus // picture.block, rows - 1)
        figure.add_shape(
            type="rect",
            x0=edges[0],
            x1=edges[-1],
            y0=edges[row],
            y1=edges[row + 1],
            line={"color": style.colour.selected, "width": 1.6},
        )
    return figure


def cell_edges(time: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Borders ``[n + 1]`` of cells around ``n`` times: halfway between neighbours."""
    nanoseconds = time.astype("datetime64[ns]").astype(np.int64)
    if len(nanoseconds) == 1:
        half = np.array([30 * 10**9])
        return np.concatenate([nanoseconds - half, nanoseconds + half]).astype("datetime64[ns]")
    middle = nanoseconds[:-1] + np.diff(nanoseconds) // 2
    first = nanoseconds[0] - (middle[0] - nanoseconds[0])
    last = nanoseconds[-1] + (nanoseconds[-1] - middle[-1])
    return np.concatenate([[first], middle, [last]]).astype("datetime64[ns]")


def lazy_runs(computed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """``[n, 2]`` first row and row after the last of each run that was not computed."""
    padded = np.concatenate([[False], ~computed, [False]]).astype(np.int8)
    change = np.diff(padded)
    return np.stack([np.flatnonzero(change == 1), np.flatnonzero(change == -1)], axis=1)


def _lazy_outline(
    computed: NDArray[np.bool_], edges: NDArray[np.datetime64]
) -> tuple[list[np.datetime64 | None], list[np.datetime64 | None]]:
    """Rectangles over the runs of rows not computed, as one path with gaps."""
    x: list[np.datetime64 | None] = []
    y: list[np.datetime64 | None] = []
    left, right = edges[0], edges[-1]
    for start, end in lazy_runs(computed):
        top, bottom = edges[start], edges[end]
        x += [left, right, right, left, left, None]
        y += [top, top, bottom, bottom, top, None]
    return x, y
