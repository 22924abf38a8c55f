"""A whole series at a glance: drawn from its extremes, so that no peak is lost to the screen."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.data.series import TimeSeries
from informer.figures.style import Style, plain

PARTS = ("train", "validation", "test")


def extremes(values: NDArray[np.float64], buckets: int) -> NDArray[np.intp]:
    """Rows that hold the lowest and the highest value of each bucket, in order of time.

    All rows when there are at most two per bucket. Drawing only these gives the same picture as
    drawing every row, once a bucket is no wider than a pixel.
    """
    rows = len(values)
    if rows <= 2 * buckets:
        return np.arange(rows)
    width = -(-rows // buckets)
    whole = rows // width
    blocks = values[: whole * width].reshape(whole, width)
    first = np.arange(whole) * width
    picks = [first + blocks.argmin(axis=1), first + blocks.argmax(axis=1)]
    if whole * width < rows:
        rest = values[whole * width :]
        picks.append(np.array([rest.argmin(), rest.argmax()]) + whole * width)
    return np.unique(np.concatenate([*picks, [0, rows - 1]]))


def series_figure(
    series: TimeSeries,
    columns: Sequence[str],
    style: Style,
    *,
    split: tuple[int, int, int] | None = None,
    buckets: int = 1000,
    height: int | None = None,
) -> go.Figure:
    """Columns of a series one below the other, with the split as bands and repairs marked.

    ``split`` is the number of rows of the train, validation and test part. Raises DataError when a
    column does not exist.
    """
    style = style.dated(series.time)
    figure = go.Figure()
    count = len(columns)
    gap = 0.0 if count < 2 else min(0.12, 0.4 / count)
    share = (1 - gap * (count - 1)) / max(count, 1)
    style.finish(
        figure,
        height=height or 90 + 170 * count,
        revision=f"series {series.fingerprint} {'|'.join(columns)}",
    )
    for index, column in enumerate(columns):
        axis = "y" if index == 0 else f"y{index + 1}"
        top = 1 - index * (share + gap)
        figure.layout[axis.replace("y", "yaxis")] = {
            "domain": [max(top - share, 0.0), top],
            "title_text": plain(column, 20),
            **style.axis(),
        }
        _draw_column(figure, series, column, axis, style, buckets, index == 0)
        style.header(figure, plain(column, 44), axis)
    figure.update_xaxes(
        anchor="y" if count < 2 else f"y{count}", showgrid=False, hoverformat=style.time_format
    )
    if split is not None:
        _draw_split(figure, series, split, style)
    return figure


def _draw_column(
    figure: go.Figure,
    series: TimeSeries,
    column: str,
    axis: str,
    style: Style,
    buckets: int,
    first: bool,
) -> None:
    """One column as a line, and its repaired values as points."""
    values = series.column(column)
    rows = extremes(values, buckets)
    hover = "%{x|" + style.time_format + "}<br>%{y:,.5~g}"
    figure.add_scatter(
        x=series.time[rows],
        y=values[rows],
        yaxis=axis,
        mode="lines",
        name="observed",
        legendgroup="observed",
        showlegend=first,
        line={"color": style.colour.observed, "width": 0.8},
        hovertemplate=hover + "<extra></extra>",
    )
    filled = np.flatnonzero(series.filled[:, series.columns.index(column)])
    if len(filled):
        shown = filled[extremes(values[filled], buckets // 2)]
        figure.add_scatter(
            x=series.time[shown],
            y=values[shown],
            yaxis=axis,
            mode="markers",
            name="filled in (missing in the file)",
            legendgroup="filled",
            showlegend=not any(trace.legendgroup == "filled" for trace in figure.data),
            marker={"color": style.colour.scenarios[0], "size": 5, "symbol": "circle-open"},
            hovertemplate=hover + "<br>missing in the file, filled in<extra></extra>",
        )


def _draw_split(
    figure: go.Figure, series: TimeSeries, split: tuple[int, int, int], style: Style
) -> None:
    """The three parts as bands behind the lines."""
    edges = np.minimum(np.cumsum((0, *split)), len(series) - 1)
    for part, start, end, fill in zip(
        PARTS, edges[:-1], edges[1:], style.colour.bands, strict=True
    ):
        figure.add_shape(
            type="rect",
            x0=series.time[start],
            x1=series.time[end],
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=fill,
            line_width=0,
            layer="below",
            name=f"{part}: {split[PARTS.index(part)]:,} rows",
            showlegend=True,
        )
