"""What the reference's ``mix`` does to the rows of the decoder: index arithmetic, no weights.

The public code reads the heads' output [H, L, d] as rows [L, H·d] without moving the heads back
behind the time first (docs/DIFFERENCES.md, 5): a row then holds several times of one head, instead
of one time of all heads.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.inspection.results import Ints


@dataclass(frozen=True)
class MixedRows:
    """Where each piece of width d of each row comes from, after the reshape."""

    time: Ints
    """``[L, H]`` source time of each piece"""
    head: Ints
    """``[L, H]`` source head of each piece"""

    @property
    def length(self) -> int:
        """L"""
        return len(self.time)

    @property
    def later(self) -> NDArray[np.bool_]:
        """``[L]`` rows that hold content of a time later than their own."""
        return np.asarray((self.time > np.arange(self.length)[:, None]).any(axis=1))


def mixed_rows(length: int, n_heads: int, d_head: int, *, mix: bool = True) -> MixedRows:
    """Follow each number through the very reshape; without ``mix``, heads go back behind time.

    >>> mixed_rows(4, 2, 3).time.tolist()
    [[0, 1], [2, 3], [0, 1], [2, 3]]
    >>> int(mixed_rows(72, 8, 64).later.sum())
    39
    """
    shape = (n_heads, length, d_head)
    times = np.broadcast_to(np.arange(length)[None, :, None], shape)
    heads = np.broadcast_to(np.arange(n_heads)[:, None, None], shape)
    pieces = []
    for source in (times, heads):
        moved = source if mix else source.transpose(1, 0, 2)
        rows = moved.reshape(length, n_heads * d_head)
        pieces.append(rows[:, ::d_head].astype(np.int64))  # d numbers side by side are one piece
    return MixedRows(*pieces)
