"""Where along the test part forecasts were bad: the error of each window, when it started."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.series import extremes
from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks
from informer.forecasting.bad_windows import BadWindow

Doubles = NDArray[np.float64]
_BUCKETS = 500


def error_along(
    windows: NDArray[np.int64],
    start: pd.DatetimeIndex,
    mine: Doubles,
    simple: Doubles,
    worst: Sequence[BadWindow],
    style: Style,
    *,
    column: str,
    simple_name: str,
    unit: str = "",
    height: int = 300,
) -> go.Figure:
    """The model's error of each window ``[N]`` over the start of its forecast.

    ``simple`` ``[N]`` is the best baseline's; ``worst`` are ringed. Every point of the model can be
    clicked: ``customdata`` is its window. Of very many windows the extremes are drawn, no means.
    """
    style = style.dated(start)
    colour, shown = style.colour, extremes(mine, _BUCKETS)
    figure = go.Figure()
    rows = extremes(simple, _BUCKETS)
    figure.add_scatter(
        x=start[rows],
        y=simple[rows],
        mode="lines",
        name=plain(simple_name),
        line={"color": colour.baseline, "width": 1},
        opacity=0.6,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=start[shown],
        y=mine[shown],
        mode="lines",
        name="Informer",
        line={"color": colour.forecast, "width": 1.4},
        customdata=windows[shown],
        hovertemplate="from %{x|" + style.time_format + "}<br>MAE <b>%{y:,.4~g}</b>"
        "<br>click: look at this window<extra></extra>",
    )
    figure.add_scatter(
        x=[miss.start for miss in worst],
        y=[float(miss.mae[0]) for miss in worst],
        mode="markers",
        name="worst windows",
        marker={
            "symbol": "circle-open",
            "size": 11,
            "color": colour.selected,
            "line": {"width": 2, "color": colour.selected},
        },
        customdata=[miss.window for miss in worst],
        text=[f"{miss.times_typical:.1f}" for miss in worst],
        hovertemplate="from %{x|" + style.time_format + "}<br>MAE <b>%{y:,.4~g}</b>, %{text} times "
        "the mean<br>click: look at this window<extra></extra>",
    )
    typical = float(mine.mean())
    style.finish(figure, height=height, revision=f"along {start[0]} {column}")
    figure.add_hline(
        y=typical, line={"color": colour.muted, "width": 1, "dash": "dot"}, layer="below"
    )
    style.header(figure, "Error of each window (dotted: the mean)")
    figure.update_xaxes(
        title_text="start of the forecast",
        showgrid=False,
        tickangle=0,
        hoverformat=style.time_format,
        **few_ticks(start, 6),
    )
    figure.update_yaxes(title_text=f"MAE, {plain(column, 18)}{unit}", rangemode="tozero", nticks=5)
    return figure
