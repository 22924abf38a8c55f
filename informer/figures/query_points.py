"""Queries as points of a measure: selected in colour, lazy in grey, each one clickable."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.inspection.results import AttentionInspection, Floats

_MANY = 300
"""Queries above which points are drawn smaller."""


def add_points(
    figure: go.Figure,
    layer: AttentionInspection,
    head: int,
    values: Floats,
    axis: str,
    style: Style,
    *,
    quantity: str,
    rank_by: tuple[str, Floats],
) -> None:
    """One point per query at its value ``[L]``; ``customdata`` is the number of the query.

    ``rank_by`` is the name of a measure and its values ``[L]``: the rank stands in the hover text.
    """
    ranking, ranked = rank_by
    rank = np.empty(layer.length, dtype=np.int64)
    rank[np.argsort(-ranked, kind="stable")] = np.arange(1, layer.length + 1)
    active = layer.active(head)
    chosen = "selected" if layer.selected is not None else "query"
    small = layer.length > _MANY
    for name, meaning, mask, fill, size in (
        (
            "lazy",
            "lazy: not computed, gets the mean",
            ~active,
            style.colour.lazy,
            3 if small else 5,
        ),
        (chosen, "computed by the model", active, style.colour.selected, 5 if small else 7),
    ):
        if not mask.any():
            continue
        figure.add_scatter(
            x=layer.time[mask],
            y=values[mask],
            yaxis=axis,
            mode="markers",
            name=f"{name}: {int(mask.sum())} of {layer.length}",
            legendgroup=name,
            legendrank=2 if name == "lazy" else 1,
            showlegend=axis == "y2",
            marker={
                "color": fill,
                "size": size,
                "line": {"color": style.colour.surface, "width": 0.4 if small else 0.8},
            },
            customdata=np.flatnonzero(mask),
            text=rank[mask],
            hovertemplate="<b>query %{customdata}</b>, %{x|" + style.time_format + "}<br>"
            f"{quantity} %{{y:.3f}}<br>rank %{{text}} of {layer.length} by {ranking}<br>"
            f"{meaning}<br>click to focus<extra></extra>",
        )


def add_threshold(
    figure: go.Figure,
    layer: AttentionInspection,
    bar: NDArray[np.floating],
    axis: str,
    colour: str,
    ranking: str,
    style: Style,
) -> None:
    """The u-th largest measure as a line ``[L]``: queries on or above it are that ranking's top."""
    figure.add_scatter(
        x=layer.time,
        y=bar,
        yaxis=axis,
        mode="lines",
        name=f"top {layer.n_selected} by {ranking}",
        showlegend=False,
        line={"color": colour, "width": 1.2, "dash": "dash"},
        hovertemplate=f"the {layer.n_selected} queries on or above this line are the top of "
        f"{ranking}<extra></extra>",
    )
    style.level_label(figure, f"top {layer.n_selected}", float(bar[-1]), axis, colour)
