"""Forecasts under scenarios over the forecast as it is, and the differences below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks, tight_range

Doubles = NDArray[np.float64]
_DASHES = ("solid", "dash", "dot", "dashdot")


@dataclass(frozen=True)
class Line:
    """One scenario's forecast."""

    name: str
    values: Doubles
    """``[steps]``"""
    baseline: Doubles
    """``[steps]`` the forecast as it is, over the same steps."""
    time: pd.DatetimeIndex
    """``[steps]``: scenarios may look further ahead than the model's horizon."""
    number: int
    """Its place in the list, which decides its colour."""
    edited: bool = True
    """Drawn stronger than the others."""


def scenario_stroke(number: int, style: Style) -> dict[str, str]:
    """Colour and dash of a scenario; when the colours are used up, the next dash begins.

    >>> scenario_stroke(5, Style())
    {'color': '#CC79A7', 'dash': 'dash'}
    """
    colours = style.colour.scenarios
    dash = _DASHES[number // len(colours) % len(_DASHES)]
    return {"color": colours[number % len(colours)], "dash": dash}


def scenario_forecasts(
    time: pd.DatetimeIndex,
    forecast: Doubles,
    lines: Sequence[Line],
    style: Style,
    *,
    column: str,
    actual: Doubles | None = None,
    height: int = 360,
    history: tuple[pd.DatetimeIndex, Doubles] | None = None,
) -> go.Figure:
    """The forecast ``[steps]`` and each scenario in units of ``column``; below, the differences.

    One scenario's difference is drawn as bars, several as lines. ``actual`` is what was observed,
    where the data reach that far; ``history`` are the steps before the forecast.
    """
    style = style.dated(time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"compared {time[0]} {column}")
    figure.layout.yaxis = {
        **style.axis(),
        "domain": (0.4 if lines else 0.0, 1.0),
        "nticks": 5,
        "zeroline": False,
    }
    hover = "%{y:,.5~g}"
    # a forecast of one step is a point
    mode = "lines" if len(time) > 1 else "markers"

    def line(at: pd.DatetimeIndex, y: Doubles, name: str, stroke: dict[str, Any]) -> None:
        figure.add_scatter(x=at, y=y, mode=mode, name=name, line=stroke, hovertemplate=hover)

    if history is not None and len(history[0]):
        line(*history, "observed", {"color": colour.observed, "width": 1.6})
        figure.add_vline(x=history[0][-1], line={"color": colour.muted, "width": 1, "dash": "dot"})
    if actual is not None:
        afterwards = {"color": colour.observed, "width": 1.6, "dash": "dot"}
        line(time, actual, "observed afterwards", afterwards)
    line(time, forecast, "forecast, as it is", {"color": colour.forecast, "width": 2.4})
    for one in lines:
        stroke = scenario_stroke(one.number, style)
        line(one.time, one.values, plain(one.name, 32), {**stroke, "width": _width(one)})
    if lines:
        _differences(figure, lines, style, mode)
    style.header(figure, f"{plain(column, 22)}, forecast over the horizon")
    figure.update_layout(hovermode="x unified", bargap=0.15, yaxis_title_text=plain(column, 18))
    drawn = [time, *(one.time for one in lines), *(history[:1] if history is not None else ())]
    ends = pd.DatetimeIndex(
        [min(t[0] for t in drawn if len(t)), max(t[-1] for t in drawn if len(t))]
    )
    figure.update_xaxes(
        anchor="y2" if lines else "y",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(*drawn),
        tickangle=0,
        **few_ticks(ends if len(time) > 1 else time, 5),
    )
    return figure


def _width(line: Line) -> float:
    return 2.4 if line.edited else 1.6


def _differences(figure: go.Figure, lines: Sequence[Line], style: Style, mode: str) -> None:
    """In a row of their own below."""
    figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.25), "nticks": 4}
    figure.layout.yaxis2.update(
        zerolinecolor=style.colour.muted, zerolinewidth=1, rangemode="tozero"
    )
    style.header(figure, "Difference", "y2")
    shared = {
        "yaxis": "y2",
        "showlegend": False,
        "hovertemplate": "%{y:+,.4~g}<extra>difference</extra>",
    }
    for one in lines:
        stroke = scenario_stroke(one.number, style)
        shown = {"x": one.time, "y": one.values - one.baseline, "name": "difference", **shared}
        if len(lines) == 1:
            figure.add_bar(marker={"color": stroke["color"]}, **shown)
        else:
            shown["hovertemplate"] = "%{y:+,.4~g}<extra>" + plain(one.name, 24) + "</extra>"
            figure.add_scatter(mode=mode, line={**stroke, "width": _width(one)}, **shown)
