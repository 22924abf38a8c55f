"""Forecasts of one window under several sampling seeds: what sampling moves, apart from the error.

Pure numpy on forecasts that were made by ``forecast_window``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.forecasting.results import Forecast

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class ForecastFan:
    """One target's forecasts, in the data's units. N seeds, one row each."""

    column: str
    seeds: tuple[int, ...]
    context_time: pd.DatetimeIndex
    context: Doubles
    """``[seq_len]``"""
    time: pd.DatetimeIndex
    """``[pred_len]``"""
    values: Doubles
    """``[N, pred_len]``"""
    actual: Doubles | None
    """``[pred_len]``, ``None`` where the data don't reach that far."""

    @property
    def mean(self) -> Doubles:
        """``[pred_len]`` the mean forecast"""
        mean: Doubles = self.values.mean(axis=0)
        return mean

    @property
    def moved(self) -> float:
        """How far sampling moves a forecast: mean distance from the mean forecast."""
        return float(np.abs(self.values - self.mean).mean())

    @property
    def widest(self) -> float:
        """The largest distance between two seeds' forecasts of one step."""
        return float(np.ptp(self.values, axis=0).max())

    @property
    def error(self) -> float | None:
        """How far off the model is whatever the seed: mean |mean forecast − actual|.

        ``None`` where no actual value is known.
        """
        if self.actual is None or np.isnan(self.actual).all():
            return None
        return float(np.nanmean(np.abs(self.mean - self.actual)))


def forecast_fan(forecasts: Sequence[Forecast], column: str) -> ForecastFan:
    """The forecasts of one window and several seeds, of one target.

    Raises ValueError when they are none, of different windows, or have no such column.
    """
    if len({one.window for one in forecasts}) != 1:
        raise ValueError("a fan needs forecasts of one window")
    first = forecasts[0]
    index = first.columns.index(column)
    return ForecastFan(
        column=column,
        seeds=tuple(one.sampling_seed for one in forecasts),
        context_time=first.context_time,
        context=first.context[:, index],
        time=first.time,
        values=np.stack([one.values[:, index] for one in forecasts]),
        actual=None if first.actual is None else first.actual[:, index],
    )
