"""The feature maps of an encoder replica in their order, and what one position of one has to do
with all the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.inspection.distilling import readers, receptive_field
from informer.inspection.results import DistillingInspection, Floats, Ints


@dataclass(frozen=True)
class FeatureMap:
    """A map before or after a distilling layer: map 2k goes into layer k, map 2k + 1 comes out."""

    name: str
    """``Into distilling 1``, ``Out of distilling 1``, ..."""
    maker: str
    """The layer it comes out of: ``attention 1``, ``distilling 1``."""
    level: int
    """How many distilling layers are behind it."""
    values: Floats
    """``[L, D]``"""
    span: Ints
    """``[L, 2]`` first and last input step that each position stands for."""

    def at(self, step: int) -> int:
        """The position that stands for an input step; the nearest where none does."""
        found = int(self.span[:, 0].searchsorted(step, side="right")) - 1
        return min(max(found, 0), len(self.span) - 1)


def feature_maps(layers: Sequence[DistillingInspection]) -> tuple[FeatureMap, ...]:
    """Each distinct map once; between map 2k + 1 and map 2k + 2 lies an attention layer."""
    maps: list[FeatureMap] = []
    for k, layer in enumerate(layers):
        into, out = f"Into distilling {k + 1}", f"Out of distilling {k + 1}"
        maps.append(FeatureMap(into, f"attention {k + 1}", k, layer.input, layer.span_in))
        maps.append(FeatureMap(out, f"distilling {k + 1}", k + 1, layer.output, layer.span_out))
    return tuple(maps)


@dataclass(frozen=True)
class Reach:
    """One position of one map: what it reads in the maps before, what reads it in those after.

    Through convolution and pooling only: an attention layer between two maps keeps each position
    (and adds something of all others to it).
    """

    index: int
    """Of its map."""
    position: int
    masks: tuple[NDArray[np.bool_], ...]
    """For each map the positions: up to ``index`` those that it reads, then those that read it."""
    wrapped: tuple[bool, ...]
    """For each map: its circular convolution joined the two ends of it on this way."""

    @property
    def wraps(self) -> bool:
        """True when two ends were joined anywhere."""
        return any(self.wrapped)


def reach(maps: Sequence[FeatureMap], index: int, position: int) -> Reach:
    """Of ``position`` of map ``index``, in all ``maps``."""
    level, length = maps[index].level, len(maps[0].values)
    behind = receptive_field(position, level, length)
    ahead = readers(position, level, maps[-1].level, length)
    masks, wrapped = [], []
    for number, one in enumerate(maps):
        field, at = (behind, one.level) if number <= index else (ahead, one.level - level)
        masks.append(field.levels[at])
        # an input map that is itself looked at is convolved on the way to its readers
        onward = number >= index
        joined = ahead.wrapped[one.level - level] if onward else behind.wrapped[one.level]
        wrapped.append(joined and number % 2 == 0)
    return Reach(index, position, tuple(masks), tuple(wrapped))


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last position of each run of true ones.

    >>> runs(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    change = np.diff(np.r_[0, mask.astype(np.int8), 0])
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1) - 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
