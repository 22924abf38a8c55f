"""Attention weights of one head as a picture: the model's own, or full attention to compare with.

Pure numpy on the traced query and key, so that a page can draw them without torch.
"""

import numpy as np
from numpy.typing import NDArray

from informer.inspection.results import AttentionInspection, Floats
from informer.inspection.views import AttentionMap

MAX_CELLS = 512
"""Rows and columns of a picture; a longer map is drawn from blocks."""


def full_attention_weights(
    layer: AttentionInspection, head: int, rows: slice = slice(None)
) -> Floats:
    """softmax(QKᵀ/√d) of some queries of one head, ``[rows, L]``; NaN for keys the mask hides."""
    query, key = layer.query[head, rows], layer.key[head]
    scores = query @ key.T / np.float32(np.sqrt(query.shape[1]))
    if layer.causal:
        hidden = np.arange(len(key)) >= layer.visible[rows, None]
        scores[hidden] = -np.inf
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    if layer.causal:
        scores[hidden] = np.nan
    weights: Floats = scores
    return weights


def model_map(layer: AttentionInspection, head: int, *, max_cells: int = MAX_CELLS) -> AttentionMap:
    """What the model computed: rows of selected queries; the others hold NaN."""
    if layer.selected is None or layer.weights is None:
        return _full_map(layer, head, "model", max_cells)
    block = _block(layer.length, max_cells)
    selected = layer.selected[head]
    weights = layer.weights[head]
    if layer.causal:
        weights = np.where(np.arange(layer.length) < layer.visible[selected, None], weights, np.nan)
    columns = _mean_of_columns(weights, block)
    rows = -(-layer.length // block)
    picture = np.full((rows, columns.shape[1]), np.nan, dtype=np.float32)
    computed = np.zeros(rows, dtype=np.bool_)
    for row in np.unique(selected // block):
        picture[row] = _nan_mean(columns[selected // block == row])
        computed[row] = True
    return AttentionMap("model", picture, computed, block, layer.time[::block])


def exact_map(layer: AttentionInspection, head: int, *, max_cells: int = MAX_CELLS) -> AttentionMap:
    """Full attention of every query, computed here and not by the model."""
    return _full_map(layer, head, "exact", max_cells)


def _full_map(layer: AttentionInspection, head: int, kind: str, max_cells: int) -> AttentionMap:
    block = _block(layer.length, max_cells)
    rows = -(-layer.length // block)
    picture = np.empty((rows, rows), dtype=np.float32)
    chunk = block * max(1, MAX_CELLS // block)  # whole blocks: memory stays at 512 rows of scores
    for start in range(0, layer.length, chunk):
        weights = full_attention_weights(layer, head, slice(start, start + chunk))
        if block > 1:
            weights = _mean_of_columns(weights, block)
            starts = range(0, len(weights), block)
            weights = np.stack([_nan_mean(weights[at : at + block]) for at in starts])
        first = start // block
        picture[first : first + len(weights)] = weights
    computed = np.ones(rows, dtype=np.bool_)
    return AttentionMap(
        "model" if kind == "model" else "exact", picture, computed, block, layer.time[::block]
    )


def _block(length: int, max_cells: int) -> int:
    return -(-length // max_cells)


def _mean_of_columns(weights: Floats, block: int) -> Floats:
    """Means over ``block`` neighbouring keys, hidden ones left out."""
    if block == 1:
        return weights
    starts = np.arange(0, weights.shape[1], block)
    known = ~np.isnan(weights)
    total = np.add.reduceat(np.where(known, weights, 0), starts, axis=1)
    return _divide(total, np.add.reduceat(known, starts, axis=1, dtype=np.int64))


def _nan_mean(rows: Floats) -> Floats:
    """Mean over the rows, hidden keys left out; NaN where all are hidden."""
    known = ~np.isnan(rows)
    return _divide(np.where(known, rows, 0).sum(axis=0), known.sum(axis=0))


def _divide(total: Floats, count: NDArray[np.int64]) -> Floats:
    result = np.full(total.shape, np.nan, dtype=np.float32)
    np.divide(total, count, out=result, where=count > 0)
    return result
