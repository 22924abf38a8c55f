"""The measures over *all* keys, which the model leaves out: in blocks, to keep memory small."""

import torch
from jaxtyping import Float
from torch import Tensor

from informer.model.sparsity import max_mean_measure, scores, sparsity_measure

MAX_SCORES = 4_000_000
"""Scores held at once (16 MB in float32): L = 2880 with 8 heads goes in 17 blocks."""


def exact_measures(
    query: Float[Tensor, "H L d"],
    key: Float[Tensor, "H L d"],
    *,
    causal: bool,
    max_scores: int = MAX_SCORES,
) -> tuple[Float[Tensor, "H L"], Float[Tensor, "H L"]]:
    """Exact M (equation 2) and exact max-mean (equation 4) of every query of every head.

    When ``causal``, over the keys up to the query's own position.
    """
    heads, length, _ = query.shape
    block = max(1, max_scores // (heads * key.shape[1]))
    measure, max_mean = torch.empty(heads, length), torch.empty(heads, length)
    for start in range(0, length, block):
        stop = min(start + block, length)
        visible, seen = None, key
        if causal:
            seen = key[:, :stop]  # no query of this block sees a later key
            visible = torch.arange(stop) <= torch.arange(start, stop).unsqueeze(-1)
        s = scores(query[:, start:stop], seen)
        measure[:, start:stop] = sparsity_measure(s, visible)
        max_mean[:, start:stop] = max_mean_measure(s, visible)
    return measure, max_mean
