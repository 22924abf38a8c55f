"""Promised against measured: how often the truth lay within the intervals, by step ahead."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import LABEL_MARGIN, Style, plain

Doubles = NDArray[np.float64]


def coverage_figure(
    levels: Sequence[float],
    measured: Doubles,
    style: Style,
    *,
    frozen: Doubles | None = None,
    step: str,
    tolerance: float = 0.05,
    height: int = 340,
) -> go.Figure:
    """Measured shares ``[A, H]`` over the step ahead, each beside the line of its promise.

    ``frozen`` are those of intervals whose residuals end with the validation part, ``step`` names
    the length of a step, and ``tolerance`` is the band around a promise within which it is kept.
    """
    steps = np.arange(1, measured.shape[1] + 1)
    colour, figure = style.colour, go.Figure()
    rows = [("measured", measured, "solid", 2.4)]
    if frozen is not None:
        rows.append(("measured, if never renewed", frozen, "dot", 1.4))
    for name, shares, dash, width in reversed(rows):
        for level, promise in enumerate(levels):
            figure.add_scatter(
                x=steps,
                y=100 * shares[level],
                mode="lines" if len(steps) > 1 else "markers",
                name=name,
                legendgroup=name,
                showlegend=level == 0,
                line={"color": colour.forecast, "width": width, "dash": dash},
                hovertemplate=f"{100 * promise:g} % promised: %{{y:.1f}} %<extra></extra>"
                if name == "measured"
                else None,
                hoverinfo=None if name == "measured" else "skip",
            )
    style.finish(figure, height=height, revision="coverage")
    for promise in levels:
        figure.add_hrect(
            y0=100 * (promise - tolerance),
            y1=min(100 * (promise + tolerance), 100),
            fillcolor=colour.grid,
            line={"width": 0},
            layer="below",
        )
        figure.add_hline(
            y=100 * promise, line={"color": colour.muted, "width": 1.2, "dash": "dash"}
        )
        style.level_label(figure, f"{100 * promise:g} %", 100 * promise, "y", colour.muted)
    style.header(figure, "Truth within the interval")
    lowest = float(np.nanmin([np.nanmin(one) for _, one, _, _ in rows]))
    figure.update_yaxes(
        title_text="share of test windows",
        ticksuffix=" %",
        range=[max(0.0, 100 * min(lowest, *levels) - 8), 101],
    )
    figure.update_xaxes(
        title_text=f"steps ahead, of {plain(step)}", showgrid=False, rangemode="tozero"
    )
    figure.update_layout(hovermode="x unified", margin_r=LABEL_MARGIN)
    return figure
