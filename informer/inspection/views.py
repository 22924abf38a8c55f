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

    Rows (and columns) are blocks of ``block`` neighbouring queries (keys); a cell is the mean over
    the *computed* weights in it, so that ``1 / L`` means uniform at any block size.
    """

    kind: Literal["model", "exact"]
    """``model``: what the model computed; ``exact``: full attention, every row."""
    weights: Floats
    """``[rows, columns]``; NaN where nothing was computed, or where the mask hides the key."""
    computed: NDArray[np.bool_]
    """``[rows]`` true where at least one query of the row was computed."""
    block: int
    time: pd.DatetimeIndex
    """``[rows]`` the time of the first query (key) in each block"""


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
