"""Where one step of the forecast looks: its attention over the history, on the history's time."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from informer.figures.stacked_rows import stack_rows
from informer.figures.style import LABEL_MARGIN, Style, plain
from informer.figures.time_axis import cell_edges, few_ticks, tight_range
from informer.inspection.crossing import CrossMap, Look
from informer.inspection.decoder_results import Decoding


def cross_focus(
    decoding: Decoding,
    maps: tuple[CrossMap, ...],
    step: int,
    look: Look,
    style: Style,
    *,
    target: int = 0,
) -> go.Figure:
    """The series with forecast and focused step, and below it that step's weights.

    ``maps`` hold its row alone, one for each replica of the encoder; a bar is as wide as the time
    that its position stands for. What it looks at most is shaded in all rows. Points of the
    forecast carry the number of their step.
    """
    inside = decoding.inside
    style = style.dated(inside.time)
    figure = go.Figure()
    axes = stack_rows(
        figure,
        [150] + [120] * len(maps),
        style,
        revision=f"cross {inside.window}",
    )
    _series(figure, decoding, step, target, style)
    edges = cell_edges(inside.time)
    highest = max(float(one.weights.max()) for one in maps)
    for one, axis in zip(maps, axes[1:], strict=True):
        _bars(figure, one, decoding, axis, look, style)
        figure.layout[axis.replace("y", "yaxis")].update(
            title_text="share (%)", range=[0, 112 * max(highest, look.uniform)]
        )
        which = "the history" if len(maps) == 1 else f"the {replica_name(one)}"
        style.header(figure, f"Its attention over {which}", axis)
    figure.add_vrect(
        x0=edges[look.first],
        x1=edges[look.last + 1],
        fillcolor=style.colour.interval,
        line_width=0,
        layer="below",
    )
    figure.update_xaxes(
        range=tight_range(inside.time, decoding.time),
        hoverformat=style.time_format,
        tickangle=0,
        **few_ticks(pd.DatetimeIndex(inside.time.append(decoding.horizon)), 7),
    )
    figure.update_layout(margin_r=LABEL_MARGIN)
    return figure


def _series(figure: go.Figure, decoding: Decoding, step: int, target: int, style: Style) -> None:
    colour, inside = style.colour, decoding.inside
    name = decoding.targets[target]
    when = "%{x|" + style.time_format + "}<br>"
    figure.add_scatter(
        x=inside.time,
        y=inside.observed[:, target],
        mode="lines",
        name="observed",
        line={"color": colour.observed, "width": 1.4},
        hovertemplate=when + "%{y:,.5~g}<extra></extra>",
    )
    figure.add_scatter(
        x=decoding.horizon,
        y=decoding.forecast[:, target],
        mode="lines+markers",
        name="forecast",
        line={"color": colour.forecast, "width": 2},
        marker={"size": 5},
        customdata=np.arange(len(decoding.forecast)),
        hovertemplate=when + "forecast %{y:,.5~g}<br>click to focus<extra></extra>",
    )
    figure.add_scatter(
        x=[decoding.horizon[step]],
        y=[decoding.forecast[step, target]],
        mode="markers",
        name="focused step",
        cliponaxis=False,
        marker={
            "symbol": "circle-open",
            "size": 15,
            "color": colour.ink,
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )
    figure.update_layout(yaxis_title_text=plain(name, 14))
    style.header(figure, f"{plain(name, 16)}, step {step + 1} of {len(decoding.forecast)} focused")


def _bars(
    figure: go.Figure, one: CrossMap, decoding: Decoding, axis: str, look: Look, style: Style
) -> None:
    time = decoding.inside.time
    edges = cell_edges(time)
    first, last = edges[one.span[:, 0]], edges[one.span[:, 1] + 1]
    width = (last - first).astype("timedelta64[ms]").astype(np.float64)
    figure.add_bar(
        x=first + (last - first) // 2,
        y=100 * one.weights[0],
        width=width,
        yaxis=axis,
        name="attention, exact",
        legendgroup="attention",
        showlegend=axis == "y2",
        # the line of uniform attention must be seen before the bars
        marker={"color": style.colour.exact, "line": {"width": 0}, "opacity": 0.75},
        customdata=spans_in_words(one, time, style),
        hovertemplate=f"%{{customdata}}<br>%{{y:.2f}} %, uniform {100 * look.uniform:.2f} %"
        "<extra></extra>",
    )
    figure.add_scatter(
        x=[edges[one.span[0, 0]], edges[one.span[-1, 1] + 1]],
        y=[100 * look.uniform] * 2,
        yaxis=axis,
        mode="lines",
        name="uniform attention",
        legendgroup="uniform",
        showlegend=axis == "y2",
        line={"color": style.colour.ink, "width": 1.2, "dash": "dash"},
        hoverinfo="skip",
    )


def spans_in_words(one: CrossMap, time: pd.DatetimeIndex, style: Style) -> list[str]:
    """First and last step of the context ``time`` that each column stands for."""
    form = style.time_format
    return [
        f"{time[a]:{form}}" if a == b else f"{time[a]:{form}} to {time[b]:{form}}"
        for a, b in one.span
    ]


def replica_name(one: CrossMap) -> str:
    """What a replica of the encoder reads, in words."""
    return "whole input" if one.replica == 0 else f"last 1/{2**one.replica} of the input"
