"""What went into the decoder and came out of it, in numpy: pages and figures never touch torch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.results import Floats, Inspection, Ints

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class CrossAttention:
    """One decoder layer's attention from the horizon to the encoder's output (equation 1)."""

    name: str
    """``decoder.0``"""
    query: Floats
    """``[H, L_y, d]``, of the forecast's steps alone"""
    key: Floats
    """``[H, M, d]``"""

    @property
    def n_heads(self) -> int:
        """H"""
        return len(self.query)


@dataclass(frozen=True)
class Memory:
    """The encoder's output as the decoder attends to it: replicas one after the other."""

    span: Ints
    """``[M, 2]`` first and last step of the context that each position stands for."""
    replica: Ints
    """``[M]`` which replica of a stacked encoder it comes from; 0 in a plain one."""

    @property
    def n_replicas(self) -> int:
        """Replicas of the encoder; 1 for a plain one."""
        return int(self.replica[-1]) + 1


@dataclass(frozen=True)
class Decoding:
    """One pass of the decoder on one window: X_de = [X_token ; X_0] in, L_y steps out (eq. 6)."""

    inside: Inspection
    """The context, and the decoder's self-attention layers."""
    time: pd.DatetimeIndex
    """``[dec_len]`` of start token and placeholders"""
    label_len: int
    """L_token, known steps at the beginning."""
    channels: tuple[str, ...]
    """Known-future columns first, then covariates, the targets last."""
    n_known_future: int
    read: Floats
    """``[dec_len, C]`` the numbers the decoder read: standardised, and normalised by the window if
    the run does that; in placeholders zeros, a draft, or real values of known-future columns."""
    values: Doubles
    """``[dec_len, C]`` the same in the data's units: of a zero, the mean that it stands for."""
    marks: Floats
    """``[dec_len, n]`` calendar marks as the model read them"""
    forecast: Doubles
    """``[L_y, c_out]`` in the data's units"""
    actual: Doubles | None
    """``[L_y, c_out]`` what was observed afterwards, where the data reach that far."""
    drafted: bool
    """A linear draft stands in the targets' placeholders."""
    normalised: bool
    """Each window is normalised by its own mean and deviation."""
    cross: tuple[CrossAttention, ...]
    """Of each decoder layer."""
    memory: Memory
    notes: tuple[str, ...] = ()
    """What was assumed, in sentences."""

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns that are forecast."""
        return self.inside.columns

    @property
    def horizon(self) -> pd.DatetimeIndex:
        """``[L_y]``"""
        return pd.DatetimeIndex(self.time[self.label_len :])


@dataclass(frozen=True)
class Chunked:
    """What became of the forecast when each pass of the decoder gave ``chunk`` steps."""

    chunk: int
    passes: int
    """How often the decoder ran."""
    seconds: float
    """For one window, encoder and all passes: the median of alternating repeats on this machine."""
    quartiles: tuple[float, float]
    """Of the same repeats, as a measure of how restless the machine was."""
    errors: Doubles
    """``[W, L_y, c_out]`` absolute errors in the data's units"""

    def mae(self, target: int = 0) -> float:
        """Mean absolute error of one target over all windows and steps."""
        return float(self.errors[..., target].mean())


@dataclass(frozen=True)
class DecodeRace:
    """One-shot against chunks, with weights that were trained for one-shot."""

    sampling_seed: int
    entries: tuple[Chunked, ...]
    """From one-shot to the smallest chunk."""
    baseline: Doubles | None
    """``[W, L_y, c_out]`` absolute errors of the seasonal naive forecast; ``None`` without one."""
    windows: Ints
    """``[W]`` test windows, evenly spread"""
    repeats: int
    """Times each was measured."""
    threads: int
    left_out: tuple[int, ...] = ()
    """Smaller chunks that would have taken minutes."""

    @property
    def one_shot(self) -> Chunked:
        """The whole horizon in one pass."""
        return self.entries[0]
