"""Forecasts of one window under several sampling seeds, beside what was observed."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks
from informer.inspection.spread import ForecastFan

_HISTORY = 2
"""Horizons of context that are drawn."""


def fan_figure(fan: ForecastFan, style: Style, *, height: int = 360) -> go.Figure:
    """Range, middle half and mean of the forecasts over the horizon; each seed as a thin line."""
    style = style.dated(fan.context_time)
    colour = style.colour
    figure = go.Figure()
    name = plain(fan.column, 28)
    style.finish(figure, height=height, revision=f"fan {fan.time[0]} {name}")
    back = max(_HISTORY * len(fan.time), 12)
    figure.add_scatter(
        x=fan.context_time[-back:],
        y=fan.context[-back:],
        mode="lines",
        name="observed (context)",
        line={"color": colour.observed, "width": 1.6},
        hovertemplate="%{y:,.5~g}",
    )
    if fan.actual is not None:
        figure.add_scatter(
            x=fan.time,
            y=fan.actual,
            mode="lines",
            name="observed afterwards",
            line={"color": colour.observed, "width": 1.6, "dash": "dot"},
            hovertemplate="%{y:,.5~g}",
        )
    low, first, third, high = np.percentile(fan.values, [0, 25, 75, 100], axis=0)
    for label, bottom, top in (("min to max", low, high), ("middle half", first, third)):
        figure.add_scatter(
            x=[*fan.time, *fan.time[::-1]],
            y=[*top, *bottom[::-1]],
            mode="lines",
            fill="toself",
            fillcolor=colour.interval,
            line={"width": 0},
            name=f"{label} of {len(fan.seeds)} seeds",
            hoverinfo="skip",
        )
    for seed, values in zip(fan.seeds, fan.values, strict=True):
        figure.add_scatter(
            x=fan.time,
            y=values,
            mode="lines",
            name=f"seed {seed}",
            showlegend=False,
            line={"color": colour.forecast, "width": 0.7},
            opacity=0.45,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=fan.time,
        y=fan.mean,
        mode="lines",
        name="mean forecast",
        line={"color": colour.forecast, "width": 2.2},
        customdata=np.stack([low, high], axis=1),
        hovertemplate="%{y:,.5~g}, between %{customdata[0]:,.5~g} and %{customdata[1]:,.5~g}",
    )
    figure.add_vline(
        x=fan.context_time[-1], line={"color": colour.muted, "width": 1, "dash": "dot"}
    )
    figure.update_yaxes(title_text=name)
    figure.update_xaxes(
        showgrid=False,
        hoverformat=style.time_format,
        **few_ticks(pd.DatetimeIndex(fan.context_time[-back:].append(fan.time)), 6),
    )
    figure.update_layout(hovermode="x unified")
    return figure
