"""The moments at which a forecast went most wrong; needs no torch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.forecasting.rolled import INFORMER, Rolled

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class BadWindow:
    """One window and its error."""

    window: int
    start: pd.Timestamp
    """The first time that it forecasts."""
    mae: Doubles
    """``[C]`` in units"""
    times_typical: float
    """Its error in relation to the mean over all windows; the mean of the columns."""


def window_errors(rolled: Rolled, forecaster: str = INFORMER) -> Doubles:
    """``[N, C]`` mean absolute error of each window over its horizon, in units."""
    return np.asarray(np.abs(rolled.actual - rolled.forecasts[forecaster]).mean(axis=1))


def worst_windows(rolled: Rolled, n: int, forecaster: str = INFORMER) -> list[BadWindow]:
    """The ``n`` worst, worst first; of windows whose horizons overlap only the worst.

    Fewer where fewer are worse than the mean: the first, and none below the mean.
    """
    each = window_errors(rolled, forecaster)
    typical = each.mean(axis=0)
    times = (each / np.where(typical > 0, typical, 1.0)).mean(axis=1)
    horizon, found = rolled.actual.shape[1], list[BadWindow]()
    free = np.ones(len(times), dtype=bool)
    for place in np.argsort(-times, kind="stable"):
        if len(found) == n:
            break
        if found and times[place] <= 1:
            break
        if not free[place]:
            continue
        free &= np.abs(rolled.windows - rolled.windows[place]) >= horizon
        found.append(
            BadWindow(
                window=int(rolled.windows[place]),
                start=rolled.start[place],
                mae=each[place],
                times_typical=float(times[place]),
            )
        )
    return found
