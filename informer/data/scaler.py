"""Standardisation with the mean and deviation of the train rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from informer.data.series import DataError


@dataclass(frozen=True)
class Scaler:
    """``mean`` and ``std`` ``[C]``, float64: ``transform`` gives ``(values - mean) / std``."""

    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    @classmethod
    def fit(cls, rows: NDArray[np.float64]) -> Self:
        """From the train rows ``[T, C]``; a constant column keeps its units (``std`` 1)."""
        std = rows.std(axis=0)
        return cls(rows.mean(axis=0), np.where(is_constant(rows) | (std == 0), 1.0, std))

    def transform(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Units of the data ``[..., C]`` to scaled values."""
        return np.asarray((values - self.mean) / self.std, dtype=np.float64)

    def inverse(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Scaled values ``[..., C]`` back to the units of the data."""
        return np.asarray(values * self.std + self.mean, dtype=np.float64)

    def last(self, n: int) -> Self:
        """The scaler of the last ``n`` channels alone: of the targets, with ``n = c_out``."""
        return type(self)(self.mean[-n:], self.std[-n:])


def is_constant(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which columns of ``[T, C]`` never change."""
    return np.asarray(rows.max(axis=0) == rows.min(axis=0))


def refuse_constant(train_rows: NDArray[np.float64], targets: Sequence[str]) -> None:
    """Raises :class:`DataError` when a target, a column of ``[T, C]``, never changes."""
    for name, constant in zip(targets, is_constant(train_rows), strict=True):
        if constant:
            raise DataError(
                f"The target '{name}' never changes in the {len(train_rows)} train rows, so there "
                "is nothing to learn: choose another target or another split."
            )
