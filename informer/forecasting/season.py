"""A backtest's seasonal parts: the baselines that learn nothing, and the scale of MASE."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.series import DataError, TimeSeries
from informer.data.split import split_rows
from informer.forecasting.baselines import naive, seasonal_naive
from informer.forecasting.metrics import seasonal_naive_error
from informer.forecasting.rolled import NAIVE, SEASONAL_NAIVE, Backtest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def simple_forecasts(values: Floats, starts: Ints, horizon: int, period: int) -> dict[str, Floats]:
    """Naive and seasonal naive forecasts ``[N, horizon, C]`` that begin at these rows ``[N]``."""
    return {
        NAIVE: naive(values, starts, horizon),
        SEASONAL_NAIVE: seasonal_naive(values, starts, horizon, period),
    }


def mase_scale(values: Floats, train_rows: int, period: int) -> Floats:
    """``[C]`` mean absolute change over one season within the train rows, in units.

    Over one step where the season is longer than the train rows.
    """
    return seasonal_naive_error(values[:train_rows], period if period < train_rows else 1)


def with_period(backtest: Backtest, series: TimeSeries, config: RunConfig, period: int) -> Backtest:
    """The same forecasts beside the seasonal naive forecast of another season, and its MASE.

    Raises :class:`DataError` when the season is not a season of the train rows.
    """
    train_rows = split_rows(len(series), config.data.split)[0]
    if not 1 <= period < train_rows:
        raise DataError(
            f"A season of {period} steps can't be told from {train_rows} train rows: choose 1 to "
            f"{train_rows - 1} steps."
        )
    values, test = series.matrix(config.data.targets), backtest.test
    starts = test.windows + config.model.seq_len
    seasonal = seasonal_naive(values, starts, backtest.horizon, period)
    return replace(
        backtest,
        period=period,
        mase_scale=mase_scale(values, train_rows, period),
        test=replace(test, forecasts=dict(test.forecasts) | {SEASONAL_NAIVE: seasonal}),
    )
