"""The decoder's self-attention: its measures, and what its lazy rows get.

The cumulative sum of the public code grows with a row's place; the cumulative mean does not.
"""

import pandas as pd
import plotly.graph_objects as go

from informer.figures.attention_window import window_panel
from informer.figures.stacked_rows import stack_rows
from informer.figures.style import Style
from informer.figures.time_axis import cell_edges, few_ticks, tight_range
from informer.inspection.decoder_results import Decoding
from informer.inspection.lazy_rows import LazyRows
from informer.inspection.results import AttentionInspection


def causal_panel(
    decoding: Decoding, layer: int, head: int, style: Style, *, target: str
) -> go.Figure:
    """The window panel of one decoder layer, over the time of the decoder's rows.

    Without a start token it begins one horizon earlier, so that something observed is in view.
    """
    inside = decoding.inside
    shown = decoding.label_len or len(decoding.horizon)
    figure = window_panel(inside, decoding.cross[layer].name, head, style, target=target)
    # The bar of the top-u falls with ln(visible keys), from far above any KL: it may leave the row.
    highest = float(inside.attention[layer].kl[head].max())
    figure.update_layout(yaxis2_range=[0, 1.3 * max(highest, 1e-3)])
    context = pd.DatetimeIndex(inside.time[-min(shown, len(inside.time)) :])
    figure.update_xaxes(
        range=tight_range(context, decoding.time),
        tickangle=0,
        **few_ticks(pd.DatetimeIndex(context.union(decoding.time)), 6),
    )
    return figure


def lazy_figure(
    layer: AttentionInspection, head: int, rows: LazyRows, label_len: int, style: Style
) -> go.Figure:
    """Keys that each row may see; below it, the length of the row under sum, mean and attention,
    and the same again without the sum, which dwarfs the others.
    """
    style = style.dated(layer.time)
    colour = style.colour
    figure = go.Figure()
    axes = stack_rows(
        figure, [80, 130, 130], style, revision=f"lazy {layer.name} {head} {layer.time[0]}"
    )
    when = "row %{customdata}, %{x|" + style.time_format + "}<br>"
    number = list(range(layer.length))
    figure.add_scatter(
        x=layer.time,
        y=layer.visible,
        mode="lines",
        line={"color": colour.muted, "width": 1.4, "shape": "hvh"},
        name="visible keys",
        showlegend=False,
        customdata=number,
        hovertemplate=when + "sees %{y} keys<extra></extra>",
    )
    for name, group, values, shade, dash in (
        ("cumulative sum (the public code)", "sum", rows.summed, colour.scenarios[0], "solid"),
        ("cumulative mean", "mean", rows.mean, colour.lazy, "solid"),
        ("full attention, exact", "full", rows.full, colour.exact, "dot"),
    ):
        for axis in axes[1:] if group != "sum" else axes[1:2]:
            figure.add_scatter(
                x=layer.time,
                y=values,
                yaxis=axis,
                mode="lines",
                name=name,
                legendgroup=group,
                showlegend=axis == axes[1],
                line={"color": shade, "width": 2.4 if group == "mean" else 1.8, "dash": dash},
                customdata=number,
                hovertemplate=when + f"{name}: %{{y:.2f}}<extra></extra>",
            )
    for axis, title in zip(axes, ("keys", "length", "length"), strict=True):
        figure.layout[axis.replace("y", "yaxis")].update(title_text=title, rangemode="tozero")
    edges = cell_edges(layer.time)
    for axis in axes:
        figure.add_shape(
            type="rect",
            x0=edges[label_len],
            x1=edges[-1],
            y0=0,
            y1=1,
            yref=f"{axis} domain",
            fillcolor=colour.interval,
            line_width=0,
            layer="below",
        )
    figure.add_annotation(
        text="horizon",
        x=edges[label_len],
        xanchor="left",
        xshift=4,
        yref="y domain",
        y=1,
        yanchor="top",
        showarrow=False,
        font={"size": 12, "color": colour.muted},
    )
    style.header(figure, "Keys that each row may see")
    style.header(figure, "Length of what a lazy row gets, ‖row‖", axes[1])
    style.header(figure, "The same without the sum", axes[2])
    figure.update_xaxes(
        range=[edges[0], edges[-1]],
        hoverformat=style.time_format,
        tickangle=0,
        **few_ticks(layer.time, 6),
    )
    return figure
