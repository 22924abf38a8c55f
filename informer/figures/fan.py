"""Forecasts of one window under several sampling seeds, beside what was observed."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks, tight_range
from informer.inspection.spread import Doubles, ForecastFan

_HISTORY = 1
"""Horizons of context that are drawn."""


def fan_figure(fan: ForecastFan, style: Style, *, height: int = 460) -> go.Figure:
    """The forecasts over the horizon; below, each seed's distance from their mean.

    There the range, the middle half and the seeds themselves stand apart from the model's error:
    the distance of what was observed, where that is known.
    """
    style = style.dated(fan.context_time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"fan {fan.time[0]} {plain(fan.column)}")
    figure.layout.yaxis.domain = (0.52, 1.0)
    figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.38), "nticks": 5}
    back = max(_HISTORY * len(fan.time), 12)
    context_time = pd.DatetimeIndex(fan.context_time[-back:])
    _observed(figure, fan, context_time, style)
    figure.add_scatter(
        x=fan.time,
        y=fan.mean,
        mode="lines",
        name="mean forecast",
        line={"color": colour.forecast, "width": 2.2},
        hovertemplate="%{y:,.5~g}",
    )
    for axis, centre in (("y", np.zeros(len(fan.time))), ("y2", fan.mean)):
        _bands(figure, fan, fan.values - centre, axis, style)
    _distances(figure, fan, style)
    figure.update_xaxes(
        anchor="y2",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(context_time, fan.time),
        **few_ticks(pd.DatetimeIndex(context_time.append(fan.time)), 6),
    )
    figure.update_yaxes(title_text=plain(fan.column, 18))
    figure.layout.yaxis2.title.text = "difference"
    style.header(figure, f"{len(fan.seeds)} forecasts, one for each seed")
    style.header(figure, "Distance from their mean, larger", "y2")
    figure.update_layout(hovermode="x unified")
    return figure


def _observed(
    figure: go.Figure, fan: ForecastFan, context_time: pd.DatetimeIndex, style: Style
) -> None:
    line = {"color": style.colour.observed, "width": 1.6}
    figure.add_scatter(
        x=context_time,
        y=fan.context[-len(context_time) :],
        mode="lines",
        name="observed (context)",
        line=line,
        hovertemplate="%{y:,.5~g}",
    )
    if fan.actual is not None:
        figure.add_scatter(
            x=fan.time,
            y=fan.actual,
            mode="lines",
            name="observed afterwards",
            line=line | {"dash": "dot"},
            hovertemplate="%{y:,.5~g}",
        )


def _bands(figure: go.Figure, fan: ForecastFan, values: Doubles, axis: str, style: Style) -> None:
    """The range and the middle half of the seeds' ``values`` ``[N, pred_len]``."""
    low, first, third, high = np.percentile(values, [0, 25, 75, 100], axis=0)
    for label, bottom, top in (("min to max", low, high), ("middle half (darker)", first, third)):
        figure.add_scatter(
            x=[*fan.time, *fan.time[::-1]],
            y=[*top, *bottom[::-1]],
            yaxis=axis,
            mode="lines",
            fill="toself",
            fillcolor=style.colour.interval,
            line={"width": 0},
            name=label,
            legendgroup=label,
            showlegend=axis == "y2",
            hoverinfo="skip",
        )


def _distances(figure: go.Figure, fan: ForecastFan, style: Style) -> None:
    """Each seed, and what was observed, less the mean forecast."""
    for seed, values in zip(fan.seeds, fan.values, strict=True):
        figure.add_scatter(
            x=fan.time,
            y=values - fan.mean,
            yaxis="y2",
            mode="lines",
            name=f"seed {seed} − mean",
            showlegend=False,
            line={"color": style.colour.forecast, "width": 0.8},
            opacity=0.5,
            hoverinfo="skip",
        )
    if fan.actual is not None:
        figure.add_scatter(
            x=fan.time,
            y=fan.actual - fan.mean,
            yaxis="y2",
            mode="lines",
            name="observed − mean forecast",
            showlegend=False,
            line={"color": style.colour.observed, "width": 1.6, "dash": "dot"},
            hovertemplate="observed %{y:+,.5~g}",
        )
