"""Small colour rows, one cell a step: the decoder's other columns, and the calendar."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.hatching import hatching
from informer.figures.style import Style, plain
from informer.figures.time_axis import Times, cell_edges
from informer.inspection.calendar_fields import CalendarField
from informer.inspection.decoder_results import Decoding

MAX_ROWS = 12
"""Columns that are drawn; of more, the first ones."""
_FEW = 4


def channel_rows(figure: go.Figure, decoding: Decoding, axis: str, style: Style) -> None:
    """One row for each column but the targets: known-future ones with their real values all along,
    covariates hatched where nothing is known of them.
    """
    others = len(decoding.channels) - len(decoding.targets)
    names = decoding.channels[: min(others, MAX_ROWS)]
    label, edges = decoding.label_len, cell_edges(decoding.time)
    for row, name in enumerate(names):
        known = row < decoding.n_known_future
        values = decoding.values[:, row].copy()
        if not known:
            values[label:] = np.nan
        seen = values[~np.isnan(values)]
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
        if len(seen):
            words = [f"{value:.4g}" for value in seen]
            if len(np.unique(seen)) <= _FEW:  # a flag; of a measured column the colours say enough
                _write(figure, seen, words, (low, max(high, low + 1e-9)), edges, row, axis)
        figure.add_heatmap(
            z=values[None],
            x=edges,
            y=[row],
            yaxis=axis,
            name=plain(name),
            colorscale="Cividis",
            zmin=low,
            zmax=high if high > low else low + 1,
            showscale=False,
            hoverongaps=False,
            ygap=2,
            hovertemplate=f"{plain(name, 40)} %{{z:,.5~g}}<br>%{{x|{style.time_format}}}"
            "<extra></extra>",
        )
    blank = [row for row in range(len(names)) if row >= decoding.n_known_future]
    if blank:
        left, right = edges[label], edges[-1]
        figure.add_scatter(
            x=[left, right, right, left, left],
            y=[blank[0] - 0.5] * 2 + [blank[-1] + 0.5] * 2 + [blank[0] - 0.5],
            yaxis=axis,
            mode="lines",
            fill="toself",
            fillpattern=hatching(style),
            line={"width": 0},
            name="placeholder",
            showlegend=False,
            hoverinfo="skip",
        )
    _label(figure, axis, [plain(name, 16) for name in names])
    heading = "In: other columns; hatched: placeholders"
    if decoding.n_known_future:
        heading = "In: known in the future" + (", other columns" if blank else "")
    left_out = others - len(names)
    style.header(figure, heading + (f" (and {left_out} more)" if left_out else ""), axis)


def calendar_rows(
    figure: go.Figure,
    calendar: tuple[CalendarField, ...],
    time: pd.DatetimeIndex,
    axis: str,
    style: Style,
) -> None:
    """One row for each field; its value is written where it begins."""
    edges = cell_edges(time)
    for row, field in enumerate(calendar):
        _write(figure, field.values, field.labels, (field.first, field.last), edges, row, axis)
        figure.add_heatmap(
            z=field.values[None],
            x=edges,
            y=[row],
            yaxis=axis,
            name=field.name,
            colorscale="Cividis",
            zmin=field.first,
            zmax=field.last,
            showscale=False,
            ygap=2,
            customdata=[list(field.labels)],
            hovertemplate=f"{field.name} %{{customdata}}<br>%{{x|{style.time_format}}}"
            "<extra></extra>",
        )
    _label(figure, axis, [field.name for field in calendar])
    style.header(figure, "In: the calendar of each step", axis)


def _write(
    figure: go.Figure,
    values: NDArray[np.generic],
    labels: Sequence[str],
    ends: tuple[float, float],
    edges: Times,
    row: int,
    axis: str,
) -> None:
    """Write each value where it begins; of one that changes often, about eight in all."""
    changes = [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist()]
    kept = changes[:: -(-len(changes) // 8)]
    room = len(values) / 20  # a label needs a twentieth of the width
    for step, end in zip(kept, [*kept[1:], len(values)], strict=True):
        if end - step < room:
            continue
        share = (float(values[step]) - ends[0]) / ((ends[1] - ends[0]) or 1)
        figure.add_annotation(
            text=labels[step],
            x=edges[step],
            xanchor="left",
            xshift=1,
            y=row,
            yref=axis,
            showarrow=False,
            # Cividis is dark in its lower half, in both themes
            font={"size": 11, "color": "white" if share < 0.6 else "black"},
        )


def _label(figure: go.Figure, axis: str, names: list[str]) -> None:
    figure.layout[axis.replace("y", "yaxis")].update(
        tickvals=list(range(len(names))),
        ticktext=names,
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
