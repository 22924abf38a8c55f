"""How much attention falls on each step of the context: of one head, or of the whole encoder.

A head's *mass* on a key is the mean over its queries of the weight they give it: over all keys it
sums to 1. Pure numpy, blockwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.mass import weight_blocks
from informer.inspection.results import AttentionInspection, Inspection, Ints

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class AttentionMass:
    """The share of the attention that falls on each step of the context, ``[T]``."""

    exact: Doubles
    """Full attention, computed here over all queries."""
    own: Doubles | None
    """What the model computed: selected rows, and lazy rows as the uniform attention they stand
    for. ``None`` when the model computes full attention: it is the exact one."""
    uniform: Doubles
    """If every query attended to all its keys alike."""
    covered: NDArray[np.bool_]
    """The steps that have a key in this layer."""

    @property
    def outside(self) -> float:
        """The exact share on keys beyond the context: a decoder's placeholders."""
        return max(0.0, 1.0 - float(self.exact.sum()))

    def on_blocks(self, spans: Ints) -> "AttentionMass":
        """The same over blocks ``[n, 2]`` of steps; ``covered`` where a block has any key."""

        def summed(steps: Doubles) -> Doubles:
            total = np.r_[0.0, np.cumsum(steps)]
            return np.asarray(total[spans[:, 1] + 1] - total[spans[:, 0]])

        return AttentionMass(
            exact=summed(self.exact),
            own=None if self.own is None else summed(self.own),
            uniform=summed(self.uniform),
            covered=summed(self.covered.astype(np.float64)) > 0,
        )


def head_mass(inspection: Inspection, layer: AttentionInspection, head: int) -> AttentionMass:
    """Of one head, on the steps of the context.

    After distilling a position stands for several steps: its mass is spread evenly over them.
    """
    spans = key_spans(inspection, layer)
    seq_len = len(inspection.time)
    covered = np.zeros(seq_len, dtype=np.bool_)
    for first, last in spans:
        covered[first : last + 1] = True

    def on_steps(keys: Doubles) -> Doubles:
        steps = np.zeros(seq_len)
        for (first, last), mass in zip(spans, keys, strict=False):  # placeholders have no step
            steps[first : last + 1] = mass / (last - first + 1)
        return steps

    own = _own_mass(layer, head)
    everyone = np.ones(layer.length, dtype=np.bool_)
    return AttentionMass(
        exact=on_steps(_exact_mass(layer, head)),
        own=None if own is None else on_steps(own),
        uniform=on_steps(_uniform_mass(layer, everyone) / layer.length),
        covered=covered,
    )


def encoder_mass(inspection: Inspection) -> AttentionMass:
    """The mean over all heads of all encoder layers, whose keys all lie in the context."""
    masses = [
        head_mass(inspection, layer, head)
        for layer in inspection.attention
        if layer.name.startswith("encoder.")
        for head in range(layer.n_heads)
    ]

    def mean(rows: Sequence[Doubles]) -> Doubles:
        return np.asarray(np.mean(rows, axis=0))

    own = [one.own for one in masses if one.own is not None]
    return AttentionMass(
        exact=mean([one.exact for one in masses]),
        own=mean(own) if own else None,
        uniform=mean([one.uniform for one in masses]),
        covered=np.logical_or.reduce([one.covered for one in masses]),
    )


def key_spans(inspection: Inspection, layer: AttentionInspection) -> Ints:
    """``[k, 2]`` first and last step of the context that each of the layer's keys stands for.

    Keys of a decoder's placeholders come last and lie beyond the context: they have no row here.
    """
    last = inspection.time.get_indexer(layer.time)
    last = last[last >= 0]
    if not len(last):
        return np.zeros((0, 2), dtype=np.int64)
    part, *numbers = layer.name.split(".")
    if part == "decoder":
        start = last[0]
    else:  # replica i of a stacked encoder reads the last 1 / 2^i of the context
        replica = int(numbers[0]) if len(numbers) == 2 else 0
        seq_len = len(inspection.time)
        start = seq_len - (seq_len >> replica)
    return np.stack([np.r_[start, last[:-1] + 1], last], axis=1).astype(np.int64)


def rank_correlation(one: Doubles, other: Doubles) -> float | None:
    """Spearman's ρ of two rows ``[n]``; ``None`` for fewer than three, or if one is constant.

    >>> rank_correlation(np.array([1.0, 2.0, 9.0]), np.array([0.1, 0.3, 0.2]))
    0.5
    """
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    table = pd.DataFrame({"one": one, "other": other}).corr(method="spearman")
    return float(table.to_numpy()[0, 1])


def _exact_mass(layer: AttentionInspection, head: int) -> Doubles:
    """``[L]``"""
    total = np.zeros(layer.length)
    for _, weights in weight_blocks(layer, head):
        total += weights.sum(axis=0, dtype=np.float64)
    return total / layer.length


def _own_mass(layer: AttentionInspection, head: int) -> Doubles | None:
    """``[L]`` of the selected rows, and of the lazy rows' mean of the values they see."""
    if layer.weights is None:
        return None
    lazy = _uniform_mass(layer, ~layer.active(head))
    selected = layer.weights[head].sum(axis=0, dtype=np.float64)
    return np.asarray((selected + lazy) / layer.length)


def _uniform_mass(layer: AttentionInspection, queries: NDArray[np.bool_]) -> Doubles:
    """``[L]`` what these queries give each key when each attends to all it sees alike."""
    given = np.where(queries, 1 / layer.visible, 0.0)
    if not layer.causal:
        return np.full(layer.length, given.sum())
    return np.asarray(np.cumsum(given[::-1])[::-1])  # a key is seen by the queries from its own on
