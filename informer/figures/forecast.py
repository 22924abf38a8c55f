"""A forecast beside what was observed before it, and what came after when that is known."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.interval_bands import add_bands, bounds_hover
from informer.figures.style import Style, plain
from informer.figures.time_axis import zoomed_ticks
from informer.forecasting.results import Forecast

_NAMED = 6
"""Passes that are named in the figure; of more, only the first."""


def forecast_figure(
    result: Forecast,
    style: Style,
    *,
    target: str | None = None,
    baseline: NDArray[np.float64] | None = None,
    baseline_name: str = "seasonal naive",
    history: int | None = None,
    pass_steps: int | None = None,
    height: int = 380,
    title: str | None = None,
) -> go.Figure:
    """One target over time: context, forecast, and the actual values where the data reach.

    The result's intervals, if it has any, are drawn around the forecast. ``target`` is a column of
    the result (its first one by default), ``baseline`` ``[steps]`` values of another forecast to
    compare with, ``history`` how many context steps to draw, ``pass_steps`` how many steps the
    model forecasts at once: where it begins anew is marked. Raises ValueError when the result has
    no such column.
    """
    column = result.columns.index(target) if target is not None else 0
    name = result.columns[column]
    style = style.dated(result.context_time)
    colour = style.colour
    start = 0 if history is None else max(0, len(result.context_time) - history)
    context_time, context = result.context_time[start:], result.context[start:, column]
    figure = go.Figure()
    hover = "%{y:,.5~g}"
    mode = "lines" if len(result.time) > 1 else "lines+markers"  # one step is a dot
    figure.add_scatter(
        x=context_time,
        y=context,
        mode="lines",
        name="observed (context)",
        line={"color": colour.observed, "width": 1.6},
        hovertemplate=hover,
    )
    if result.intervals is not None:
        add_bands(figure, result.intervals, column, result.time, style)
    if result.actual is not None:
        figure.add_scatter(
            x=result.time,
            y=result.actual[:, column],
            mode=mode,
            name="observed afterwards",
            line={"color": colour.observed, "width": 1.6, "dash": "dot"},
            hovertemplate=hover,
        )
    if baseline is not None:
        figure.add_scatter(
            x=result.time,
            y=baseline,
            mode=mode,
            name=plain(baseline_name),
            line={"color": colour.baseline, "width": 1.6, "dash": "dash"},
            hovertemplate=hover,
        )
    custom, bounds = None, ""
    if result.intervals is not None:
        custom, bounds = bounds_hover(result.intervals, column)
    figure.add_scatter(
        x=result.time,
        y=result.values[:, column],
        mode=mode,
        name="forecast",
        line={"color": colour.forecast, "width": 2.4},
        customdata=custom,
        hovertemplate=hover + bounds,
    )
    style.finish(figure, height=height, revision=f"forecast {result.window} {name}")
    figure.add_vline(
        x=result.context_time[-1], line={"color": colour.muted, "width": 1, "dash": "dot"}
    )
    if pass_steps is not None:
        _passes(figure, result.time[pass_steps::pass_steps], style)
    begin = f"{result.time[0]:{style.time_format}}"
    style.header(figure, f"{plain(name, 16)}, from {begin}" if title is None else plain(title))
    figure.update_yaxes(title_text=plain(name, 28))
    figure.update_xaxes(showgrid=False, hoverformat=style.time_format, **zoomed_ticks())
    figure.update_layout(hovermode="x unified")
    return figure


def _passes(figure: go.Figure, starts: pd.DatetimeIndex, style: Style) -> None:
    """A mark where each further pass of the model begins; many are short and only one is named."""
    few = len(starts) <= _NAMED
    for number, start in enumerate(starts, start=2):
        figure.add_shape(
            type="line",
            x0=start,
            x1=start,
            y0=0,
            y1=1 if few else 0.05,
            yref="y domain",
            line={"color": style.colour.forecast, "width": 1, "dash": "dot" if few else "solid"},
            opacity=0.6,
        )
        if few or number == 2:
            figure.add_annotation(
                text=f"pass {number}" if number == 2 else str(number),
                x=start,
                xanchor="left",
                xshift=2,
                yref="y domain",
                y=0,
                yanchor="bottom",
                showarrow=False,
                font={"size": 11, "color": style.colour.muted},
            )
