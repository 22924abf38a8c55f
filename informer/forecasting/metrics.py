"""Errors of forecasts in the data's units: sums that every mean is exactly made from."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
By = Literal["all", "column", "step", "step_column"]
"""One number; one for each column ``[C]``, each step ``[H]``, or both ``[H, C]``."""


@dataclass(frozen=True)
class Errors:
    """Errors added up over windows. H steps, C columns; the windows themselves are not kept.

    Those of :func:`grouped_errors` have groups in the place of steps. Over several columns, each
    measure is the mean of theirs (RMSE: the root of the mean square). A mean of nothing, and 0/0,
    is not a number; an error in relation to zero is infinite: never 0, which would look perfect.
    """

    absolute: Floats
    """``[H, C]`` sum of abs(forecast − actual)"""
    squared: Floats
    """``[H, C]`` sum of its square"""
    level: Floats
    """``[H, C]`` sum of abs(actual)"""
    count: Ints
    """``[H]`` how many values are in each sum"""
    mase_scale: Floats
    """``[C]`` :func:`seasonal_naive_error` of the train rows"""

    def __add__(self, other: "Errors") -> "Errors":
        """Both sets of windows together."""
        return Errors(
            self.absolute + other.absolute,
            self.squared + other.squared,
            self.level + other.level,
            self.count + other.count,
            self.mase_scale,
        )

    def mae(self, by: By = "all") -> Floats:
        """Mean absolute error, in units."""
        return _over_columns(_ratio(*self._sums(self.absolute, by)), by)

    def rmse(self, by: By = "all") -> Floats:
        """Root of the mean squared error, in units."""
        return np.asarray(np.sqrt(_over_columns(_ratio(*self._sums(self.squared, by)), by)))

    def mase(self, by: By = "all") -> Floats:
        """Mean absolute scaled error (Hyndman and Koehler, 2006): below 1, the errors are smaller
        than the mean seasonal change within the train rows.
        """
        return _over_columns(_ratio(_ratio(*self._sums(self.absolute, by)), self.mase_scale), by)

    def wape(self, by: By = "all") -> Floats:
        """Sum of absolute errors over the sum of absolute actual values (also: ND)."""
        level, _ = self._sums(self.level, by)
        return _over_columns(_ratio(self._sums(self.absolute, by)[0], level), by)

    def scaled(self, deviation: Floats) -> "Errors":
        """The same errors in units of these deviations ``[C]``."""
        return Errors(
            self.absolute / deviation,
            self.squared / deviation**2,
            self.level / deviation,
            self.count,
            self.mase_scale / deviation,
        )

    def _sums(self, sums: Floats, by: By) -> tuple[Floats, Ints]:
        """``[C]`` or ``[H, C]``, and how many values are in them."""
        if by in ("all", "column"):
            return sums.sum(axis=0), self.count.sum(keepdims=True)
        return sums, self.count[:, None]


def errors(forecast: Floats, actual: Floats, mase_scale: Floats) -> Errors:
    """Errors of forecasts ``[N, H, C]``, in units; ``mase_scale`` is ``[C]``.

    >>> found = errors(np.array([[[1.0], [2.0]]]), np.array([[[1.0], [4.0]]]), np.array([0.5]))
    >>> [float(measure()) for measure in (found.mae, found.mase, found.wape)], found.mae("step")
    ([1.0, 2.0, 0.4], array([0., 2.]))
    """
    error = forecast - actual
    return Errors(
        absolute=np.abs(error).sum(axis=0),
        squared=np.square(error).sum(axis=0),
        level=np.abs(actual).sum(axis=0),
        count=np.full(error.shape[1], error.shape[0], dtype=np.int64),
        mase_scale=mase_scale,
    )


def grouped_errors(
    forecast: Floats, actual: Floats, mase_scale: Floats, groups: Ints, n_groups: int
) -> Errors:
    """Errors by group, such as the hour of day, in the place of steps.

    ``groups`` ``[N, H]`` (or what broadcasts to it) numbers the group of each value, from 0.

    >>> hours, actual = np.array([[22, 23, 0]]), np.array([[[1.0], [2.0], [3.0]]])
    >>> grouped_errors(np.zeros((1, 3, 1)), actual, np.ones(1), hours, 24).mae("step")[[0, 22]]
    array([3., 1.])
    """
    error = forecast - actual
    labels = np.broadcast_to(groups, error.shape[:2]).ravel()

    def sums(values: Floats) -> Floats:
        flat = values.reshape(len(labels), -1)
        columns = [np.bincount(labels, column, n_groups) for column in flat.T]
        return np.stack(columns, axis=1)

    return Errors(
        absolute=sums(np.abs(error)),
        squared=sums(np.square(error)),
        level=sums(np.abs(actual)),
        count=np.bincount(labels, minlength=n_groups),
        mase_scale=mase_scale,
    )


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


def _ratio(above: Floats, below: Floats | Ints) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below, dtype=np.float64)


def _over_columns(values: Floats, by: By) -> Floats:
    return np.asarray(values.mean(axis=-1)) if by in ("all", "step") else values
