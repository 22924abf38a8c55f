"""Attention weights as a map: what was not computed is hatched, never filled with a number."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.colors import sample_colorscale

from informer.figures.hatching import hatching
from informer.figures.style import TRANSPARENT, Style
from informer.figures.time_axis import Times, cell_edges, few_ticks
from informer.inspection.views import AttentionMap

_STOPS = np.linspace(0, 1, 33)
ROOT_CIVIDIS = [
    (float(stop**2), colour)
    for stop, colour in zip(_STOPS, sample_colorscale("Cividis", _STOPS.tolist()), strict=True)
]
"""Cividis over the square root of the weight: near-uniform rows keep their structure visible."""


def attention_map(
    picture: AttentionMap, style: Style, *, focus: int | None = None, height: int = 460
) -> go.Figure:
    """Queries down, keys across, time on both axes; ``focus`` is the query to mark."""
    style = style.dated(picture.time)
    figure = go.Figure()
    rows, columns = picture.weights.shape
    edges = cell_edges(picture.time)
    _draw_weights(figure, picture, edges, style)
    if not picture.computed.all():
        _draw_lazy(figure, picture, edges, style)
    masked = bool(np.isnan(picture.weights[picture.computed]).any())
    if masked:
        _explain_blank(figure, style)
    whose = "the model computed" if picture.kind == "model" else "of full attention"
    blocks = "" if picture.block == 1 else f" ({picture.block}×{picture.block} means)"
    style.finish(
        figure,
        height=height,
        revision=f"map {picture.time[0]} {rows} {columns}",
        legend=masked or not picture.computed.all(),
    )
    style.header(figure, f"Attention weights {whose}{blocks}")
    shared = {
        "showgrid": False,
        "zeroline": False,
        "tickangle": 0,
        "hoverformat": style.time_format,
        **few_ticks(picture.time, 5),
    }
    figure.update_xaxes(title_text="key (time)", range=[edges[0], edges[-1]], **shared)
    figure.update_yaxes(title_text="query (time)", range=[edges[-1], edges[0]], **shared)
    if focus is not None:
        row = min(focus // picture.block, rows - 1)
        middle = edges[row] + (edges[row + 1] - edges[row]) // 2
        # Pointers at both ends: a frame would hide a row that is a few pixels high.
        figure.add_scatter(
            x=[edges[0], edges[-1]],
            y=[middle, middle],
            mode="markers",
            cliponaxis=False,
            name="focused query",
            showlegend=False,
            marker={
                "symbol": ["triangle-right", "triangle-left"],
                "size": 11,
                "color": style.colour.selected,
                "line": {"color": style.colour.surface, "width": 1},
            },
            hovertemplate=f"focused query {focus}<extra></extra>",
        )
    return figure


def lazy_runs(computed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """``[n, 2]`` first row and row after the last of each run of rows that was not computed."""
    change = np.diff(np.r_[0, (~computed).astype(np.int8), 0])
    return np.stack([np.flatnonzero(change == 1), np.flatnonzero(change == -1)], axis=1)


def _draw_weights(figure: go.Figure, picture: AttentionMap, edges: Times, style: Style) -> None:
    """The computed cells; nothing is drawn where there is NaN."""
    figure.add_heatmap(
        z=picture.weights,
        x=edges,
        y=edges,
        colorscale=ROOT_CIVIDIS,
        zmin=0.0,
        zmax=float(np.nanmax(picture.weights)),
        hoverongaps=False,
        colorbar={
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 6,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="query %{y|"
        + style.time_format
        + "}<br>key %{x|"
        + style.time_format
        + "}<br>"
        "weight %{z:.4f}<extra></extra>",
    )


def _draw_lazy(figure: go.Figure, picture: AttentionMap, edges: Times, style: Style) -> None:
    """Hatched rectangles over the runs of rows not computed, as one path with gaps."""
    x: list[np.datetime64 | None] = []
    y: list[np.datetime64 | None] = []
    left, right = edges[0], edges[-1]
    lazy = int((~picture.computed).sum())
    unit = "rows" if picture.block == 1 else f"blocks of {picture.block} rows"
    for start, end in lazy_runs(picture.computed):
        top, bottom = edges[start], edges[end]
        x += [left, right, right, left, left, None]
        y += [top, top, bottom, bottom, top, None]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        fillcolor=TRANSPARENT,
        fillpattern=hatching(style),
        line={"width": 0},
        hoveron="fills",
        hoverinfo="text",
        text="not computed: lazy queries get the mean of all values",
        name=f"not computed: {lazy} of {len(picture.computed)} {unit}",
    )


def _explain_blank(figure: go.Figure, style: Style) -> None:
    """A legend entry for the cells that a causal mask hides."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="blank: later keys, masked",
        marker={"symbol": "square-open", "size": 11, "color": style.colour.muted},
    )
