"""Attention weights as a map: what was not computed is hatched, never filled with a number."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.colors import sample_colorscale

from informer.figures.hatching import hatching
from informer.figures.style import TRANSPARENT, Style
from informer.figures.time_axis import Times, block_edges, few_ticks
from informer.inspection.views import AttentionMap

_STOPS = np.linspace(0, 1, 33)
ROOT_CIVIDIS = [
    (float(stop**2), colour)
    for stop, colour in zip(_STOPS, sample_colorscale("Cividis", _STOPS.tolist()), strict=True)
]
"""Cividis over the square root of the weight: near-uniform rows keep their structure visible."""


def attention_map(
    picture: AttentionMap,
    style: Style,
    *,
    focus: int | None = None,
    lazy: str = "gets the mean of V",
    whole: bool = True,
    height: int = 460,
) -> go.Figure:
    """Queries down, keys across, time on both axes.

    ``focus`` is the query to mark; ``lazy`` says what a query that was not computed gets instead.
    Zooming out ends at the borders, unless the picture is not the ``whole`` map.
    """
    style = style.dated(picture.time)
    figure = go.Figure()
    rows = block_edges(picture.time, picture.block)
    columns = block_edges(picture.key_time, picture.key_block)
    _draw_weights(figure, picture, rows, columns, style)
    if not picture.computed.all():
        _draw_lazy(figure, picture, rows, columns, style, lazy)
    masked = bool(np.isnan(picture.weights[picture.computed]).any())
    if masked:
        _explain_blank(figure, style)
    whose = "the model computed" if picture.kind == "model" else "of full attention"
    style.finish(
        figure,
        height=height,
        revision=f"map {picture.time[0]} {picture.key_time[0]} {picture.weights.shape}",
        legend=masked or not picture.computed.all(),
    )
    style.header(figure, f"Weights {whose}; each cell: {cell_text(picture)}")
    for name, title, edges, time in (
        ("xaxis", "key (time)", columns, picture.key_time),
        ("yaxis", "query (time)", rows, picture.time),
    ):
        ends = [edges[0], edges[-1]]
        figure.layout[name].update(
            title_text=title,
            range=ends if name == "xaxis" else ends[::-1],
            autorangeoptions={"clipmin": ends[0], "clipmax": ends[1]},
            minallowed=ends[0] if whole else None,
            maxallowed=ends[1] if whole else None,
            showgrid=False,
            zeroline=False,
            tickangle=0,
            hoverformat=style.time_format,
            **few_ticks(time, 5),
        )
    row = -1 if focus is None else (focus - picture.first_query) // picture.block
    if 0 <= row < len(picture.weights):
        middle = rows[row] + (rows[row + 1] - rows[row]) // 2
        # Pointers at both ends: a frame would hide a row that is a few pixels high.
        figure.add_scatter(
            x=[columns[0], columns[-1]],
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


def cell_text(picture: AttentionMap) -> str:
    """What a cell stands for: one query and key, or a block of them."""
    if picture.block == picture.key_block == 1:
        return "one query, one key"
    return f"the mean of {picture.block} × {picture.key_block} steps"


def lazy_runs(computed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """``[n, 2]`` first row and row after the last of each run of rows that was not computed."""
    change = np.diff(np.r_[0, (~computed).astype(np.int8), 0])
    return np.stack([np.flatnonzero(change == 1), np.flatnonzero(change == -1)], axis=1)


def _draw_weights(
    figure: go.Figure, picture: AttentionMap, rows: Times, columns: Times, style: Style
) -> None:
    """The computed cells; nothing is drawn where there is NaN."""
    known = picture.weights[~np.isnan(picture.weights)]
    when = style.time_format
    figure.add_heatmap(
        z=picture.weights,
        x=_places(picture.key_time, picture.key_block, columns),
        y=_places(picture.time, picture.block, rows),
        name="attention weight",
        colorscale=ROOT_CIVIDIS,
        zmin=0.0,
        zmax=float(known.max()) if len(known) else 1.0,
        showscale=len(known) > 0,
        hoverongaps=False,
        colorbar={
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 6,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate=f"query %{{y|{when}}}<br>key %{{x|{when}}}<br>weight %{{z:.4f}}"
        f"<br>{cell_text(picture)}<extra></extra>",
    )


def _places(time: pd.DatetimeIndex, block: int, edges: Times) -> Times | pd.DatetimeIndex:
    """Cells by their times, which the hover text then names; blocks and single cells by edges."""
    return time if block == 1 and len(time) > 1 else edges


def _draw_lazy(
    figure: go.Figure, picture: AttentionMap, rows: Times, columns: Times, style: Style, lazy: str
) -> None:
    """Hatched rectangles over the runs of rows not computed, as one path with gaps.

    Over them lies a map of one wide column that nobody sees: it says which query a row is, and it
    can be clicked, which a hatched area can't.
    """
    x: list[np.datetime64 | None] = []
    y: list[np.datetime64 | None] = []
    left, right = columns[0], columns[-1]
    missing = np.flatnonzero(~picture.computed)
    unit = "rows" if picture.block == 1 else f"blocks of {picture.block} rows"
    for start, end in lazy_runs(picture.computed):
        top, bottom = rows[start], rows[end]
        x += [left, right, right, left, left, None]
        y += [top, top, bottom, bottom, top, None]
    name = f"not computed, {lazy}: {len(missing)} of {len(picture.computed)} {unit}"
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        fillcolor=TRANSPARENT,
        fillpattern=hatching(style),
        line={"width": 0},
        hoverinfo="skip",
        name=name,
    )
    first = picture.first_query + picture.block * np.arange(len(picture.computed))
    last = np.minimum(first + picture.block, picture.first_query + len(picture.time)) - 1
    which = [
        f"query {a}" if a == b else f"queries {a} to {b}" for a, b in zip(first, last, strict=True)
    ]
    figure.add_heatmap(
        z=np.where(picture.computed, np.nan, 0).astype(np.float32)[:, None],
        x=[left, right],
        y=_places(picture.time, picture.block, rows),
        text=[[one] for one in which],
        name="not computed",
        colorscale=[(0, TRANSPARENT), (1, TRANSPARENT)],
        showscale=False,
        hoverongaps=False,
        hovertemplate=f"<b>%{{text}}</b>, %{{y|{style.time_format}}}<br>not computed: {lazy}"
        "<extra></extra>",
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
