"""How steps become vectors: value + position + calendar = what the model reads."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.feature_map import add_feature_map, bound_of, map_axis
from informer.figures.style import Style, plain
from informer.figures.time_axis import cell_edges, few_ticks
from informer.inspection.embedded import PARTS, EmbeddedInput

_READ, _MAPS, _NORM = (0.9, 1.0), (0.72, 0.545, 0.37, 0.195), (0.0, 0.145)
_MAP = 0.14
_LABELS = {
    "value": "value: a convolution over 3 steps",
    "position": "<b>+</b> position: sine and cosine",
    "calendar": "<b>+</b> calendar: what time it is",
    "total": "<b>=</b> what the {side} reads",
}


def embedding_figure(
    embedded: EmbeddedInput, style: Style, *, channel: int = -1, height: int = 940
) -> go.Figure:
    """The numbers read, the three parts as maps, their sum, and the length of each, over time.

    All maps share one symmetrical scale. ``channel`` is the one drawn on top, with up to two
    known-future ones. In a decoder's input a line parts start token and placeholders.
    """
    style = style.dated(embedded.time)
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"embedding {embedded.side} {embedded.time[0]}")
    edges = cell_edges(embedded.time)
    _read(figure, embedded, channel, style)
    shares = embedded.shares()
    bound = bound_of(*(embedded.part(name) for name in (*PARTS, "total")))
    for row, (name, bottom) in enumerate(zip((*PARTS, "total"), _MAPS, strict=True), start=2):
        values, axis = embedded.part(name), f"y{row}"
        figure.layout[f"yaxis{row}"] = map_axis(style, (bottom, bottom + _MAP), values.shape[1])
        scale: dict[str, object] | None = None
        if name == "value":
            scale = {"y": (_MAPS[-1] + _MAPS[0] + _MAP) / 2, "len": 0.5}
        label = _LABELS[name].format(side=embedded.side)
        add_feature_map(
            figure, values, edges, axis, style,
            name="sum" if name == "total" else name, bound=bound, scale=scale,
        )  # fmt: skip
        share = "" if name == "total" else f", {shares[name]:.0%} of the length"
        style.header(figure, label + share, axis)
    _norms(figure, embedded, style)
    figure.update_xaxes(
        anchor="y6",
        showgrid=False,
        hoverformat=style.time_format,
        range=[edges[0], edges[-1]],
        tickangle=0,
        **few_ticks(embedded.time, 6),
    )
    if embedded.placeholder is not None:
        _part_placeholders(figure, embedded, edges[embedded.n_token], style)
    return figure


def part_colours(style: Style) -> dict[str, str]:
    """The colour of each part in figures of their lengths."""
    colour = style.colour
    return {
        "value": colour.observed,
        "position": colour.scenarios[2],
        "calendar": colour.scenarios[0],
        "total": colour.baseline,
    }


def _read(figure: go.Figure, embedded: EmbeddedInput, channel: int, style: Style) -> None:
    """One observed channel and the first known-future ones, as the model reads them."""
    figure.layout.yaxis = {**style.axis(), "domain": _READ, "nticks": 4}
    for number in range(min(embedded.n_known_future, 2)):
        figure.add_scatter(
            x=embedded.time,
            y=embedded.read[:, number],
            mode="lines",
            name=plain(f"{embedded.channels[number]}, known in the future", 34),
            line={"color": style.colour.baseline, "width": 1.4, "dash": "dash", "shape": "hvh"},
            hovertemplate="%{y:.3f}<extra>known in the future</extra>",
        )
    name = plain(embedded.channels[channel], 20)
    figure.add_scatter(
        x=embedded.time,
        y=embedded.read[:, channel],
        mode="lines",
        name=f"{name}, as read",
        showlegend=False,
        line={"color": style.colour.observed, "width": 1.6},
        hovertemplate="%{x|" + style.time_format + "}<br>%{y:.3f}<extra>as read</extra>",
    )
    style.header(figure, f"{name}, as the {embedded.side} reads it")
    figure.update_layout(yaxis_title_text="standardised")


def _norms(figure: go.Figure, embedded: EmbeddedInput, style: Style) -> None:
    """The length of every step's vector, part by part."""
    figure.layout.yaxis6 = {
        **style.axis(), "domain": _NORM, "nticks": 4, "rangemode": "tozero",
        "title_text": "length",
    }  # fmt: skip
    for name, colour in part_colours(style).items():
        label = "their sum" if name == "total" else name
        figure.add_scatter(
            x=embedded.time,
            y=embedded.norm(name),
            yaxis="y6",
            mode="lines",
            name=label,
            line={"color": colour, "width": 1.6, "dash": "dot" if name == "total" else "solid"},
            hovertemplate="%{x|" + style.time_format + f"}}<br>%{{y:.3f}}<extra>{label}</extra>",
        )
    style.header(figure, "Length of each step's vector (norm)", "y6")


def _part_placeholders(
    figure: go.Figure, embedded: EmbeddedInput, border: np.datetime64, style: Style
) -> None:
    """Where the start token ends and the placeholders begin, in each row."""
    for row in range(1, 7) if embedded.n_token else ():
        figure.add_shape(
            type="line",
            x0=border,
            x1=border,
            y0=0,
            y1=1,
            yref=f"y{row if row > 1 else ''} domain",
            line={"color": style.colour.selected, "width": 2},
        )
    holds = {"zero": "placeholders: zero", "draft": "placeholders: draft"}
    for text, anchor, shift in (
        ("start token", "right", -4),
        (holds[embedded.placeholder or "zero"], "left", 4),
    )[0 if embedded.n_token else 1 :]:
        figure.add_annotation(
            text=text,
            x=border,
            xanchor=anchor,
            xshift=shift,
            yref="y domain",
            y=1,
            yanchor="top",
            showarrow=False,
            bgcolor=style.colour.surface,
            opacity=0.9,
            font={"size": 12, "color": style.colour.selected},
        )
