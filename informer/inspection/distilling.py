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


def receptive_field(position: int, level: int, length: int) -> ReceptiveField:
    """What position ``position`` reads after ``level`` distilling layers on ``length`` positions.

    1, 5, 13, 29 positions after 0, 1, 2, 3 layers, fewer at a padded edge; at the ends, the
    circular convolutions wrap around. Attention mixes all positions besides.
    """
    lengths = map_lengths(length, level)
    mask = _only(position, lengths[-1])
    levels, wrapped = [mask], [False]
    for size in reversed(lengths[:-1]):
        centre = 2 * np.flatnonzero(mask)
        pooled = np.unique(np.concatenate([centre - 1, centre, centre + 1]))
        mask = np.zeros(size, dtype=np.bool_)
        mask[pooled[(pooled >= 0) & (pooled < size)]] = True  # the padding holds nothing
        mask, around = _convolved(mask)
        levels.append(mask)
        wrapped.append(around)
    return ReceptiveField(tuple(reversed(levels)), tuple(reversed(wrapped)))


def readers(position: int, level: int, last: int, length: int) -> ReceptiveField:
    """Which positions after ``level``, ..., ``last`` distilling layers read this one of ``level``.

    The other way round from :func:`receptive_field`: j is a reader of i where i is in the field of
    j. ``length`` is again that of the map before the first layer.
    """
    lengths = map_lengths(length, last)[level:]
    mask = _only(position, lengths[0])
    levels, wrapped = [mask], []
    for size in lengths[1:]:
        convolved, around = _convolved(mask)
        at = np.flatnonzero(convolved)
        pooling = np.concatenate([at // 2, (at + 1) // 2])  # an odd one is in two windows
        mask = np.zeros(size, dtype=np.bool_)
        mask[pooling[pooling < size]] = True
        levels.append(mask)
        wrapped.append(around)
    return ReceptiveField(tuple(levels), (*wrapped, False))


def steps_read(
    field: NDArray[np.bool_], start: int, seq_len: int
) -> tuple[NDArray[np.bool_], bool]:
    """``[seq_len]`` the input steps behind these positions of the map before the first layer.

    The input embedding's convolution over values (width 3, circular over the *whole* input) adds a
    step to either side: 3, 7, 15, 31 steps behind fields of 1, 5, 13, 29. ``start`` is the first
    step that the encoder replica reads. Also says whether that convolution wrapped around.
    """
    mask = np.zeros(seq_len, dtype=np.bool_)
    mask[start : start + len(field)] = field
    return _convolved(mask)


def map_lengths(length: int, level: int) -> tuple[int, ...]:
    """``level + 1`` lengths: of the map before the first distilling layer and after each.

    >>> map_lengths(25, 3)
    (25, 13, 7, 4)
    """
    return tuple(-(-length // 2**halvings) for halvings in range(level + 1))


def _only(position: int, length: int) -> NDArray[np.bool_]:
    mask = np.zeros(length, dtype=np.bool_)
    mask[position] = True
    return mask


def _convolved(mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], bool]:
    """The positions a circular convolution of width 3 reads for these, and whether it wrapped.

    The same positions are those that read these.
    """
    return mask | np.roll(mask, 1) | np.roll(mask, -1), bool(mask[0] or mask[-1])
