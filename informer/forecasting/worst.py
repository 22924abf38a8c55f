"""The windows that were forecast worst, no two of them of the same hours."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.forecasting.rolled import INFORMER, Rolled

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Miss:
    """One window, and how far off its forecasts were."""

    window: int
    start: pd.Timestamp
    mae: float
    """Of the model, in units."""
    times_typical: float
    """Against the median window; infinite where that makes no error."""
    best_simple: str
    simple_mae: float
    """The lowest error of a baseline there: whether it was hard for all."""


def window_errors(part: Rolled, column: int) -> dict[str, Doubles]:
    """Mean absolute error ``[N]`` of each window, by forecaster, in units."""
    actual = part.actual[:, :, column]
    return {
        name: np.asarray(np.abs(forecast[:, :, column] - actual).mean(axis=1))
        for name, forecast in part.forecasts.items()
    }


def worst_windows(part: Rolled, column: int, count: int = 8) -> tuple[Miss, ...]:
    """The worst windows of one column, the worst first, no two with a forecast step in common.

    Of windows that overlap, and so fail by the same event, only the worst is listed.
    """
    errors = window_errors(part, column)
    mine = errors.pop(INFORMER)
    typical, horizon = float(np.median(mine)), part.actual.shape[1]
    free = np.ones(len(mine), dtype=bool)
    found: list[Miss] = []
    for number in np.argsort(-mine, kind="stable"):
        if len(found) == count:
            break
        if not free[number]:
            continue
        free &= np.abs(part.windows - part.windows[number]) >= horizon
        simple = min(errors, key=lambda name: float(errors[name][number]))
        found.append(
            Miss(
                window=int(part.windows[number]),
                start=part.start[number],
                mae=float(mine[number]),
                times_typical=float(mine[number]) / typical if typical else float("inf"),
                best_simple=simple,
                simple_mae=float(errors[simple][number]),
            )
        )
    return tuple(found)
