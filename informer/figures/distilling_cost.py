"""What the encoder costs with and without distilling, by what the work is for."""

from collections.abc import Sequence

import plotly.graph_objects as go

from informer.figures import units
from informer.figures.style import Style
from informer.inspection.distilling_results import MultiplyAdds

PARTS = {
    "projections": "projections",
    "sampling": "sampled scores",
    "attention": "attention",
    "feed_forward": "feed-forward",
    "distilling": "distilling",
    "reading": "decoder reading",
}


def multiply_add_bars(
    rows: Sequence[tuple[str, MultiplyAdds]], style: Style, *, height: int = 250
) -> go.Figure:
    """One stacked bar a row: ``("with distilling", its multiply-adds)``, and so on."""
    figure = go.Figure()
    colour = style.colour
    fills = {
        "projections": colour.exact,
        "sampling": colour.sampled,
        "attention": colour.selected,
        "feed_forward": colour.lazy,
        "distilling": colour.scenarios[0],
        "reading": colour.baseline,
    }
    for part, name in PARTS.items():
        numbers = [getattr(count, part) for _, count in rows]
        if any(numbers):
            figure.add_bar(
                x=numbers,
                y=[row for row, _ in rows],
                orientation="h",
                name=name,
                marker={"color": fills[part], "line": {"width": 0}},
                customdata=[
                    f"{units.count(n)}, {n / max(count.total, 1):.0%} of {units.count(count.total)}"
                    for n, (_, count) in zip(numbers, rows, strict=True)
                ],
                hovertemplate=f"%{{y}}<br>{name}: %{{customdata}}<extra></extra>",
            )
    style.finish(figure, height=height, revision="multiply-adds")
    style.header(figure, "Multiply-adds of one window, counted")
    figure.update_layout(barmode="stack", bargap=0.3, legend_traceorder="normal")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title_text="multiply-adds", rangemode="tozero", nticks=5, tickformat="~s")
    return figure
