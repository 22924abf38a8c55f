"""The measure of every query in one glance: a strip small enough for the start page."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.style import Style
from informer.inspection.results import AttentionInspection


def measure_strip(
    layer: AttentionInspection, head: int, style: Style, *, height: int = 190
) -> go.Figure:
    """KL(uniform‖p) of each query as a bar; the bars of selected queries are coloured."""
    style = style.dated(layer.time)
    colour = style.colour
    active = layer.active(head)
    kl = layer.kl[head]
    figure = go.Figure()
    for name, mask, fill in (
        (f"selected: {int(active.sum())} of {layer.length} queries", active, colour.selected),
        ("lazy: gets the mean of all values", ~active, colour.lazy),
    ):
        if mask.any():
            figure.add_bar(
                x=layer.time[mask],
                y=kl[mask],
                name=name,
                marker={"color": fill, "line": {"width": 0}},
                customdata=np.flatnonzero(mask),
                hovertemplate="query %{customdata}, %{x|" + style.time_format + "}<br>"
                "KL %{y:.3f} nats<extra></extra>",
            )
    style.finish(figure, height=height, revision=f"strip {layer.name} {head}")
    style.header(figure, "Exact KL of each query (0: attends uniformly)")
    figure.update_layout(bargap=0.15, barmode="overlay")
    figure.update_yaxes(title_text="KL (nats)", nticks=4, rangemode="tozero")
    figure.update_xaxes(showgrid=False)
    return figure
