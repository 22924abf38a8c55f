"""Attention from the forecast's steps to the history: its weights, placed in time. Pure numpy."""

from dataclasses import dataclass

import numpy as np

from informer.inspection.decoder_results import CrossAttention, Decoding, Memory
from informer.inspection.results import Floats, Ints

MAX_CELLS = 512
"""Rows and columns of a picture; a longer one is drawn from blocks."""


@dataclass(frozen=True)
class CrossMap:
    """Weights from steps of the horizon (rows) to one replica's positions (columns), in blocks.

    A cell is the mean over its weights, so that 1 / M means uniform at any size of block.
    """

    replica: int
    weights: Floats
    """``[rows, columns]``"""
    span: Ints
    """``[columns, 2]`` first and last step of the context that a column stands for."""
    rows_in_block: int
    columns_in_block: int


@dataclass(frozen=True)
class Look:
    """What one step of the horizon looks at most."""

    position: int
    """Of the encoder's output."""
    first: int
    """First step of the context that the position stands for."""
    last: int
    weight: float
    """Its share of the attention."""
    uniform: float
    """1 / M, what each position would get of attention spread evenly."""


def cross_weights(cross: CrossAttention, head: int | None, rows: slice = slice(None)) -> Floats:
    """softmax(q·k/√d) ``[rows, M]`` of one head, or the mean over all heads (``None``)."""
    heads = range(cross.n_heads) if head is None else (head,)
    total: Floats | None = None
    for one in heads:
        query, key = cross.query[one, rows], cross.key[one]
        scores = query @ key.T / np.float32(np.sqrt(query.shape[1]))
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        total = scores if total is None else np.add(total, scores, out=total)
    assert total is not None
    total /= np.float32(len(heads))
    return total


def looks_most(weights: Floats, memory: Memory) -> tuple[Look, ...]:
    """For each row of weights ``[rows, M]``, the position with the largest weight."""
    uniform = 1 / weights.shape[1]
    found = weights.argmax(axis=1)
    return tuple(
        Look(
            position=int(position),
            first=int(memory.span[position, 0]),
            last=int(memory.span[position, 1]),
            weight=float(row[position]),
            uniform=uniform,
        )
        for row, position in zip(weights, found, strict=True)
    )


def cross_maps(
    decoding: Decoding,
    layer: int,
    head: int | None,
    *,
    steps: slice = slice(None),
    max_cells: int = MAX_CELLS,
) -> tuple[CrossMap, ...]:
    """The weights of some steps of the horizon, one map for each replica of the encoder."""
    cross, memory = decoding.cross[layer], decoding.memory
    rows = np.arange(cross.query.shape[1])[steps]
    block = -(-len(rows) // max_cells)
    places = [np.flatnonzero(memory.replica == one) for one in range(memory.n_replicas)]
    widths = [-(-len(place) // max_cells) for place in places]
    parts: list[list[Floats]] = [[] for _ in places]
    for start in range(0, len(rows), block * 64):  # some rows at a time keep the memory small
        chunk = rows[start : start + block * 64]
        weights = cross_weights(cross, head, slice(chunk[0], chunk[-1] + 1))
        weights = _block_means(weights, block, axis=0)
        for part, place, width in zip(parts, places, widths, strict=True):
            part.append(_block_means(weights[:, place], width, axis=1))
    return tuple(
        CrossMap(
            replica=replica,
            weights=np.concatenate(part),
            span=block_spans(memory.span[place], width),
            rows_in_block=block,
            columns_in_block=width,
        )
        for replica, (part, place, width) in enumerate(zip(parts, places, widths, strict=True))
    )


def block_spans(span: Ints, width: int) -> Ints:
    """Spans ``[n, 2]`` of ``width`` neighbouring positions joined."""
    starts = np.arange(0, len(span), width)
    ends = np.minimum(starts + width, len(span)) - 1
    return np.stack([span[starts, 0], span[ends, 1]], axis=1)


def _block_means(values: Floats, block: int, axis: int) -> Floats:
    if block == 1:
        return values
    starts = np.arange(0, values.shape[axis], block)
    counts = np.diff(np.r_[starts, values.shape[axis]])
    means = np.add.reduceat(values, starts, axis=axis)
    means /= counts[:, None] if axis == 0 else counts
    return means.astype(np.float32)
