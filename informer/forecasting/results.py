"""What a forecast is, in numpy and dates: figures and pages read these and never touch torch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Intervals:
    """Where the truth should lie: bounds of each step, at each level. A levels, in units."""

    levels: tuple[float, ...]
    """Promised shares, ascending: 0.5, 0.8, 0.95."""
    lower: NDArray[np.float64]
    """``[A, steps, c_out]``; infinite where there are too few residuals for the level."""
    upper: NDArray[np.float64]
    """``[A, steps, c_out]``"""
    n_residuals: int
    """How many residuals of each step they stand on."""


@dataclass(frozen=True)
class Forecast:
    """One window's forecast, dated and in the data's own units."""

    window: int
    """First row of the context in the series."""
    sampling_seed: int
    columns: tuple[str, ...]
    """The targets."""
    context_time: pd.DatetimeIndex
    context: NDArray[np.float64]
    """``[seq_len, c_out]``"""
    time: pd.DatetimeIndex
    """``[pred_len]``"""
    values: NDArray[np.float64]
    """``[pred_len, c_out]``"""
    actual: NDArray[np.float64] | None
    """``[pred_len, c_out]`` when the data reach that far, else ``None``."""
    notes: tuple[str, ...] = ()
    """What was assumed, in sentences: for example how known-future columns were continued."""
    intervals: Intervals | None = None

    def frame(self) -> pd.DataFrame:
        """One row per step: ``time``, one column per target, and the bounds if there are any."""
        frame = pd.DataFrame(self.values, columns=list(self.columns))
        frame.insert(0, "time", self.time)
        bounds = self.intervals
        if bounds is None:
            return frame
        for level, share in enumerate(bounds.levels):
            name = f"{100 * share:g}"
            for column, target in enumerate(self.columns):
                frame[f"{target} lower {name}"] = bounds.lower[level, :, column]
                frame[f"{target} upper {name}"] = bounds.upper[level, :, column]
        return frame


@dataclass(frozen=True)
class Scores:
    """Errors over all test windows; ``*_scaled`` on standardised values, the rest in units."""

    mse_scaled: float
    mae_scaled: float
    mae: float
    rmse: float
    mase: float
    wape: float | None = None
    """Unknown in older records."""


@dataclass(frozen=True)
class TestResult:
    """The model's scores beside the baselines', on the same test windows."""

    __test__ = False  # not a test class, whatever its name suggests to pytest

    metrics: Scores
    baselines: dict[str, Scores]
    """``naive``, ``seasonal_naive``, ``linear``"""
    best_baseline: str
    """The baseline with the lowest ``mae_scaled``."""
    skill: float
    """1 − mae_scaled / that of the best baseline: positive when the model is better."""
    period: int
    """Steps in a season, as the seasonal naive forecast uses it."""
    n_windows: int
