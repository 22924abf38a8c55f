"""Marks over all rows of the window panel: the focused query, and where the horizon begins."""

import plotly.graph_objects as go

from informer.figures.style import Style
from informer.figures.time_axis import tight_range
from informer.inspection.results import AttentionInspection, Inspection


def mark_focus(
    figure: go.Figure, layer: AttentionInspection, head: int, focus: int, style: Style
) -> None:
    """A line through each row at the focused query, and a ring around its points."""
    when, rows = layer.time[focus], [("y2", layer.kl)]
    if layer.measure_sampled is not None:
        rows.append(("y3", layer.measure_sampled))
    for axis in ("y", *(name for name, _ in rows)):
        figure.add_shape(
            type="line",
            x0=when,
            x1=when,
            y0=0,
            y1=1,
            yref=f"{axis} domain",
            line={"color": style.colour.muted, "width": 1},
            layer="below",
        )
    for axis, measure in rows:
        figure.add_scatter(
            x=[when],
            y=[measure[head, focus]],
            yaxis=axis,
            mode="markers",
            cliponaxis=False,
            name=f"focused: {focus}",
            legendgroup="focus",
            legendrank=5,
            showlegend=axis == "y2",
            marker={
                "symbol": "circle-open",
                "size": 15,
                "color": style.colour.ink,
                "line": {"width": 2},
            },
            hoverinfo="skip",
        )


def shade_horizon(
    figure: go.Figure, inspection: Inspection, layer: AttentionInspection, style: Style
) -> None:
    """A band over the decoder's placeholders, which nothing has been observed for."""
    figure.add_vrect(
        x0=tight_range(inspection.time)[-1],
        x1=tight_range(layer.time)[-1],
        fillcolor=style.colour.interval,
        line_width=0,
        layer="below",
        annotation={"text": "horizon", "font": {"size": 12, "color": style.colour.muted}},
        annotation_position="top right",
    )
