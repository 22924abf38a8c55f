"""Rolling forecasts of a made-up series, by forecasters that are good, flat or late on purpose."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.forecasting.baselines import naive, seasonal_naive
from informer.forecasting.rolled import Rolled

Floats = NDArray[np.float64]
HORIZON, PERIOD, FIRST = 12, 24, 100
Forecaster = Callable[[NDArray[np.int64]], Floats]
"""Rows ``[N, H]`` to forecasts ``[N, H]``; rows less their step are those of the start."""


def daily(rows: int = 700, noise: float = 1.0, seed: int = 0) -> Floats:
    """A day of 24 steps, and noise."""
    rng = np.random.default_rng(seed)
    return 50 + 10 * np.sin(2 * np.pi * np.arange(rows) / PERIOD) + rng.normal(0, noise, rows)


def random_walk(rows: int = 700, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).normal(size=rows).cumsum()


def rolled(values: Floats, forecast: Forecaster, horizon: int = HORIZON) -> Rolled:
    """Every start from row 100 on, with naive and seasonal naive beside ``forecast``."""
    starts = np.arange(FIRST, len(values) - horizon + 1)
    rows = starts[:, None] + np.arange(horizon)
    table = values[:, None]
    return Rolled(
        windows=starts,  # the context is of no length here
        start=pd.date_range("2024-01-01", periods=len(values), freq="h")[starts],
        actual=values[rows][:, :, None],
        forecasts={
            "informer": np.asarray(forecast(rows), dtype=np.float64)[:, :, None],
            "naive": naive(table, starts, horizon),
            "seasonal_naive": seasonal_naive(table, starts, horizon, PERIOD),
        },
    )
