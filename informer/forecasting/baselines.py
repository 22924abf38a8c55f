"""Forecasts without learning: the last value, and the last season. Any model should beat them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def naive(values: Floats, starts: Ints, horizon: int) -> Floats:
    """The last value before each start, repeated: ``[B, horizon, C]``.

    ``values`` is ``[T, C]``, ``starts`` ``[B]`` the rows at which the forecasts begin.

    >>> naive(np.array([[1.0], [3.0], [2.0]]), np.array([2]), horizon=2)[0, :, 0]
    array([3., 3.])
    """
    return np.repeat(values[starts - 1][:, None], horizon, axis=1)


def seasonal_naive(values: Floats, starts: Ints, horizon: int, period: int) -> Floats:
    """The value one season earlier, the latest season that is known: ``[B, horizon, C]``.

    Raises IndexError when a start has less than a season before it.

    >>> seasonal_naive(np.array([[1.0], [3.0], [2.0]]), np.array([3]), horizon=3, period=2)[0, :, 0]
    array([3., 2., 3.])
    """
    if len(starts) and starts.min() < period:
        raise IndexError(f"a season of {period} steps reaches before the first row")
    return np.asarray(values[starts[:, None] - period + np.arange(horizon) % period])


def find_period(values: Floats, candidates: Sequence[int], horizon: int) -> int:
    """The candidate whose seasonal naive forecasts of ``values`` ``[T, C]`` have the lowest MAE.

    Candidates longer than half of the rows are left out; 1 (the naive forecast) if none remains.

    >>> find_period(np.array([[0.0], [1.0], [5.0]] * 9), candidates=(2, 3), horizon=4)
    3
    """
    usable = [period for period in candidates if 2 * period <= len(values)]

    def error(period: int) -> float:
        lags = -(-np.arange(1, horizon + 1) // period) * period  # rounded up to whole seasons
        rows, times = np.unique(lags[lags < len(values)], return_counts=True)
        errors = [np.abs(values[lag:] - values[:-lag]).mean() for lag in rows]
        return float(np.average(errors, weights=times))

    return min(usable, key=error, default=1)
