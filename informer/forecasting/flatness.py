"""Flat or lagging forecasts: a model that has learnt no more than to repeat, found on its windows.

The two faults that people of forecasting models complain of most. Both also are what a *right*
forecast of a noisy series or a random walk looks like, so movement and lag alone raise no alarm:
there must be a **witness**, a simple forecast of the same windows that shows that more could have
been foreseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.rolled import INFORMER, Rolled

Doubles = NDArray[np.float64]
Problem = Literal["flat", "lagging", "constant"]

LEAST_MOVEMENT = 0.4
"""Of the observed movement. The best forecast of a series of which a share r² of the movement can
be foreseen moves by r of it: below 0.4 no more than a sixth is foreseen."""
FORESEEN_MORE = 0.15
"""How much more of the movement a witness must foresee for the model to be called flat."""
CLOSER = 0.85
"""The forecast lags when, moved by some steps, it misses the observed by less than this share of
its error in place."""
BETTER = 0.95
"""A witness makes less than this share of the error it is compared with."""
_STILL = 1e-9
_MOST_SHIFTS = 48


@dataclass(frozen=True)
class Traits:
    """How one forecaster's forecasts of a column lie to what was observed, over all windows."""

    mae: float
    """In units."""
    movement: float
    """Their movement within the horizon (standard deviation around each window's mean, root mean
    square over windows) as a share of the observed one; NaN where nothing can move."""
    foreseen: float
    """Share of the observed movement's variance that they explain: 1 all, 0 as much as a level
    line, negative when they move wrongly; NaN as above."""
    lag: int
    """Steps by which what was observed must be moved to lie closest to them; 0: they are in time.
    """
    closeness: float
    """The error after that shift, as a share of the error in place; 1 without a shift."""
    from_naive: float
    """Mean distance from the last value before the forecast, as a share of the error: 0 for a
    forecast that repeats it."""

    @property
    def late(self) -> bool:
        """They follow what was observed, or stay near the last value, rather than foresee."""
        return (self.lag > 0 and self.closeness < CLOSER) or self.from_naive < 0.5


@dataclass(frozen=True)
class Flatness:
    """Whether a model's forecasts of one column are flat, late, or no better than a constant."""

    model: Traits
    simple: Mapping[str, Traits]
    """Of each baseline."""
    constant_mae: float
    """The error of the best single constant for the whole part, in units."""
    still: bool
    """The data themselves do not move within the horizon."""
    problems: tuple[Problem, ...]
    """Only with a witness: what lies in the nature of the series is none."""
    witness: str | None
    """The baseline that shows it could be done; ``None`` without a problem."""

    @property
    def unforeseen(self) -> bool:
        """Nothing here foresees the movement, simple or not: to be flat or late is right."""
        every = (self.model, *self.simple.values())
        return not self.still and all(not one.foreseen >= FORESEEN_MORE for one in every)


def flatness(part: Rolled, column: int, period: int) -> Flatness:
    """Look at one column of a part that has baselines; ``period`` bounds the shifts tried.

    A shift of half a season or more is not tried: there the season itself would be the match.
    """
    actual = np.asarray(part.actual[:, :, column])
    last = part.forecasts["naive"][:, :, column]
    rows = _Rows.of(part.windows, actual)
    half = (period - 1) // 2 if period > 2 else _MOST_SHIFTS
    shifts = range(1, min(actual.shape[1], half, _MOST_SHIFTS) + 1)
    traits = {
        name: _traits(forecast[:, :, column], actual, last, rows, shifts)
        for name, forecast in part.forecasts.items()
    }
    model = traits.pop(INFORMER)
    constant = float(np.abs(actual - np.median(actual)).mean())
    still = actual.shape[1] > 1 and _movement(actual) <= _STILL * (1 + float(np.abs(actual).mean()))
    problems, witness = _judge(model, traits, constant)
    if still:
        problems, witness = (), None
    return Flatness(model, traits, constant, still, problems, witness)


def _judge(
    model: Traits, simple: Mapping[str, Traits], constant: float
) -> tuple[tuple[Problem, ...], str | None]:
    """The problems that a witness bears out, and the best witness of them."""
    found: dict[Problem, list[str]] = {
        "flat": [
            name
            for name, one in simple.items()
            if model.movement < LEAST_MOVEMENT and one.foreseen > model.foreseen + FORESEEN_MORE
        ],
        "lagging": [
            name
            for name, one in simple.items()
            if model.late and not one.late and one.mae < BETTER * model.mae
        ],
        "constant": [
            name
            for name, one in simple.items()
            if model.mae >= constant and one.mae < BETTER * constant
        ],
    }
    witnesses = {name for names in found.values() for name in names}
    problems = tuple(problem for problem, names in found.items() if names)
    return problems, min(witnesses, key=lambda name: simple[name].mae, default=None)


@dataclass(frozen=True)
class _Rows:
    """The observed values behind the windows, by row of the series; NaN where no window reaches."""

    first: int
    values: Doubles
    at: NDArray[np.int64]
    """``[N, H]`` where each forecast step lies in ``values``."""

    @classmethod
    def of(cls, windows: NDArray[np.int64], actual: Doubles) -> "_Rows":
        first, horizon = int(windows[0]), actual.shape[1]
        at = windows[:, None] - first + np.arange(horizon)
        values = np.full(int(at.max()) + 1, np.nan)
        values[at] = actual
        return cls(first, values, at)

    def earlier(self, shift: int) -> Doubles:
        """``[N, H]`` what was observed so many steps before each forecast step."""
        return np.where(self.at >= shift, self.values[np.maximum(self.at - shift, 0)], np.nan)


def _movement(paths: Doubles) -> float:
    """Root mean square of the deviations from each path's own mean; ``[N, H]``."""
    return float(np.sqrt(np.mean((paths - paths.mean(axis=1, keepdims=True)) ** 2)))


def _traits(
    forecast: Doubles, actual: Doubles, last: Doubles, rows: _Rows, shifts: range
) -> Traits:
    error = np.abs(forecast - actual)
    mae, moved = float(error.mean()), _movement(actual)
    movement = foreseen = float("nan")
    if actual.shape[1] > 1 and moved > 0:
        movement = _movement(forecast) / moved
        foreseen = 1 - (_movement(forecast - actual) / moved) ** 2
    lag, closeness = 0, 1.0
    for shift in shifts:
        distance = np.abs(forecast - rows.earlier(shift))
        both = np.isfinite(distance)
        in_place = float(error[both].mean()) if both.any() else 0.0
        share = float(distance[both].mean()) / in_place if in_place else 1.0
        if share < closeness:
            lag, closeness = shift, share
    from_naive = float(np.abs(forecast - last).mean())
    return Traits(mae, movement, foreseen, lag, closeness, from_naive / mae if mae else 1.0)
