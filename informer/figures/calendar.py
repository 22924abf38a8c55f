"""What the calendar adds: how alike its values are, and what telling another one does."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.feature_map import add_feature_map, bound_of, map_axis
from informer.figures.style import Style, plain
from informer.figures.time_axis import cell_edges, few_ticks
from informer.inspection.embedded import CalendarSimilarity, EmbeddingChange
from informer.inspection.moments import value_name

_DIVERGING = "RdBu_r"
"""Blue to red: apart for colour-blind eyes."""


def similarity_map(similarity: CalendarSimilarity, style: Style, *, height: int = 340) -> go.Figure:
    """Cosine of every two values of one calendar field; blank where a value has none."""
    figure = go.Figure()
    names = [value_name(similarity.field, value) for value in similarity.values]
    figure.add_heatmap(
        z=similarity.cosine,
        x=names,
        y=names,
        name=f"{similarity.field} and {similarity.field}",
        colorscale=_DIVERGING,
        zmin=-1,
        zmax=1,
        hoverongaps=False,
        colorbar={
            "title": {"text": "cosine", "side": "right", "font": {"size": 12}},
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 5,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="%{y} and %{x}: %{z:.2f}<extra></extra>",
    )
    style.finish(
        figure,
        height=height,
        revision=f"similarity {similarity.side} {similarity.field}",
        legend=False,
    )
    style.header(figure, f"{similarity.field.capitalize()} by {similarity.field}")
    few = {"dtick": 6} if len(names) > 12 else {}
    shared = {"type": "category", "showgrid": False, "zeroline": False, "tickangle": 0, **few}
    figure.update_xaxes(**shared)
    figure.update_yaxes(autorange="reversed", **shared)
    return figure


def told_bars(
    names: Sequence[str],
    change: NDArray[np.float64],
    style: Style,
    *,
    focus: int | None,
    column: str,
    height: int = 330,
) -> go.Figure:
    """Mean change of the forecast under each calendar ``[n]``; the one in focus in colour.

    Every bar's ``customdata`` is its number.
    """
    figure = go.Figure()
    colours = [style.colour.baseline] * len(names)
    if focus is not None:
        colours[focus] = style.colour.scenarios[0]
    figure.add_bar(
        x=[plain(name) for name in names],
        y=change,
        name="mean change of the forecast",
        marker={"color": colours},
        customdata=np.arange(len(names)),
        hovertemplate="%{x}: %{y:+,.4~g}<br>click to look at it<extra></extra>",
    )
    style.finish(figure, height=height, revision=f"told {len(names)} {column}", legend=False)
    style.header(figure, "Mean change of the forecast under each")
    figure.update_xaxes(type="category", showgrid=False, tickangle=0)
    figure.update_yaxes(title_text=plain(column, 18), zeroline=True, nticks=5)
    return figure


def change_map(change: EmbeddingChange, style: Style, *, height: int = 240) -> go.Figure:
    """Changed less original embedding, features over time; the steps that can change alone."""
    start = change.n_context if change.moment.where == "horizon" else 0
    time, difference = change.time[start:], change.difference[start:]
    style = style.dated(change.time)
    figure = go.Figure()
    edges = cell_edges(time)
    style.finish(figure, height=height, revision=f"told map {time[0]} {start}", legend=False)
    figure.layout.yaxis = map_axis(style, (0.0, 1.0), difference.shape[1])
    add_feature_map(
        figure,
        difference,
        edges,
        "y",
        style,
        name="difference",
        bound=bound_of(difference),
        colorscale=_DIVERGING,
        scale={"title": {"text": "difference", "side": "right", "font": {"size": 12}}},
    )
    figure.update_xaxes(
        showgrid=False,
        hoverformat=style.time_format,
        range=[edges[0], edges[-1]],
        tickangle=0,
        **few_ticks(time, 6),
    )
    whose = "the decoder's placeholders"
    if start == 0:
        figure.add_shape(
            type="line",
            x0=edges[change.n_context],
            x1=edges[change.n_context],
            y0=0,
            y1=1,
            yref="y domain",
            line={"color": style.colour.selected, "width": 2},
        )
        whose = "the encoder's input | the placeholders"
    style.header(figure, f"Change of {whose}")
    return figure
