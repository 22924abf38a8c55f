"""Blocks of the context, what stands in a masked one, and what masking did; in numpy."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import DAY, HOUR, MINUTE, WEEK, step_seconds, unit_of
from informer.inspection.results import Ints

Fill = Literal["interpolate", "mean"]
"""What a masked block holds: a straight line between its neighbours, or the window's mean."""

_FEWEST, _MOST, _USUAL = 4, 56, 14
_SPANS = (MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
_LONG_SPANS = (DAY, 2 * DAY, WEEK, 2 * WEEK, 4 * WEEK, 12 * WEEK)
_COUNTS: dict[str, tuple[int, ...]] = {
    "B": (1, 5, 10, 20, 60),
    "M": (1, 3, 6, 12, 24),
    "Q": (1, 2, 4, 8, 20),
}


@dataclass(frozen=True)
class Occlusion:
    """The forecast of one window, made again with each block of its context masked in turn.

    Axes: n blocks, T = seq_len, Ly = pred_len. Values are in the data's units. The sampled keys are
    the same in every pass, so that what changes is due to the block.
    """

    window: int
    sampling_seed: int
    fill: Fill
    columns: tuple[str, ...]
    """The targets."""
    time: pd.DatetimeIndex
    """``[T]``"""
    observed: NDArray[np.float64]
    """``[T, c_out]``"""
    spans: Ints
    """``[n, 2]`` first and last step of each block."""
    filled: NDArray[np.float64]
    """``[T, c_out]`` what stands at each step while its block is masked."""
    horizon: pd.DatetimeIndex
    """``[Ly]``"""
    forecast: NDArray[np.float64]
    """``[Ly, c_out]`` with nothing masked."""
    masked: NDArray[np.float64]
    """``[n, Ly, c_out]`` with each block masked."""

    @property
    def change(self) -> NDArray[np.float64]:
        """``[n, c_out]`` mean |difference| of the forecast over the horizon, exact."""
        difference: NDArray[np.float64] = np.abs(self.masked - self.forecast).mean(axis=1)
        return difference

    @property
    def whole(self) -> NDArray[np.bool_]:
        """``[n]`` true for the blocks of full length; the first may be shorter."""
        length = self.spans[:, 1] - self.spans[:, 0] + 1
        full: NDArray[np.bool_] = length == length.max()
        return full


def block_spans(seq_len: int, block: int) -> Ints:
    """``[n, 2]`` first and last step of blocks of ``block`` steps.

    The last block ends with the context; the first may be shorter.

    >>> block_spans(7, 3).tolist()
    [[0, 0], [1, 3], [4, 6]]
    """
    last = np.arange(seq_len - 1, -1, -block)[::-1]
    return np.stack([np.maximum(last - block + 1, 0), last], axis=1)


def block_sizes(freq: str, seq_len: int) -> tuple[int, ...]:
    """Lengths of a block, in steps, that suit the frequency and give 4 to 56 blocks.

    >>> block_sizes("h", 168), block_sizes("MS", 48)
    ((3, 6, 12, 24), (1, 3, 6, 12))
    """
    step, unit = step_seconds(freq), unit_of(freq)
    counts = _COUNTS.get(unit)
    if counts is None:
        steps = [span / step for span in (*_SPANS, *_LONG_SPANS)]
        counts = tuple(round(n) for n in steps if n >= 1 and abs(n - round(n)) < 1e-6)
    fitting = tuple(n for n in counts if seq_len / n >= _FEWEST and -(-seq_len // n) <= _MOST)
    return fitting or (max(1, round(seq_len / _USUAL)),)


def usual_block(sizes: tuple[int, ...], seq_len: int) -> int:
    """The size that comes closest to 14 blocks.

    >>> usual_block((3, 6, 12, 24), 168)
    12
    """
    return min(sizes, key=lambda n: abs(np.log(n * _USUAL / seq_len)))


def fill_block(
    rows: NDArray[np.floating], first: int, last: int, fill: Fill, *, channel: int = 0
) -> NDArray[np.floating]:
    """``rows`` ``[T, C]`` with the block ``first .. last`` masked in the channels from ``channel``.

    ``interpolate``: a straight line from the row before to the row after; at an end of the window,
    the one neighbour there is, held; with no neighbour at all, the mean. ``mean``: the mean of each
    channel over all rows.
    """
    masked = rows.copy()
    before, after = rows[first - 1] if first > 0 else None, rows[last + 1 : last + 2]
    left = before if before is not None else (after[0] if len(after) else None)
    right = after[0] if len(after) else before
    if fill == "mean" or left is None or right is None:
        masked[first : last + 1, channel:] = rows.mean(axis=0)[channel:]
        return masked
    share = (np.arange(1, last - first + 2) / (last - first + 2))[:, None]
    line = left * (1 - share) + right * share
    masked[first : last + 1, channel:] = line[:, channel:]
    return masked
