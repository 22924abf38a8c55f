"""What an inspection found, in numpy: figures and pages read these and never touch torch."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class AttentionInspection:
    """One self-attention layer on one window.

    ``measure_*`` are ``[H, L]``: exact M (equation 2) and exact max-mean (equation 4) over all
    visible keys, and the sampled max-mean the model ranked by. The fields of the sample are
    ``None`` for full attention, which samples and selects nothing.
    """

    name: str
    """``encoder.0``, ``encoder.<replica>.<layer>`` when stacked, ``decoder.0``."""
    causal: bool
    query: Floats
    key: Floats
    value: Floats
    visible: Ints
    """``[L]`` number of keys each query may see: L_K, or its own position + 1 when causal."""
    measure_exact: Floats
    measure_max_mean: Floats
    measure_sampled: Floats | None
    sampled_keys: Ints | None
    """``[L, U]``"""
    selected: Ints | None
    """``[H, u]`` in order of time"""
    weights: Floats | None
    """``[H, u, L]``"""
    time: pd.DatetimeIndex
    """``[L]`` the time each position stands for: the last input step it directly covers."""
    precision_at_u: Floats | None
    """``[H]`` share of the selected queries that the exact M would select too."""
    reference_measure: bool = False
    """The model ranked as the public code does: unscaled scores, sum / L_K (DIFFERENCES.md, 2)."""

    @property
    def length(self) -> int:
        """L, number of queries."""
        return len(self.visible)

    @property
    def n_heads(self) -> int:
        """H"""
        return len(self.query)

    @property
    def kl(self) -> Floats:
        """KL(uniform‖p) ``[H, L]`` = M − ln(visible keys): 0 for a query that attends uniformly."""
        return (self.measure_exact - np.log(self.visible)).astype(np.float32)

    @property
    def n_selected(self) -> int | None:
        """u, queries each head selects; ``None`` for full attention."""
        return None if self.selected is None else self.selected.shape[1]

    def active(self, head: int) -> NDArray[np.bool_]:
        """``[L]`` true for the queries this head computed: all of them in full attention."""
        if self.selected is None:
            return np.ones(self.length, dtype=np.bool_)
        mask = np.zeros(self.length, dtype=np.bool_)
        mask[self.selected[head]] = True
        return mask


Cells = Literal["weights", "uniform", "scores", "log_sum", "mean", "largest", "bound", "drawn"]
"""What a line of the derivation is computed from, where a figure can show it."""


@dataclass(frozen=True)
class DerivationStep:
    """One line of the derivation of the measure (PAPER steps 1-10), with one query's numbers."""

    label: str
    """What this line does, in words."""
    text: str
    """The formula with its numbers, in plain text."""
    latex: str
    """The same formula for typesetting; holds no text from a user's file."""
    value: float
    uses: tuple[Cells, ...]


@dataclass(frozen=True)
class FocusedQuery:
    """One query of one head, in numbers. Axis K: the keys it may see."""

    layer: str
    head: int
    query: int
    time: pd.Timestamp
    """The time the query stands for."""
    key_time: pd.DatetimeIndex
    """``[K]``"""
    scores: NDArray[np.float64]
    """``[K]`` s_ij = q_i·k_j / √d"""
    weights: NDArray[np.float64]
    """``[K]`` softmax of the scores"""
    uniform: float
    """1 / K, what a query that did nothing would give each key."""
    sampled: Ints | None
    """Visible keys it was measured on, each once, in order; ``None`` for full attention."""
    n_drawn: int
    """Draws that fell on visible keys: with replacement, so at least as many as ``sampled``."""
    selected: bool
    """True when the model computed this query's attention."""
    measure: float
    """Exact M (equation 2)"""
    max_mean: float
    """Exact max-mean (equation 4)"""
    kl: float
    """KL(uniform‖p)"""
    measure_sampled: float | None
    """What the model ranked it by; ``None`` for full attention."""
    rank_exact: int
    """1 for the query of this head with the largest M."""
    rank_sampled: int | None
    """1 for the query that the model ranked first."""
    length: int
    """L, queries in this head."""
    steps: tuple[DerivationStep, ...]


@dataclass(frozen=True)
class DistillingInspection:
    """One distilling layer on one window."""

    name: str
    """``distilling.0``, or ``distilling.<replica>.<layer>``"""
    input: Floats
    """``[L, D]``"""
    output: Floats
    """``[ceil(L / 2), D]``"""
    winners: Ints
    """``[ceil(L / 2), D]`` input position whose activation the max-pooling kept."""
    span_in: Ints
    """``[L, 2]`` first and last input step in the grid cell each position stands for."""
    span_out: Ints
    """``[ceil(L / 2), 2]``"""


@dataclass(frozen=True)
class Inspection:
    """Everything seen inside on one window, for one sampling seed."""

    window: int
    """First row of the window's context in the series."""
    sampling_seed: int
    time: pd.DatetimeIndex
    """``[seq_len]`` time of the context."""
    observed: NDArray[np.float64]
    """``[seq_len, c_out]`` targets over the context, in the data's units."""
    columns: tuple[str, ...]
    attention: tuple[AttentionInspection, ...]
    distilling: tuple[DistillingInspection, ...]

    def distilling_layers(self, replica: int = 0) -> tuple[DistillingInspection, ...]:
        """The distilling layers of one encoder replica, in order; none when it has none."""
        prefixes = ("distilling.",) if replica == 0 else ()
        return tuple(
            layer
            for layer in self.distilling
            if layer.name.rpartition(".")[0] + "." in (*prefixes, f"distilling.{replica}.")
        )

    def layer(self, name: str) -> AttentionInspection:
        """The attention layer of that name. Raises KeyError when there is none."""
        for layer in self.attention:
            if layer.name == name:
                return layer
        raise KeyError(name)
