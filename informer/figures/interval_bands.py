"""Prediction intervals as nested bands: one hue, the darker the likelier."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.forecasting.results import Intervals

Doubles = NDArray[np.float64]


def finite_levels(bounds: Intervals) -> list[int]:
    """The levels whose bounds are finite at every step: those that can be drawn."""
    width = bounds.upper - bounds.lower
    return [level for level in range(len(bounds.levels)) if np.isfinite(width[level]).all()]


def add_bands(
    figure: go.Figure, bounds: Intervals, column: int, time: pd.DatetimeIndex, style: Style
) -> None:
    """Draw the levels as rings around one another, so that none is tinted by the next.

    Every bound is a trace of its own: hidden or saved, it is what it says.
    """
    levels, nested = finite_levels(bounds), style.colour.nested
    if len(time) == 1:
        _bars(figure, bounds, column, time, style)
        return
    ranks = list(enumerate(levels))
    below = [(rank, level, bounds.lower) for rank, level in reversed(ranks)]
    above = [(rank, level, bounds.upper) for rank, level in ranks]
    for place, (rank, level, bound) in enumerate([*below, *above]):
        upper = place >= len(levels)
        # the ring between this bound and the one below it belongs to the wider level of the two
        ring = rank if upper else rank + 1
        name = f"{100 * bounds.levels[level]:g} % interval"
        figure.add_scatter(
            x=time,
            y=bound[level, :, column],
            mode="lines",
            name=name if upper else f"{name}, lower end",
            legendgroup=name,
            showlegend=upper,
            line={"width": 0, "color": nested[min(ring, len(nested) - 1)]},
            fill="tonexty" if place else "none",
            fillcolor=nested[min(ring, len(nested) - 1)],
            hoverinfo="skip",
        )


def _bars(
    figure: go.Figure, bounds: Intervals, column: int, time: pd.DatetimeIndex, style: Style
) -> None:
    """A single step has no band: an upright bar for each level, the widest behind."""
    nested = style.colour.nested
    for rank, level in reversed(list(enumerate(finite_levels(bounds)))):
        name = f"{100 * bounds.levels[level]:g} % interval"
        figure.add_scatter(
            x=[time[0], time[0]],
            y=[bounds.lower[level, 0, column], bounds.upper[level, 0, column]],
            mode="lines",
            name=name,
            legendgroup=name,
            line={"width": 14, "color": nested[min(rank, len(nested) - 1)]},
            hoverinfo="skip",
        )


def bounds_hover(bounds: Intervals, column: int) -> tuple[Doubles, str]:
    """``[steps, 2 A]`` bounds as custom data, and the lines of a hover label that reads them."""
    levels = finite_levels(bounds)
    ends = [end[level, :, column] for level in levels for end in (bounds.lower, bounds.upper)]
    lines = "".join(
        f"<br>{100 * bounds.levels[level]:g} %: %{{customdata[{2 * i}]:,.5~g}} to "
        f"%{{customdata[{2 * i + 1}]:,.5~g}}"
        for i, level in enumerate(levels)
    )
    custom = np.stack(ends, axis=1) if ends else np.zeros((bounds.lower.shape[1], 0))
    return custom, lines
