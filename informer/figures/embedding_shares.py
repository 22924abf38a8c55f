"""Which part of the embedding dominates: shares of the length, and of what differs."""

import plotly.graph_objects as go

from informer.figures.embedding import part_colours
from informer.figures.style import Style
from informer.inspection.embedded import PARTS, EmbeddedInput


def share_bars(embedded: EmbeddedInput, style: Style, *, height: int = 180) -> go.Figure:
    """Two bars of three parts: of the mean length, and of the mean distance from the mean vector.

    By what differs from step to step alone can attention tell one step from another.
    """
    figure = go.Figure()
    rows = {"what differs": embedded.varying_shares(), "the length": embedded.shares()}
    for name in PARTS:
        shares = [share[name] for share in rows.values()]
        figure.add_bar(
            x=shares,
            y=list(rows),
            orientation="h",
            name=name,
            marker={"color": part_colours(style)[name], "line": {"width": 0}},
            text=[f"{share:.0%}" if share > 0.08 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": style.colour.surface, "size": 13},
            constraintext="none",
            hovertemplate=f"{name}: %{{x:.1%}} of %{{y}}<extra></extra>",
        )
    style.finish(figure, height=height, revision=f"shares {embedded.side}")
    figure.update_layout(barmode="stack", bargap=0.25, legend_traceorder="normal")
    style.header(figure, "Share of the three parts in")
    figure.update_yaxes(showgrid=False)
    figure.update_xaxes(range=[0, 1], tickformat=".0%", showgrid=False)
    return figure
