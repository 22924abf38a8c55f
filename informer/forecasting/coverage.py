"""Promised against measured: how often the intervals held the truth over the test part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.intervals import LEVELS, Known, rank
from informer.forecasting.rolled import Backtest

Doubles = NDArray[np.float64]

TOLERANCE = 0.05
"""A measured share may differ so much from the promised one before a page warns."""
_MOST_COMPARED = 1_000_000_000
"""Residuals compared in all: more would take minutes, so that windows are passed over evenly."""
_MOST_ORDERED = 20_000_000
"""Residuals put in order for the widths, which takes longer: of evenly spread windows again."""


@dataclass(frozen=True)
class Coverage:
    """Shares of the test part inside the intervals. A levels, H steps, C targets.

    *Followed*: each forecast has the intervals of the residuals known when it was made, as the
    forecast that a person sees. *Frozen*: those of the validation part throughout.
    """

    levels: tuple[float, ...]
    n_windows: int
    """Test windows measured."""
    followed: Doubles
    """``[A]``"""
    frozen: Doubles
    """``[A]``"""
    followed_step: Doubles
    """``[A, H]``"""
    frozen_step: Doubles
    """``[A, H]``"""
    followed_column: Doubles
    """``[A, C]``"""
    frozen_column: Doubles
    """``[A, C]``"""
    width: Doubles
    """``[A, C]`` mean width of the followed intervals, in units; where they are many, of evenly
    spread windows."""

    def off(self, tolerance: float = TOLERANCE) -> tuple[float, ...]:
        """The levels whose measured share misses the promise by more."""
        return self._off(self.followed, tolerance)

    @property
    def drift(self) -> str | None:
        """What the frozen intervals tell of a change between the parts, in a sentence."""
        missed = self._off(self.frozen, TOLERANCE)
        if not missed:
            return None
        level = max(missed, key=lambda one: abs(self.frozen[self.levels.index(one)] - one))
        measured = self.frozen[self.levels.index(level)]
        grew = "larger" if measured < level else "smaller"
        return (
            f"The errors became {grew} after the validation part (drift): with its errors alone, "
            f"the {100 * level:g} % interval would have held {100 * measured:.1f} %. The intervals "
            "here follow the latest errors instead."
        )

    def _off(self, measured: Doubles, tolerance: float) -> tuple[float, ...]:
        pairs = zip(self.levels, measured, strict=True)
        return tuple(level for level, share in pairs if not abs(share - level) <= tolerance)


def coverage(backtest: Backtest, levels: Sequence[float] = LEVELS) -> Coverage:
    """Measured over the test windows, each with what was known when its forecast was made."""
    ordered = tuple(sorted(levels))
    known, sizes = Known.of(backtest), np.abs(backtest.test.residuals)
    places = np.array([rank(known.n, level) for level in ordered])
    chosen = _spread(np.arange(len(sizes)), known, _MOST_COMPARED)
    smaller = np.empty_like(sizes[chosen], dtype=np.int64)
    for row, index in enumerate(chosen):
        latest = known.latest(int(backtest.test.windows[index]))
        smaller[row] = np.count_nonzero(latest < sizes[index][..., None], axis=-1)
    # a size is at most the k-th of the known ones where fewer than k of them are smaller
    held = smaller < places[:, None, None, None]
    frozen = _Shares.of(sizes[chosen] <= _bounds(known.first, places)[:, None])
    measured = [
        _bounds(known.latest(int(window)), places)
        for window in backtest.test.windows[_spread(chosen, known, _MOST_ORDERED)]
    ]
    followed = _Shares.of(held)
    return Coverage(
        levels=ordered,
        n_windows=len(chosen),
        followed=followed.all,
        frozen=frozen.all,
        followed_step=followed.step,
        frozen_step=frozen.step,
        followed_column=followed.column,
        frozen_column=frozen.column,
        width=2 * np.mean(measured, axis=(0, 2)),
    )


def _spread(windows: NDArray[np.int64], known: Known, most: int) -> NDArray[np.int64]:
    """As many of the windows, evenly spread, as have ``most`` known residuals together."""
    return windows[:: max(1, -(-len(windows) * known.first.size // most))]


def _bounds(sizes: Doubles, places: NDArray[np.int64]) -> Doubles:
    """``[A, H, C]`` the sizes at these places (from 1) of ``[H, C, n]``, infinite beyond n."""
    there = np.minimum(places, sizes.shape[-1]) - 1
    found = np.moveaxis(np.partition(sizes, np.unique(there), axis=-1)[..., there], -1, 0)
    return np.where((places > sizes.shape[-1])[:, None, None], np.inf, found)


@dataclass(frozen=True)
class _Shares:
    """Means of ``[A, N, H, C]``."""

    all: Doubles
    step: Doubles
    column: Doubles

    @classmethod
    def of(cls, held: NDArray[np.bool_]) -> "_Shares":
        return cls(held.mean(axis=(1, 2, 3)), held.mean(axis=(1, 3)), held.mean(axis=(1, 2)))
