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
    """The positions that convolution and pooling bring to one position, attention aside."""

    levels: tuple[NDArray[np.bool_], ...]
    """Which positions are read, from the input of the first distilling layer to the position."""
    wraps: bool
    """True when a circular convolution joined the two ends of the window on the way."""
