"""The long tail: the measure of all queries of one head, sorted."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.bars import MANY, add_bars
from informer.figures.style import Style
from informer.inspection.mass import share_of_mass
from informer.inspection.results import AttentionInspection, Floats, Ints


def sorted_measure(
    layer: AttentionInspection,
    head: int,
    style: Style,
    *,
    mass: Floats | None = None,
    focus: int | None = None,
    height: int = 300,
) -> go.Figure:
    """Exact M less ln L_K from the largest to the smallest, selected queries in colour.

    A good sample puts all the colour at the left end. ``mass`` ``[L]`` is the attention mass of
    each query (inspection/mass.py): its cumulative share is drawn over the bars. Clickable:
    ``customdata`` is the query.
    """
    style = style.dated(layer.time)
    colour = style.colour
    order = np.argsort(-layer.measure_exact[head], kind="stable")
    rank = np.arange(1, layer.length + 1)
    kl = layer.kl[head][order]
    active = layer.active(head)[order]
    figure = go.Figure()
    for name, mask, fill in (
        ("selected query", active, colour.selected),
        ("lazy query", ~active, colour.lazy),
    ):
        if mask.any():
            add_bars(
                figure,
                rank[mask],
                kl[mask],
                fill=fill,
                width=0.9,
                many=layer.length > MANY,
                numbers=order[mask],
                text=layer.time[order[mask]].strftime(style.time_format),
                name=f"{name}: {int(mask.sum())}",
                hovertemplate="rank %{x}: <b>query %{customdata}</b>, %{text}<br>"
                f"KL %{{y:.3f}} nats<br>{name}<extra></extra>",
            )
    style.finish(figure, height=height, revision=f"order {layer.name}")
    style.header(figure, "Exact KL, sorted" + (", and attention mass" if mass is not None else ""))
    if mass is not None:
        _add_mass(figure, layer, head, mass, order, style)
    if layer.n_selected is not None:
        figure.add_vline(
            x=layer.n_selected + 0.5, line={"color": colour.exact, "width": 1.2, "dash": "dash"}
        )
        figure.add_annotation(
            x=layer.n_selected + 0.5,
            y=1,
            yref="y domain",
            text=f"top {layer.n_selected}",
            xanchor="left",
            xshift=3,
            showarrow=False,
            font={"size": 12, "color": colour.exact},
        )
    if focus is not None:
        place = int(np.flatnonzero(order == focus)[0])
        figure.add_scatter(
            x=[rank[place]],
            y=[kl[place]],
            mode="markers",
            name=f"focused query {focus}",
            marker={"symbol": "circle-open", "size": 13, "color": colour.ink, "line": {"width": 2}},
            hoverinfo="skip",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        title_text="rank by exact M", showgrid=False, range=[0.5, layer.length + 0.5]
    )
    figure.layout.yaxis.update(title_text="KL (nats)", rangemode="tozero", nticks=5)
    return figure


def _add_mass(
    figure: go.Figure,
    layer: AttentionInspection,
    head: int,
    mass: Floats,
    order: Ints,
    style: Style,
) -> None:
    """Share of the attention mass in the first so many bars, by chance, and in the selected."""
    colour = style.colour
    share = np.concatenate([[0.0], mass[order].cumsum(dtype=np.float64)])
    share = share / share[-1] if share[-1] > 0 else np.linspace(0, 1, len(share))
    count = np.arange(len(share))
    figure.layout.yaxis2 = {
        **style.axis(),
        "overlaying": "y",
        "side": "right",
        "range": [0, 1.02],
        "tickformat": ".0%",
        "dtick": 0.25,
        "showgrid": False,
        "title_text": "share of attention mass",
    }
    figure.add_scatter(
        x=count + 0.5,
        y=share,
        yaxis="y2",
        mode="lines",
        name="attention mass of the first so many",
        line={"color": colour.exact, "width": 1.6},
        customdata=count,
        hovertemplate="the %{customdata} queries with the largest exact M carry %{y:.1%} of the "
        "attention mass<extra></extra>",
    )
    figure.add_scatter(
        x=[0.5, layer.length + 0.5],
        y=[0, 1],
        yaxis="y2",
        mode="lines",
        name="by chance",
        line={"color": colour.baseline, "width": 1.2, "dash": "dot"},
        hoverinfo="skip",
    )
    if layer.selected is not None:
        figure.add_scatter(
            x=[layer.selected.shape[1] + 0.5],
            y=[share_of_mass(mass, layer.selected[head])],
            yaxis="y2",
            mode="markers",
            name="of the selected",
            marker={
                "symbol": "diamond",
                "size": 10,
                "color": colour.selected,
                "line": {"color": colour.surface, "width": 1},
            },
            hovertemplate=f"the {layer.selected.shape[1]} selected queries carry %{{y:.1%}} of the "
            "attention mass<extra></extra>",
        )
