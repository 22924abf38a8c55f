"""Three panels side by side, one for each score of an estimate: precision, mass, error."""

from typing import Any

import plotly.graph_objects as go

from informer.figures.style import Style

SCORES = {
    "precision": "Precision at u",
    "mass": "Mass kept",
    "error": "Output error",
}
"""The scores, in the order of :class:`informer.inspection.estimate.Score`."""

_DOMAINS = ((0.0, 0.3), (0.35, 0.65), (0.7, 1.0))


def three_panels(
    figure: go.Figure, style: Style, *, height: int, revision: str, legend: bool
) -> list[str]:
    """Give a figure three panels with a heading each; the suffix of each panel's axes."""
    style.finish(figure, height=height, revision=revision, legend=legend)
    suffixes = ["", "2", "3"]
    for suffix, domain, title in zip(suffixes, _DOMAINS, SCORES.values(), strict=True):
        figure.layout[f"xaxis{suffix}"] = {
            **style.axis(),
            "domain": domain,
            "anchor": f"y{suffix}",
        }
        figure.layout[f"yaxis{suffix}"] = {**style.axis(), "anchor": f"x{suffix}"}
        figure.add_annotation(
            text=f"<b>{title}</b>",
            xref=f"x{suffix} domain",
            x=0,
            xanchor="left",
            yref="paper",
            y=1,
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            font={"size": 12, "color": style.colour.ink},
        )
    return suffixes


def percent(value: float) -> str:
    """``0.7`` as ``70 %``; a small share that is not none keeps a digit."""
    digits = 1 if 0 < value < 0.0995 else 0
    return f"{100 * value:.{digits}f} %"


def percent_axis(**more: Any) -> dict[str, Any]:
    """An axis of shares, given as percentages."""
    return {"ticksuffix": " %", "rangemode": "tozero", **more}
