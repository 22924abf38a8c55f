"""How much attention there is to lose: the mass that each query's softmax carries above uniform.

A lazy query gets what uniform attention would give it. What ProbSparse leaves out is therefore not
the whole of its attention, which always sums to 1, but the part by which it differs from uniform:

    a_i = Σ_j max(p_ij − 1/n_i, 0),    p_i the softmax over the n_i keys that query i may see

It is the total variation distance of p_i from uniform: 0 for a query that attends uniformly, and
1 − 1/n_i for one that attends to a single key. *Recall of attention mass* is the share of Σ_i a_i
that a set of selected queries carries. Everything here is exact, over all visible keys.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from informer.inspection.maps import full_attention_weights
from informer.inspection.results import AttentionInspection, Floats

_BLOCK_SCORES = 2_000_000
"""Scores held at once, of one head: 8 MB in float32, a few times that while they are worked on."""


def weight_blocks(layer: AttentionInspection, head: int) -> Iterator[tuple[slice, Floats]]:
    """Full attention of one head, some queries at a time: which, and their ``[rows, L]`` weights.

    A key that the mask hides has weight 0.
    """
    step = max(1, _BLOCK_SCORES // layer.length)
    for start in range(0, layer.length, step):
        rows = slice(start, min(start + step, layer.length))
        weights = full_attention_weights(layer, head, rows)
        yield rows, np.nan_to_num(weights, copy=False, nan=0.0)


def mass_above_uniform(weights: Floats, visible: NDArray[np.int64]) -> Floats:
    """``[rows]`` Σ_j max(p_j − 1/n, 0) of weights ``[rows, L]`` that see ``visible`` keys each.

    >>> mass_above_uniform(np.float32([[0.25, 0.75], [0.5, 0.5]]), np.array([2, 2]))
    array([0.25, 0.  ], dtype=float32)
    """
    above = weights - (1 / visible[:, None]).astype(np.float32)
    mass: Floats = np.maximum(above, 0, out=above).sum(axis=1)
    return mass


def attention_mass(layer: AttentionInspection, head: int) -> Floats:
    """``[L]`` attention mass of each query of one head; see the head of this module."""
    mass = np.empty(layer.length, dtype=np.float32)
    for rows, weights in weight_blocks(layer, head):
        mass[rows] = mass_above_uniform(weights, layer.visible[rows])
    return mass


def share_of_mass(mass: Floats, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> float:
    """The share of all queries' mass ``[L]`` that the chosen ones carry.

    1 when there is no mass at all: nothing is lost.

    >>> share_of_mass(np.float32([0.5, 0.25, 0.25]), np.array([0, 2]))
    0.75
    """
    total = float(mass.sum(dtype=np.float64))
    return float(mass[chosen].sum(dtype=np.float64)) / total if total > 0 else 1.0
