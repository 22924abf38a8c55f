"""Errors of forecasts: pure functions and a running sum, on standardised values and in units."""

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.results import Scores

Floats = NDArray[np.float64]


def seasonal_naive_error(rows: Floats, period: int) -> Floats:
    """Mean absolute change of each column of ``[T, C]`` over one season: the scale of MASE.

    Hyndman and Koehler, "Another look at measures of forecast accuracy" (2006), with the seasonal
    period in place of 1.

    >>> seasonal_naive_error(np.array([[1.0], [5.0], [2.0], [7.0]]), period=2)
    array([1.5])
    """
    return np.asarray(np.abs(rows[period:] - rows[:-period]).mean(axis=0), dtype=np.float64)


def skill(error: float, baseline_error: float) -> float:
    """1 − error / baseline error: the share of the baseline's error that is gone.

    Minus infinity when the baseline makes no error at all and the model does.

    >>> skill(0.5, 2.0), skill(3.0, 2.0), skill(1.0, 0.0), skill(0.0, 0.0)
    (0.75, -0.5, -inf, 0.0)
    """
    if baseline_error == 0:
        return 0.0 if error == 0 else float("-inf")
    return 1 - error / baseline_error


class ErrorSums:
    """Adds up errors block by block, so that no more than a block of forecasts is held.

    >>> sums = ErrorSums(n_targets=1)
    >>> sums.add(np.array([[[1.0], [2.0]]]), np.array([[[1.0], [4.0]]]))
    >>> sums.scores(deviation=np.array([10.0]), mase_scale=np.array([0.5]))
    Scores(mse_scaled=2.0, mae_scaled=1.0, mae=10.0, rmse=14.142135623730951, mase=2.0)
    """

    def __init__(self, n_targets: int) -> None:
        self._squared, self._absolute = np.zeros(n_targets), np.zeros(n_targets)
        self._steps = 0

    def add(self, forecast: Floats, actual: Floats) -> None:
        """Scaled forecasts and actual values ``[B, pred_len, n_targets]``."""
        error = forecast - actual
        self._squared += (error**2).sum(axis=(0, 1))
        self._absolute += np.abs(error).sum(axis=(0, 1))
        self._steps += error.shape[0] * error.shape[1]

    def scores(self, deviation: Floats, mase_scale: Floats) -> Scores:
        """The means over everything added.

        ``deviation`` ``[n_targets]`` turns scaled errors into units (ones: keep them scaled);
        ``mase_scale`` is :func:`seasonal_naive_error` of the scaled train rows. MASE is infinite
        or not a number where the train rows repeat themselves exactly.
        """
        squared, absolute = self._squared / self._steps, self._absolute / self._steps
        with np.errstate(divide="ignore", invalid="ignore"):
            mase = float(np.mean(absolute / mase_scale))
        return Scores(
            mse_scaled=float(squared.mean()),
            mae_scaled=float(absolute.mean()),
            mae=float((absolute * deviation).mean()),
            rmse=float(np.sqrt((squared * deviation**2).mean())),
            mase=mase,
        )
