"""A backtest: what would have been forecast at every moment of the validation and test part."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.forecasting.metrics import Errors, errors

Doubles = NDArray[np.float64]
INFORMER, NAIVE, SEASONAL_NAIVE, LINEAR = "informer", "naive", "seasonal_naive", "linear"
"""The forecasters of a backtest: the model, and the baselines."""


@dataclass(frozen=True)
class Rolled:
    """Forecasts from many moments of one part. N windows, H steps, C targets, in units."""

    windows: NDArray[np.int64]
    """``[N]`` ascending"""
    start: pd.DatetimeIndex
    """``[N]`` the first time that each forecasts"""
    actual: Doubles
    """``[N, H, C]``"""
    forecasts: Mapping[str, Doubles]
    """``[N, H, C]`` by forecaster: ``informer``; over the test part also ``naive``,
    ``seasonal_naive`` and, if the parts are long enough to fit it, ``linear``."""

    @property
    def residuals(self) -> Doubles:
        """``[N, H, C]`` actual less forecast of the model."""
        return np.asarray(self.actual - self.forecasts[INFORMER])


@dataclass(frozen=True)
class Backtest:
    """Rolling-origin forecasts: stride 1, or as many windows as memory allows, evenly spread."""

    columns: tuple[str, ...]
    """The targets."""
    freq: str
    horizon: int
    """H, steps; more than ``pred_len`` are rolled."""
    sampling_seed: int
    stride: int
    period: int
    """Steps in a season, as the seasonal naive forecast uses it."""
    mase_scale: Doubles
    """``[C]`` mean absolute seasonal change over the train rows, in units."""
    validation: Rolled
    test: Rolled

    def errors(self) -> dict[str, Errors]:
        """Over the test part, by forecaster."""
        actual = self.test.actual
        return {
            name: errors(forecast, actual, self.mase_scale)
            for name, forecast in self.test.forecasts.items()
        }
