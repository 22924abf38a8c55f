"""Full and ProbSparse attention over the length: time, memory and dot products, all alike."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from informer.costing.counts import HERE
from informer.costing.results import FULL, HELD, LEAST_MEMORY, SPARSE, Curve
from informer.figures.style import Style

_TICKS = (24, 48, 96, 192, 384, 720, 1440, 2880, 5760)


class Axis(NamedTuple):
    """What is drawn over the length."""

    header: str
    title: str
    unit: str
    ticks: str
    """How plotly writes a number on the axis."""


TIME = Axis("Time, measured", "milliseconds", "ms", "~g")
MEMORY = Axis("Memory added at the peak, measured", "MiB", "MiB", "~g")
COUNT = Axis("Dot products of a head, counted", "dot products q·k", "dot products", "~s")
NAMES = {
    HELD: "full, all scores held",
    FULL: "full attention",
    HERE: "ProbSparse, as run here",
    SPARSE: "ProbSparse",
}


def over_length(
    curves: Mapping[str, Curve],
    axis: Axis,
    style: Style,
    *,
    span: tuple[int, int],
    own: int | None = None,
    faster_from: int | None = None,
    height: int = 360,
) -> go.Figure:
    """Each form's curve over the length L, both logarithmic, with the band of its quartiles.

    ``span`` is the range of lengths, ``own`` the length of the run that is looked at, and
    ``faster_from`` where ProbSparse begins to be faster. Clickable: x is the length.
    """
    figure = go.Figure()
    if axis is MEMORY:
        curves = {form: _at_least(curve, LEAST_MEMORY) for form, curve in curves.items()}
    drawn = [form for form in NAMES if form in curves and curves[form].at]
    for form in drawn:
        if curves[form].low != curves[form].high:
            _band(figure, form, curves[form], style)
    for form in drawn:
        _line(figure, form, curves[form], axis, style)
    style.finish(figure, height=height, revision=axis.header)
    style.header(figure, axis.header)
    ticks = [tick for tick in _TICKS if span[0] <= tick <= span[1]]
    figure.update_xaxes(
        type="log",
        title_text="length L, in steps",
        tickvals=ticks,
        ticktext=[f"{tick:,}" for tick in ticks],
        range=[math.log10(span[0] / 1.15), math.log10(span[1] * 1.15)],
    )
    figure.update_yaxes(type="log", title_text=axis.title, dtick=1, tickformat=axis.ticks)
    if own is not None:
        _own(figure, own, own < 1.5 * math.sqrt(span[0] * span[1]), style)
    if faster_from is not None:
        _crossing(figure, faster_from, curves[SPARSE], style)
    return figure


def _at_least(curve: Curve, least: float) -> Curve:
    """A logarithmic axis has no place for what is too little to tell: it is drawn at the least."""
    return Curve(curve.at, *(tuple(max(value, least) for value in part) for part in curve[1:]))


def _colour(form: str, style: Style) -> str:
    colour = style.colour
    return {FULL: colour.exact, HELD: colour.baseline}.get(form, colour.sampled)


def _line(figure: go.Figure, form: str, curve: Curve, axis: Axis, style: Style) -> None:
    dash = {HELD: "dash", HERE: "dot"}.get(form, "solid")
    counted = curve.low == curve.high
    quartiles = "" if counted else "<br>quartiles %{customdata[0]:.3~g} to %{customdata[1]:.3~g}"
    number = "%{y:,.0f}" if counted and axis is COUNT else "%{y:.3~g}"
    figure.add_scatter(
        x=list(curve.at),
        y=list(curve.median),
        mode="lines" if axis is COUNT else "lines+markers",
        name=NAMES[form],
        legendgroup=form,
        line={
            "color": _colour(form, style),
            "width": 1.6 if dash != "solid" else 2.4,
            "dash": dash,
        },
        marker={"size": 6},
        customdata=np.stack([curve.low, curve.high], axis=1),
        hovertemplate=f"<b>{NAMES[form]}</b>, L = %{{x:,}}<br>{number} {axis.unit}{quartiles}"
        "<extra></extra>",
    )


def _band(figure: go.Figure, form: str, curve: Curve, style: Style) -> None:
    """From the lower to the upper quartile, as one closed shape."""
    figure.add_scatter(
        x=[*curve.at, *reversed(curve.at)],
        y=[*curve.high, *reversed(curve.low)],
        mode="lines",
        fill="toself",
        name=f"{NAMES[form]}, quartiles",
        legendgroup=form,
        showlegend=False,
        line={"width": 0, "color": _colour(form, style)},
        fillcolor=_colour(form, style),
        opacity=0.18,
        hoverinfo="skip",
    )


def _own(figure: go.Figure, own: int, left: bool, style: Style) -> None:
    """A line at the run's own length, named where the rising curves leave room."""
    figure.add_shape(
        type="line",
        x0=own,
        x1=own,
        y0=0,
        y1=1,
        yref="y domain",
        line={"color": style.colour.selected, "width": 1.2, "dash": "dash"},
    )
    figure.add_annotation(
        text=f"this run: L = {own:,}",
        x=math.log10(own),
        y=1 if left else 0,
        yref="y domain",
        xanchor="left" if left else "right",
        yanchor="top" if left else "bottom",
        xshift=4 if left else -4,
        showarrow=False,
        font={"size": 12, "color": style.colour.selected},
    )


def _crossing(figure: go.Figure, length: int, sparse: Curve, style: Style) -> None:
    """A ring around the point from which ProbSparse is faster; the legend says so."""
    figure.add_scatter(
        x=[length],
        y=[sparse.value(length)],
        mode="markers",
        name=f"faster from L = {length:,} on",
        marker={
            "symbol": "circle-open",
            "size": 14,
            "color": style.colour.sampled,
            "line": {"width": 2.2},
        },
        hoverinfo="skip",
    )
