"""The whole data set as a strip over a page, to choose a window from."""

import numpy as np
import plotly.graph_objects as go

from informer.data.series import TimeSeries
from informer.figures.series import PARTS, series_figure
from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks

_BUCKETS = 700


def overview(
    series: TimeSeries,
    column: str,
    style: Style,
    *,
    split: tuple[int, int, int],
    ahead: int,
    height: int = 92,
) -> go.Figure:
    """One column over all rows and ``ahead`` steps more; the parts of the split as named bands.

    Any place of it can be clicked. Raises DataError when the column does not exist.
    """
    figure = series_figure(series, [column], style, split=split, buckets=_BUCKETS, height=height)
    figure.layout.annotations = ()
    figure.update_layout(
        showlegend=False,
        hovermode="x",
        hoverdistance=-1,
        dragmode=False,
        margin={"l": 8, "r": 8, "t": 27, "b": 22},
    )
    end = series.future_time(ahead)[-1]
    figure.update_xaxes(
        range=[series.time[0], end], fixedrange=True, tickangle=0, **few_ticks(series.time, 6)
    )
    figure.update_yaxes(visible=False, fixedrange=True)
    ends = np.minimum(np.cumsum((0, *split)), len(series) - 1)
    # Each word where it has room, also on a phone: the validation part is seldom wider than it.
    for index, anchor in enumerate(("left", "right", "left")):
        name = PARTS[index] if index else f"{plain(column, 26)}: {PARTS[index]}"
        figure.add_annotation(
            text=name,
            x=series.time[ends[index + 1 if anchor == "right" else index]],
            xanchor=anchor,
            xshift=-3 if anchor == "right" or index == 0 else 3,
            yref="paper",
            y=1,
            yanchor="bottom",
            yshift=6,
            showarrow=False,
            font={"size": 12, "color": style.colour.muted},
        )
    return figure
