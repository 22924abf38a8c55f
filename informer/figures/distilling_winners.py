"""Which of its three candidates a max-pooling kept: earlier, in the middle, later."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from informer.figures.style import Style
from informer.inspection.distilling_results import Doubles, WinnerShares

CANDIDATES = ("earlier, 2i − 1", "in the middle, 2i", "later, 2i + 1")


def winner_bars(
    rows: Sequence[tuple[str, Doubles]], style: Style, *, height: int | None = None
) -> go.Figure:
    """Shares ``[3]`` of each row as one stacked bar."""
    figure = go.Figure()
    for index, (name, fill) in enumerate(zip(CANDIDATES, _fills(style), strict=True)):
        shares = [100 * float(share[index]) for _, share in rows]
        figure.add_bar(
            x=shares,
            y=[row for row, _ in rows],
            orientation="h",
            name=name,
            marker={"color": fill, "line": {"width": 0}},
            text=[f"{share:.0f} %" if share >= 6 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": style.colour.surface},
            hovertemplate=f"%{{y}}<br>{name}: %{{x:.1f}} %<extra></extra>",
        )
    style.finish(figure, height=height or 110 + 34 * len(rows), revision="winner bars")
    style.header(figure, "Which candidate the max-pooling kept")
    figure.update_layout(barmode="stack", bargap=0.25, legend_traceorder="normal")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title_text="share of values (%)", range=[0, 100], showgrid=False, dtick=25)
    return figure


def winners_by_feature(
    shares: WinnerShares, name: str, style: Style, *, height: int = 250
) -> go.Figure:
    """For each feature, the share of the positions that each candidate won."""
    figure = go.Figure()
    features = np.arange(len(shares.by_feature))
    for index, (candidate, fill) in enumerate(zip(CANDIDATES, _fills(style), strict=True)):
        figure.add_bar(
            x=features,
            y=100 * shares.by_feature[:, index],
            name=candidate,
            marker={"color": fill, "line": {"width": 0}},
            hovertemplate=f"feature %{{x}}<br>{candidate}: %{{y:.0f}} %<extra></extra>",
        )
    style.finish(figure, height=height, revision=f"winners {name}", legend=False)
    style.header(figure, f"The same for each feature, {name}")
    figure.update_layout(barmode="stack", bargap=0)
    figure.update_xaxes(title_text="feature", showgrid=False, range=[-0.5, len(features) - 0.5])
    figure.update_yaxes(title_text="share of positions (%)", range=[0, 100], dtick=25)
    return figure


def _fills(style: Style) -> tuple[str, str, str]:
    earlier, later, middle, _ = style.colour.scenarios
    return earlier, middle, later
