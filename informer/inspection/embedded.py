"""The inputs of the model as vectors, and what the calendar does to them; in numpy."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.moments import Field, Moment
from informer.inspection.results import Floats

Side = Literal["encoder", "decoder"]
PARTS = ("value", "position", "calendar")


@dataclass(frozen=True)
class EmbeddedInput:
    """X_i = value + position + calendar (paper, section 3.1 and appendix B), of one window.

    L steps, C channels, D = d_model. What the encoder (or decoder) reads is :attr:`total`.
    """

    side: Side
    time: pd.DatetimeIndex
    """``[L]``"""
    channels: tuple[str, ...]
    read: Floats
    """``[L, C]`` the numbers that are embedded: standardised, and normalised by the window where
    the model does so."""
    n_token: int
    """Steps that were observed: all of the encoder's; of the decoder's, the start token."""
    placeholder: Literal["zero", "draft"] | None
    """What stands for a target in the placeholders; ``None`` for the encoder, which has none."""
    n_known_future: int
    """The first channels, which hold their real values in the placeholders."""
    assumption: str | None
    """What had to be assumed of them beyond the data."""
    value: Floats
    position: Floats
    calendar: Floats
    """each ``[L, D]``"""

    @property
    def total(self) -> Floats:
        """``[L, D]`` the sum, in the order in which the model adds."""
        return self.value + self.position + self.calendar

    def part(self, name: str) -> Floats:
        """``value``, ``position``, ``calendar`` or ``total``."""
        part: Floats = getattr(self, name)
        return part

    def norm(self, name: str) -> NDArray[np.float64]:
        """``[L]`` length of each step's vector in one part."""
        return np.asarray(np.linalg.norm(self.part(name).astype(np.float64), axis=1))

    def shares(self) -> dict[str, float]:
        """Each part's mean length, as a share of the three together."""
        return _shares({name: float(self.norm(name).mean()) for name in PARTS})

    def varying_shares(self) -> dict[str, float]:
        """The same of what differs from step to step: each part less its mean over the steps.

        By that alone can one step be told from another.
        """
        spread = {}
        for name in PARTS:
            part = self.part(name).astype(np.float64)
            spread[name] = float(np.linalg.norm(part - part.mean(axis=0), axis=1).mean())
        return _shares(spread)


@dataclass(frozen=True)
class CalendarSimilarity:
    """How alike a model finds the values of one calendar field.

    Cosines of their calendar vectors, less what all values share: 1 the same, −1 opposite.
    """

    side: Side
    field: Field
    values: tuple[int, ...]
    cosine: Floats
    """``[n, n]``; NaN for a value whose vector is no different from the mean of all."""

    def nearest(self, value: int) -> tuple[int, float] | None:
        """The other value that is most like this one, and their cosine."""
        row = self.cosine[self.values.index(value)].copy()
        row[self.values.index(value)] = np.nan
        if np.isnan(row).all():
            return None
        best = int(np.nanargmax(row))
        return self.values[best], float(row[best])

    def farthest(self, value: int) -> tuple[int, float] | None:
        """The value that is least like this one, and their cosine."""
        row = self.cosine[self.values.index(value)]
        if np.isnan(row).all():
            return None
        worst = int(np.nanargmin(row))
        return self.values[worst], float(row[worst])


@dataclass(frozen=True)
class EmbeddingChange:
    """What telling the model another calendar does to its input.

    Over the window: T context steps as the encoder reads them, Ly horizon steps as the decoder's
    placeholders.
    """

    moment: Moment
    time: pd.DatetimeIndex
    """``[T + Ly]``"""
    n_context: int
    """T"""
    difference: Floats
    """``[T + Ly, D]`` the changed embedding less the original."""
    length: NDArray[np.float64]
    """``[T + Ly]`` length of the original vectors."""

    @property
    def relative(self) -> float:
        """Mean length of the difference against that of the input, over the steps that change."""
        moved = np.linalg.norm(self.difference.astype(np.float64), axis=1)
        changed = moved > 0
        return float((moved[changed] / self.length[changed]).mean()) if changed.any() else 0.0


@dataclass(frozen=True)
class ToldForecasts:
    """Forecasts of one window under other calendars, in the data's units; the same sampled keys."""

    columns: tuple[str, ...]
    """The targets."""
    horizon: pd.DatetimeIndex
    moments: tuple[Moment, ...]
    forecast: NDArray[np.float64]
    """``[Ly, c_out]`` as it is"""
    told: NDArray[np.float64]
    """``[n, Ly, c_out]`` one for each moment"""


def _shares(lengths: dict[str, float]) -> dict[str, float]:
    total = sum(lengths.values()) or 1.0
    return {name: length / total for name, length in lengths.items()}
