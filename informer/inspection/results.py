"""What an inspection found, in numpy: figures and pages read these and never touch torch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class AttentionInspection:
    """One self-attention layer on one window.

    ``measure_*`` are ``[H, L]``: exact M (equation 2) and exact max-mean (equation 4) over all
    visible keys, and the sampled max-mean the model ranked by. The fields of the sample are ``None``
    for full attention, which samples and selects nothing.
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

    @property
    def length(self) -> int:
        """L, number of queries."""
        return self.query.shape[1]

    @property
    def n_heads(self) -> int:
        """H"""
        return self.query.shape[0]

    @property
    def kl(self) -> Floats:
        """KL(uniform‖p) ``[H, L]`` = M − ln(visible keys): 0 for a query that attends uniformly."""
        return (self.measure_exact - np.log(self.visible)).astype(np.float32)


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

    def layer(self, name: str) -> AttentionInspection:
        """The attention layer of that name. Raises KeyError when there is none."""
        for layer in self.attention:
            if layer.name == name:
                return layer
        raise KeyError(name)
