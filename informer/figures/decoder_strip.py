"""The decoder in one picture: start token and placeholders in, the whole horizon out."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.hatching import hatching
from informer.figures.stacked_rows import stack_rows
from informer.figures.step_rows import MAX_ROWS, calendar_rows, channel_rows
from informer.figures.style import TRANSPARENT, Style, plain
from informer.figures.time_axis import cell_edges, few_ticks
from informer.inspection.calendar_fields import CalendarField
from informer.inspection.decoder_results import Decoding

_LINES, _ROW = 150, 19


def decoder_strip(
    decoding: Decoding, calendar: tuple[CalendarField, ...], style: Style, *, target: int = 0
) -> go.Figure:
    """X_de = [X_token ; X_0] above, the forecast of all L_y steps below (equation 6).

    Rows on one time axis: the target over start token and placeholders, the other columns, the
    ``calendar`` of every step, the forecast. Values are in the data's units: a zero in a
    placeholder is drawn at the mean that it stands for, and hatched, as it says nothing.
    """
    style = style.dated(decoding.time)
    others = len(decoding.channels) - len(decoding.targets)
    heights = [_LINES, _ROW * len(calendar), _LINES]
    if others:
        heights.insert(1, _ROW * min(others, MAX_ROWS))
    figure = go.Figure()
    axes = stack_rows(figure, heights, style, revision=f"decoder {decoding.inside.window} {target}")
    name = decoding.targets[target]
    _target_in(figure, decoding, target, axes[0], style)
    if others:
        channel_rows(figure, decoding, axes[1], style)
    calendar_rows(figure, calendar, decoding.time, axes[-2], style)
    _forecast_out(figure, decoding, target, axes[-1], style)
    low, high = _range(decoding, target)
    for axis in (axes[0], axes[-1]):
        figure.layout[axis.replace("y", "yaxis")].update(
            range=[low, high], title_text=plain(name, 16)
        )
    edges = cell_edges(decoding.time)
    figure.update_xaxes(
        range=[edges[0], edges[-1]],
        hoverformat=style.time_format,
        tickangle=0,
        **few_ticks(decoding.time, 6),
    )
    if decoding.label_len:
        figure.add_vline(
            x=edges[decoding.label_len], line={"color": style.colour.muted, "width": 1}
        )
    return figure


def _range(decoding: Decoding, target: int) -> tuple[float, float]:
    """Room for all that is drawn of the target, in and out."""
    column = len(decoding.channels) - len(decoding.targets) + target
    drawn = [decoding.values[:, column], decoding.forecast[:, target]]
    if decoding.actual is not None:
        drawn.append(decoding.actual[:, target])
    low, high = min(float(np.nanmin(d)) for d in drawn), max(float(np.nanmax(d)) for d in drawn)
    room = 0.08 * ((high - low) or 1.0)
    return low - room, high + room


def _target_in(figure: go.Figure, decoding: Decoding, target: int, axis: str, style: Style) -> None:
    """Known values over the start token; over the horizon a hatched area, and what stands in it."""
    column = len(decoding.channels) - len(decoding.targets) + target
    label, colour = decoding.label_len, style.colour
    values, read = decoding.values[:, column], decoding.read[:, column]
    when = "%{x|" + style.time_format + "}<br>"
    if label:
        figure.add_scatter(
            x=decoding.time[:label],
            y=values[:label],
            yaxis=axis,
            mode="lines",
            name="observed",
            line={"color": colour.observed, "width": 1.8},
            customdata=read[:label],
            hovertemplate=when + "%{y:,.5~g}, read as %{customdata:.3f}<extra></extra>",
        )
    edges = cell_edges(decoding.time)[[label, -1]]
    low, high = _range(decoding, target)
    figure.add_scatter(
        x=[edges[0], edges[1], edges[1], edges[0], edges[0]],
        y=[low, low, high, high, low],
        yaxis=axis,
        mode="lines",
        fill="toself",
        fillpattern=hatching(style),
        line={"width": 0},
        name="not known",
        hoverinfo="skip",
    )
    what = "linear draft" if decoding.drafted else "zero"
    figure.add_scatter(
        x=decoding.time[label:],
        y=values[label:],
        yaxis=axis,
        mode="lines",
        name=what,
        line={"color": colour.baseline, "width": 1.8, "dash": "dash"},
        customdata=read[label:],
        hovertemplate=when
        + f"{what}, read as %{{customdata:.3f}}<br>stands for %{{y:,.5~g}}<extra></extra>",
    )
    _say(figure, "placeholders", edges[0], axis, style, ground=style.colour.surface)
    if label:
        _say(figure, "start token", cell_edges(decoding.time)[0], axis, style)
    style.header(figure, f"In: {plain(decoding.targets[target], 28)}", axis)


def _forecast_out(
    figure: go.Figure, decoding: Decoding, target: int, axis: str, style: Style
) -> None:
    """All steps of the horizon, as one pass gives them; what came after where that is known."""
    when = "%{x|" + style.time_format + "}<br>"
    if decoding.actual is not None:
        figure.add_scatter(
            x=decoding.horizon,
            y=decoding.actual[:, target],
            yaxis=axis,
            mode="lines",
            name="observed afterwards",
            line={"color": style.colour.observed, "width": 1.6, "dash": "dot"},
            hovertemplate=when + "%{y:,.5~g} observed<extra></extra>",
        )
    figure.add_scatter(
        x=decoding.horizon,
        y=decoding.forecast[:, target],
        yaxis=axis,
        mode="lines+markers",
        name="forecast",
        line={"color": style.colour.forecast, "width": 2.4},
        marker={"size": 5},
        hovertemplate=when + "forecast %{y:,.5~g}<extra></extra>",
    )
    if decoding.label_len:
        _say(figure, "known: no output", cell_edges(decoding.time)[0], axis, style)
    style.header(figure, f"Out: all {len(decoding.forecast)} steps, in one pass", axis)


def _say(
    figure: go.Figure,
    text: str,
    x: np.datetime64,
    axis: str,
    style: Style,
    ground: str = TRANSPARENT,
) -> None:
    """A word at the top of a part of a row, that begins at ``x``."""
    figure.add_annotation(
        text=text,
        x=x,
        xanchor="left",
        xshift=4,
        yref=f"{axis} domain",
        y=1,
        yanchor="top",
        showarrow=False,
        bgcolor=ground,
        font={"size": 12, "color": style.colour.muted},
    )
