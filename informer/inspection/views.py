"""What is drawn of an inspection: the map of one head, the reach of one position; in numpy."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.results import Floats


@dataclass(frozen=True)
class AttentionMap:
    """Attention weights of one head as a picture: queries down, keys across.

    A row is a block of ``block`` neighbouring queries, a column one of ``key_block`` keys. A cell
    is the mean over the *computed* weights in it: ``1 / L`` means uniform at any block size.
    """

    kind: Literal["model", "exact"]
    """``model``: what the model computed; ``exact``: full attention, every row."""
    weights: Floats
    """``[rows, columns]``; NaN where nothing was computed, or where the mask hides the key."""
    computed: NDArray[np.bool_]
    """``[rows]`` true where at least one query of the row was computed."""
    block: int
    time: pd.DatetimeIndex
    """``[L_Q]`` the time of each query of this part of the map"""
    key_block: int
    key_time: pd.DatetimeIndex
    """``[L_K]`` the time of each key of this part"""
    first_query: int = 0
    """The query that the first row begins with."""
    first_key: int = 0


@dataclass(frozen=True)
class ReceptiveField:
    """The positions that convolution and pooling bring to one position, attention aside.

    Or those that they bring it to, where it is the reading ones that are asked for.
    """

    levels: tuple[NDArray[np.bool_], ...]
    """Which positions, level by level: level k stands after k distilling layers."""
    wrapped: tuple[bool, ...]
    """For each level: did the circular convolution that reads it join the two ends of the map?"""

    @property
    def wraps(self) -> bool:
        """True when the ends were joined anywhere on the way."""
        return any(self.wrapped)
