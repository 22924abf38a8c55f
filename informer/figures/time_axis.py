"""Time on an axis: the borders of cells, a range without empty ends, few and short labels."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Times = NDArray[np.datetime64]

_SECOND, _MINUTE, _HOUR, _DAY = 1e3, 60e3, 3600e3, 86400e3
_LADDER: list[tuple[float, float | str, str]] = [
    *((n * _SECOND, n * _SECOND, "%H:%M:%S") for n in (1, 5, 15, 30)),
    *((n * _MINUTE, n * _MINUTE, "%H:%M") for n in (1, 5, 15, 30)),
    *((n * _HOUR, n * _HOUR, "%H:%M<br>%d %b") for n in (1, 3, 6, 12)),
    *((n * _DAY, n * _DAY, "%d %b") for n in (1, 2, 4, 7, 14)),
    *((n * 30.4 * _DAY, f"M{n}", "%b %Y") for n in (1, 3, 6)),
    *((n * 365.25 * _DAY, f"M{12 * n}", "%Y") for n in (1, 2, 5, 10, 20, 50)),
]
"""Width of a step in milliseconds, the same as Plotly writes it, and the label of a tick."""


def cell_edges(time: pd.DatetimeIndex) -> Times:
    """Borders ``[n + 1]`` of cells around ``n`` times: halfway between neighbours."""
    moments = time.to_numpy().astype("datetime64[ns]").astype(np.int64)
    if len(moments) == 1:
        half = np.int64(30 * 10**9)
        return np.array([moments[0] - half, moments[0] + half]).astype("datetime64[ns]")
    middle = moments[:-1] + np.diff(moments) // 2
    first, last = 2 * moments[0] - middle[0], 2 * moments[-1] - middle[-1]
    return np.concatenate([[first], middle, [last]]).astype("datetime64[ns]")


def block_edges(time: pd.DatetimeIndex, block: int) -> Times:
    """Borders of cells that stand for ``block`` of these times each; the last may hold fewer."""
    edges = cell_edges(time)
    return np.append(edges[:-1:block], edges[-1])


def tight_range(*times: pd.DatetimeIndex) -> list[np.datetime64]:
    """A range for a time axis that ends half a step beyond the first and last of these times."""
    edges = [cell_edges(time) for time in times if len(time)]
    return [min(e[0] for e in edges), max(e[-1] for e in edges)]


def few_ticks(time: pd.DatetimeIndex, count: int) -> dict[str, Any]:
    """Ticks of a time axis: about ``count`` at round times, with the shortest clear labels."""
    span = (time[-1] - time[0]).total_seconds() * 1e3
    steps = [step for step in _LADDER if step[0] * count >= span]
    _, step, label = (steps or _LADDER[-1:])[0]
    return {"dtick": step, "tickformat": label}


def zoomed_ticks() -> dict[str, Any]:
    """Labels of a time axis that is zoomed: day before month, the coarser part where it changes.

    For axes of times alone: on an axis of numbers Plotly would go by the same limits.
    """
    limits = [None, 60e3, 86400e3, "M1", "M12", None]
    labels = ["%H:%M:%S\n%-d %b %Y", "%H:%M\n%-d %b %Y", "%-d %b\n%Y", "%b %Y", "%Y"]
    stops = [
        {"dtickrange": [low, high], "value": label}
        for low, high, label in zip(limits, limits[1:], labels, strict=False)
    ]
    return {"tickformatstops": stops}
