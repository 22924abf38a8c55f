"""Attention weights of one head as a picture: the model's own, or full attention to compare with.

Pure numpy on the traced query and key, so that a page can draw them without torch.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from informer.inspection.map_part import MapPart
from informer.inspection.results import AttentionInspection, Floats
from informer.inspection.views import AttentionMap

MAX_CELLS = 512
"""Rows and columns of a picture; what is longer is drawn from blocks, a part of it more finely."""


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


def model_map(
    layer: AttentionInspection,
    head: int,
    part: MapPart | None = None,
    *,
    max_cells: int = MAX_CELLS,
) -> AttentionMap:
    """What the model computed: rows of selected queries; the others hold NaN.

    ``part``: only these queries and keys, in the smallest blocks that fit; ``None``: all.
    """
    if layer.selected is None or layer.weights is None:
        return _full_map(layer, head, "model", part, max_cells)
    part = part or MapPart.whole(layer.length)
    first = part.queries[0]
    here = np.isin(layer.selected[head], part.queries)
    selected, weights = layer.selected[head][here], layer.weights[head][here]
    if layer.causal:
        weights = np.where(np.arange(layer.length) < layer.visible[selected, None], weights, np.nan)
    block, key_block = _block(part.queries, max_cells), _block(part.keys, max_cells)
    columns = _mean_of_columns(weights[:, _slice(part.keys)], key_block)
    rows = -(-len(part.queries) // block)
    picture = np.full((rows, columns.shape[1]), np.nan, dtype=np.float32)
    computed = np.zeros(rows, dtype=np.bool_)
    place = (selected - first) // block
    for row in np.unique(place):
        picture[row] = _nan_mean(columns[place == row])
        computed[row] = True
    return _picture(layer, "model", picture, computed, part, max_cells)


def exact_map(
    layer: AttentionInspection,
    head: int,
    part: MapPart | None = None,
    *,
    max_cells: int = MAX_CELLS,
) -> AttentionMap:
    """Full attention of every query, computed here and not by the model; ``part`` as above."""
    return _full_map(layer, head, "exact", part, max_cells)


def _full_map(
    layer: AttentionInspection,
    head: int,
    kind: Literal["model", "exact"],
    part: MapPart | None,
    max_cells: int,
) -> AttentionMap:
    part = part or MapPart.whole(layer.length)
    block, key_block = _block(part.queries, max_cells), _block(part.keys, max_cells)
    shape = (-(-len(part.queries) // block), -(-len(part.keys) // key_block))
    picture = np.empty(shape, dtype=np.float32)
    chunk = block * max(1, MAX_CELLS // block)  # whole blocks: memory stays at 512 rows of scores
    for start in range(0, len(part.queries), chunk):
        rows = _slice(part.queries[start : start + chunk])
        weights = full_attention_weights(layer, head, rows)[:, _slice(part.keys)]
        weights = _mean_of_columns(weights, key_block)
        if block > 1:
            starts = range(0, len(weights), block)
            weights = np.stack([_nan_mean(weights[at : at + block]) for at in starts])
        first = start // block
        picture[first : first + len(weights)] = weights
    computed = np.ones(len(picture), dtype=np.bool_)
    return _picture(layer, kind, picture, computed, part, max_cells)


def _picture(
    layer: AttentionInspection,
    kind: Literal["model", "exact"],
    weights: Floats,
    computed: NDArray[np.bool_],
    part: MapPart,
    max_cells: int,
) -> AttentionMap:
    return AttentionMap(
        kind=kind,
        weights=weights,
        computed=computed,
        block=_block(part.queries, max_cells),
        time=layer.time[_slice(part.queries)],
        key_block=_block(part.keys, max_cells),
        key_time=layer.time[_slice(part.keys)],
        first_query=part.queries[0],
        first_key=part.keys[0],
    )


def _slice(positions: range) -> slice:
    return slice(positions.start, positions.stop)


def _block(positions: range, max_cells: int) -> int:
    return -(-len(positions) // max_cells)


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
