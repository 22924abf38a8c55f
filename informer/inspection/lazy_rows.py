"""What an unselected row of the decoder gets: the cumulative sum, or the cumulative mean, of V.

The public code gives it the sum (docs/DIFFERENCES.md, 4): row i then holds i + 1 values added up,
and grows with its place alone. Pure numpy on the traced values.
"""

from dataclasses import dataclass

import numpy as np

from informer.inspection.maps import full_attention_weights
from informer.inspection.results import AttentionInspection, Floats

_ROWS = 256
"""Rows of full attention that are held at once."""


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
    summed = value.cumsum(axis=0)
    mean = summed / layer.visible[:, None]
    full = np.concatenate(
        [
            np.nan_to_num(full_attention_weights(layer, head, slice(start, start + _ROWS))) @ value
            for start in range(0, layer.length, _ROWS)
        ]
    )
    size = np.maximum(np.linalg.norm(full, axis=1), np.finfo(np.float32).tiny)
    return LazyRows(
        summed=_norm(summed),
        mean=_norm(mean),
        full=_norm(full),
        sum_error=(np.linalg.norm(summed - full, axis=1) / size).astype(np.float32),
        mean_error=(np.linalg.norm(mean - full, axis=1) / size).astype(np.float32),
    )


def _norm(rows: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Floats:
    norms: Floats = np.linalg.norm(rows, axis=1).astype(np.float32)
    return norms
