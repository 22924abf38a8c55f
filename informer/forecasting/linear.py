"""A linear forecast in closed form: what a ridge regression on the same facts reaches.

Each target on its own, as in DLinear (Zeng et al., AAAI 2023): all steps of the horizon from the
target's own window, the calendar, and the known-future values of the horizon.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.data.calendar import calendar_marks
from informer.data.frequency import seasonal_periods
from informer.data.windows import Windows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PENALTIES = (0.1, 1.0, 10.0, 100.0, 1e3, 1e4)
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
    pred_len: int

    @classmethod
    def of(cls, windows: Windows) -> "Facts":
        """From the series of the windows, scaled by their scaler."""
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
            pred_len=model.pred_len,
        )

    def features(self, numbers: Ints, target: int) -> Floats:
        """``[B, F]``: window, phase in the season (one-hot), marks of the start, known future.

        The phase lets each hour of the week have its own profile, which sines can't: with it and
        its own coefficients, every step of the horizon knows its own calendar.
        """
        starts = numbers + self.seq_len
        window = self.targets[:, target][numbers[:, None] + np.arange(self.seq_len)]
        phase = starts[:, None] % self.season == np.arange(self.season)
        known = self.known[starts[:, None] + np.arange(self.pred_len)].reshape(len(starts), -1)
        return np.concatenate([window, phase, self.marks[starts], known], axis=1)

    def horizon(self, numbers: Ints, target: int) -> Floats:
        """``[B, pred_len]``: what is to be forecast."""
        rows = numbers[:, None] + self.seq_len + np.arange(self.pred_len)
        return np.asarray(self.targets[:, target][rows])


@dataclass(frozen=True)
class LinearForecast:
    """A fitted ridge regression, one for each target."""

    facts: Facts
    coefficients: tuple[Floats, ...]
    """``[F, pred_len]`` for each target."""
    intercepts: tuple[Floats, ...]

    @classmethod
    def fit(cls, windows: Windows) -> "LinearForecast":
        """Fitted on the train windows (evenly spaced ones of them if there are very many).

        The penalty of each target is the one with the lowest error on the validation windows.
        """
        facts = Facts.of(windows)
        train = np.arange(windows.split.train.start, windows.split.train.stop)
        train = train[:: -(-len(train) // _MAX_TRAIN_WINDOWS)]
        validation = np.arange(windows.split.validation.start, windows.split.validation.stop)
        fitted = [_ridge(facts, i, train, validation) for i in range(facts.targets.shape[1])]
        coefficients, intercepts = zip(*fitted, strict=True)
        return cls(facts, coefficients, intercepts)

    def __call__(self, numbers: Ints) -> Floats:
        """Scaled forecasts ``[B, pred_len, c_out]`` of these windows."""
        pairs = enumerate(zip(self.coefficients, self.intercepts, strict=True))
        return np.stack(
            [self.facts.features(numbers, i) @ weights + bias for i, (weights, bias) in pairs],
            axis=-1,
        )


def _ridge(facts: Facts, target: int, train: Ints, validation: Ints) -> tuple[Floats, Floats]:
    """Coefficients ``[F, pred_len]`` and intercept of the best penalty.

    From the sums over the windows, so that memory does not grow with their number: with X and Y
    centred, (XᵀX + λI)⁻¹ XᵀY for every λ from one eigendecomposition of XᵀX.
    """
    n_features = facts.features(train[:1], target).shape[1]
    gram = np.zeros((n_features, n_features))
    cross = np.zeros((n_features, facts.pred_len))
    mean_x, mean_y = np.zeros(n_features), np.zeros(facts.pred_len)
    for x, y in _blocks(facts, target, train):
        gram += x.T @ x
        cross += x.T @ y
        mean_x += x.sum(0) / len(train)
        mean_y += y.sum(0) / len(train)
    gram -= len(train) * np.outer(mean_x, mean_x)
    cross -= len(train) * np.outer(mean_x, mean_y)
    eigenvalues, vectors = np.linalg.eigh(gram)
    rotated = vectors.T @ cross

    def solution(penalty: float) -> tuple[Floats, Floats]:
        weights = vectors @ (rotated / (eigenvalues.clip(0) + penalty)[:, None])
        return weights, mean_y - mean_x @ weights

    candidates = [solution(penalty) for penalty in _PENALTIES]
    errors = np.zeros(len(candidates))
    for x, y in _blocks(facts, target, validation):
        errors += [((x @ weights + bias - y) ** 2).sum() for weights, bias in candidates]
    return candidates[int(errors.argmin())]


def _blocks(facts: Facts, target: int, numbers: Ints) -> Iterator[tuple[Floats, Floats]]:
    for start in range(0, len(numbers), _BLOCK):
        block = numbers[start : start + _BLOCK]
        yield facts.features(block, target), facts.horizon(block, target)
