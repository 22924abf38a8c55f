"""A linear forecast in closed form: what a ridge regression on the same facts reaches.

Each target on its own, as in DLinear (Zeng et al., AAAI 2023): all steps of the horizon from the
target's own window, the calendar, and the known-future values of the horizon.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from informer.data.calendar import calendar_marks
from informer.data.frequency import seasonal_periods
from informer.data.split import Split
from informer.data.windows import Windows
from informer.forecasting.origins import Origins
from informer.forecasting.ridge import fit_ridge

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MAX_TRAIN_WINDOWS = 20_000
_LONGEST_SEASON = 700  # one-hot phases; a week of quarter hours still fits
_BLOCK = 2048


@dataclass(frozen=True)
class Facts:
    """What the regression may read; all ``[T, ...]`` arrays, scaled."""

    targets: Floats
    known: Floats
    marks: Floats
    season: int
    seq_len: int
    horizon: int

    @classmethod
    def of(cls, windows: Windows, horizon: int | None = None) -> "Facts":
        """From the series of the windows, scaled by their scaler; ``pred_len`` steps ahead."""
        model, series = windows.config.model, windows.series
        values = series.matrix(windows.channels)
        scaled = windows.scaler.transform(values)
        seasons = [p for p in seasonal_periods(series.freq) if p <= _LONGEST_SEASON]
        return cls(
            targets=scaled[:, -model.c_out :],
            known=scaled[:, : model.n_known_future],
            marks=calendar_marks(series.time, series.freq, "cyclic").astype(np.float64),
            season=max(seasons, default=1),
            seq_len=model.seq_len,
            horizon=model.pred_len if horizon is None else horizon,
        )

    def features(self, numbers: Ints, target: int) -> Floats:
        """``[B, F]``: window, phase in the season (one-hot), marks of the start, known future.

        The phase lets each hour of the week have its own profile, which sines can't: with it and
        its own coefficients, every step of the horizon knows its own calendar.
        """
        starts = numbers + self.seq_len
        window = self.context(numbers, target)
        phase = starts[:, None] % self.season == np.arange(self.season)
        known = self.known[starts[:, None] + np.arange(self.horizon)].reshape(len(starts), -1)
        return np.concatenate([window, phase, self.marks[starts], known], axis=1)

    def context(self, numbers: Ints, target: int) -> Floats:
        """``[B, seq_len]``: the target's own window."""
        return np.asarray(self.targets[:, target][numbers[:, None] + np.arange(self.seq_len)])

    def ahead(self, numbers: Ints, target: int) -> Floats:
        """``[B, horizon]``: what is to be forecast."""
        rows = numbers[:, None] + self.seq_len + np.arange(self.horizon)
        return np.asarray(self.targets[:, target][rows])


@dataclass(frozen=True)
class LinearForecast:
    """A fitted ridge regression, one for each target."""

    facts: Facts
    coefficients: tuple[Floats, ...]
    """``[F, horizon]`` for each target."""
    intercepts: tuple[Floats, ...]

    @classmethod
    def fit(cls, windows: Windows, parts: Origins | None = None) -> "LinearForecast":
        """As :func:`fit_linear` does, on all the facts; ``parts`` may have another horizon."""
        facts = Facts.of(windows, parts.horizon if parts else None)
        fitted = fit_linear(facts, parts or windows.split, facts.features)
        coefficients, intercepts = zip(*fitted, strict=True)
        return cls(facts, coefficients, intercepts)

    def __call__(self, numbers: Ints) -> Floats:
        """Scaled forecasts ``[B, horizon, c_out]`` of these windows."""
        pairs = enumerate(zip(self.coefficients, self.intercepts, strict=True))
        return np.stack(
            [self.facts.features(numbers, i) @ weights + bias for i, (weights, bias) in pairs],
            axis=-1,
        )


def fit_linear(
    facts: Facts, parts: Split | Origins, read: Callable[[Ints, int], Floats]
) -> list[tuple[Floats, Floats]]:
    """A ridge regression for each target: coefficients ``[F, horizon]`` and intercepts.

    ``read`` gives what it reads, ``[B, F]`` of these windows for this target. Fitted on the
    train windows, evenly spaced ones of them if there are very many; the penalty of each target is
    the one with the lowest error on the validation windows.
    """
    train = np.arange(parts.train.start, parts.train.stop)
    train = train[:: -(-len(train) // _MAX_TRAIN_WINDOWS)]
    validation = np.arange(parts.validation.start, parts.validation.stop)

    def rows(numbers: Ints, target: int) -> Iterator[tuple[Floats, Floats]]:
        for start in range(0, len(numbers), _BLOCK):
            block = numbers[start : start + _BLOCK]
            yield read(block, target), facts.ahead(block, target)

    return [
        fit_ridge(partial(rows, train, target), partial(rows, validation, target))
        for target in range(facts.targets.shape[1])
    ]
