"""What a distilling layer keeps, and which times its positions stand for (paper, section 3.3).

A position of the shorter map *stands for* the grid cell of the two positions it replaces; it
*reads* more: the convolution reaches one position to either side, the pooling another.
"""

import numpy as np
from numpy.typing import NDArray

from informer.inspection.results import Floats, Ints
from informer.inspection.views import ReceptiveField


def pooling_winners(activated: Floats) -> Ints:
    """``[ceil(L / 2), D]`` positions whose activation ``[L, D]`` the max-pooling kept.

    Kernel 3, stride 2, padding 1: output i chooses among 2i − 1, 2i and 2i + 1; the first of equal
    ones wins.

    >>> pooling_winners(np.float32([[0.0], [5.0], [1.0], [9.0]]))
    array([[1],
           [3]])
    """
    length = len(activated)
    edge = np.full((1, activated.shape[1]), -np.inf, dtype=activated.dtype)
    padded = np.concatenate([edge, activated, edge])
    centre = np.arange(0, length, 2)
    candidates = np.stack([padded[centre + offset] for offset in range(3)])  # 2i − 1, 2i, 2i + 1
    winners: Ints = candidates.argmax(axis=0) + centre[:, None] - 1
    return winners


def cell_spans(start: int, length: int, level: int) -> Ints:
    """``[n, 2]`` first and last input step of each position's grid cell after ``level`` halvings.

    ``start`` is the first step the encoder reads, ``length`` how many; the last cell may be
    shorter.

    >>> cell_spans(0, 5, 1).tolist()
    [[0, 1], [2, 3], [4, 4]]
    """
    width = 2**level
    first = np.arange(0, length, width)
    last = np.minimum(first + width, length) - 1
    return np.stack([first, last], axis=1) + start


def receptive_field(
    position: int, level: int, length: int, *, token_convolution: bool = False
) -> ReceptiveField:
    """What position ``position`` reads after ``level`` distilling layers on ``length`` steps.

    1, 5, 13, 29 steps after 0, 1, 2, 3 layers (3, 7, 15, 31 with the width-3 token convolution of
    the input embedding), fewer at a padded edge; at the ends, the circular convolutions wrap
    around. Attention mixes all positions besides.
    """
    lengths = [length]
    for _ in range(level):
        lengths.append(-(-lengths[-1] // 2))
    mask = np.zeros(lengths[-1], dtype=np.bool_)
    mask[position] = True
    levels, wraps = [mask], False
    for size in reversed(lengths[:-1]):
        centre = 2 * np.flatnonzero(mask)
        pooled = np.unique(np.concatenate([centre - 1, centre, centre + 1]))
        mask = np.zeros(size, dtype=np.bool_)
        mask[pooled[(pooled >= 0) & (pooled < size)]] = True  # the padding holds nothing
        mask, wrapped = _convolved(mask)
        wraps |= wrapped
        levels.append(mask)
    if token_convolution:
        levels[-1], wrapped = _convolved(levels[-1])
        wraps |= wrapped
    return ReceptiveField(tuple(reversed(levels)), wraps)


def _convolved(mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], bool]:
    """The positions a circular convolution of width 3 reads for these, and whether it wrapped."""
    return mask | np.roll(mask, 1) | np.roll(mask, -1), bool(mask[0] or mask[-1])
