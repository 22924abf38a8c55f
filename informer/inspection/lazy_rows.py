"""What an unselected row of the decoder gets: the cumulative sum, or the cumulative mean, of V.

The public code gives it the sum (docs/DIFFERENCES.md, 4): row i then holds i + 1 values added up,
and grows with its place alone. Pure numpy on the traced values.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from informer.inspection.mass import weight_blocks
from informer.inspection.results import AttentionInspection, Floats

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class LazyRows:
    """Length (Euclidean norm) of each row of one head ``[L]``, in three ways of computing it."""

    summed: Floats
    """Σ of the values it may see"""
    mean: Floats
    """their mean: what uniform attention gives"""
    full: Floats
    """softmax(QKᵀ/√d) V: what full attention gives"""
    sum_error: Floats
    """‖sum − full‖ / ‖full‖"""
    mean_error: Floats
    """‖mean − full‖ / ‖full‖"""


def lazy_rows(layer: AttentionInspection, head: int) -> LazyRows:
    """All three for every row of one head of a causal layer, whether it was selected or not."""
    value = layer.value[head].astype(np.float64)
    summed, mean = lazy_values(layer, head, "sum"), lazy_values(layer, head, "mean")
    full = np.concatenate([weights @ value for _, weights in weight_blocks(layer, head)])
    size = np.maximum(np.linalg.norm(full, axis=1), np.finfo(np.float32).tiny)
    return LazyRows(
        summed=_norm(summed),
        mean=_norm(mean),
        full=_norm(full),
        sum_error=(np.linalg.norm(summed - full, axis=1) / size).astype(np.float32),
        mean_error=(np.linalg.norm(mean - full, axis=1) / size).astype(np.float32),
    )


def lazy_values(layer: AttentionInspection, head: int, rows: Literal["mean", "sum"]) -> Doubles:
    """``[L, d]`` what each query gets if it doesn't attend (as ``model.attention.lazy_output``)."""
    value = layer.value[head].astype(np.float64)
    if not layer.causal:
        return np.broadcast_to(value.mean(axis=0), value.shape)
    summed: Doubles = value.cumsum(axis=0)
    return summed if rows == "sum" else summed / layer.visible[:, None]


def _norm(rows: Doubles) -> Floats:
    norms: Floats = np.linalg.norm(rows, axis=1).astype(np.float32)
    return norms
