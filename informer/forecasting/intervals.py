"""Prediction intervals by split conformal prediction, renewed with what has been seen since.

An interval is the forecast ± the size that so many of the past residuals did not exceed, at each
step of the horizon and for each target (Papadopoulos et al. 2002; Vovk et al., *Algorithmic
Learning in a Random World*; Angelopoulos and Bates, "A gentle introduction to conformal
prediction", 2021, sections 1 and 2.2). If the coming residual is exchangeable with n known ones,
the ceil((n + 1) · level)-th smallest of them covers it with a probability of at least ``level``.

The known ones are those of the validation part, which the weights were not fitted to. Residuals of
the test part take their place as they come to be known, oldest first out, always as many as the
validation part has: a series that drifts is followed. In numpy, without torch.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.results import Intervals
from informer.forecasting.rolled import Backtest

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = (0.5, 0.8, 0.95)
"""The intervals that are shown where nobody asks for others."""


@dataclass(frozen=True)
class Calibration:
    """Sizes of past residuals, which say how wide an interval must be. n of them, H steps."""

    sizes: Doubles
    """``[H, C, n]`` |actual − forecast| in units, ascending along the last axis."""
    note: str | None = None
    """What a reader must know of where they come from, in a sentence."""

    @property
    def n(self) -> int:
        """How many residuals there are of each step."""
        return int(self.sizes.shape[-1])

    def half_width(self, level: float) -> Doubles:
        """``[H, C]`` half of the interval's width, in units; infinite when n is too small.

        Raises ValueError for a level that is not between 0 and 1.
        """
        place = rank(self.n, level)
        if place > self.n:
            return np.full(self.sizes.shape[:-1], np.inf)
        return self.sizes[..., place - 1]

    def intervals(self, values: Doubles, levels: Sequence[float] = LEVELS) -> Intervals:
        """The bounds around a forecast ``[steps, C]``, steps up to H."""
        ordered = tuple(sorted(levels))
        half = np.stack([self.half_width(level)[: len(values)] for level in ordered])
        return Intervals(ordered, values - half, values + half, self.n)


def rank(n: int, level: float) -> int:
    """Which of n ordered residuals bounds an interval; more than n: there are too few.

    >>> rank(99, 0.95), rank(19, 0.95), rank(18, 0.95)
    (95, 19, 19)
    """
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    return math.ceil((n + 1) * level - 1e-9)  # 100 * 0.95 is 95.000…01


def needed(level: float) -> int:
    """The fewest residuals that can bound an interval of this level.

    >>> needed(0.5), needed(0.95)
    (1, 19)
    """
    return math.ceil(level / (1 - level) - 1e-9)


def calibrate(backtest: Backtest, window: int | None = None) -> Calibration:
    """The latest residuals that are known when the forecast of ``window`` starts.

    As many as the validation part has; ``None``: at the end of the data. The residual of origin i
    at step h (from 0) is known from the window i + h + 1 on. For a window of the validation part or
    earlier there is nothing better than all validation residuals, and the note says so.
    """
    known = Known.of(backtest)
    if window is not None and window < backtest.test.windows[0]:
        return Calibration(
            np.sort(known.first, axis=-1),
            "For a window before the test part the intervals rest on the whole validation part, "
            "which came later.",
        )
    at = _after(backtest) if window is None else window
    return Calibration(np.sort(known.latest(at), axis=-1))


def _after(backtest: Backtest) -> int:
    """The window whose forecast starts where those of the test part end."""
    return int(backtest.test.windows[-1]) + backtest.horizon


@dataclass(frozen=True)
class Known:
    """Residuals of both parts in the order of their origins, N in all; n are used at a time."""

    origins: Ints
    """``[N]``"""
    sizes: Doubles
    """``[H, C, N]`` in units"""
    n: int

    @classmethod
    def of(cls, backtest: Backtest) -> "Known":
        """Of the model's forecasts."""
        parts = (backtest.validation, backtest.test)
        sizes = np.abs(np.concatenate([part.residuals for part in parts]))
        return cls(
            origins=np.concatenate([part.windows for part in parts]),
            sizes=np.ascontiguousarray(np.moveaxis(sizes, 0, -1)),
            n=len(backtest.validation.windows),
        )

    @property
    def first(self) -> Doubles:
        """``[H, C, n]`` those of the validation part."""
        return self.sizes[..., : self.n]

    def latest(self, window: int) -> Doubles:
        """``[H, C, n]`` the latest known when the forecast of a window starts, oldest first."""
        steps = np.arange(len(self.sizes))
        ends = np.searchsorted(self.origins, window - steps - 1, side="right")  # one for each step
        ends = np.maximum(ends, self.n)
        return np.stack([self.sizes[step, :, end - self.n : end] for step, end in enumerate(ends)])
