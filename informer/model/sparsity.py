"""How far from uniform a query attends: the paper's measures, as pure functions (section 3.2).

A query q_i attends with p(k_j|q_i) = softmax_j(s_ij), s_ij = q_i·k_j / √d. If p is uniform, 1/L_K,
its output is the mean of V and computing it was in vain. The divergence of the uniform distribution
from p tells how far it is from that:

    KL(uniform‖p_i) = ln Σ_j e^{s_ij} − (1/L_K) Σ_j s_ij − ln L_K

Without its constant it is M (equation 2); with the maximum for the log-sum-exp it is M̄ (equation
4), which a few keys drawn at random estimate well enough to rank the queries.

Axes: ``...`` any leading axes (batch, heads), LQ queries, LK keys, U sampled keys, d width of a
head. ``visible`` is true for the keys a query may see; by default it sees all.

>>> s = torch.tensor([[0.0, 0.0, 0.0, 0.0], [4.0, 0.0, 0.0, 0.0]])   # a uniform and a peaked query
>>> kl_from_uniform(sparsity_measure(s), torch.tensor([4, 4]))
tensor([0.0000, 1.6672])
>>> max_mean_measure(s)
tensor([0., 3.])
"""

import math
from collections.abc import Iterator

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from informer.model.sizes import n_sampled_keys, n_selected_queries, scores_every_key

__all__ = [
    "kl_from_uniform",
    "max_mean_measure",
    "n_sampled_keys",
    "n_selected_queries",
    "sampled_max_mean_measure",
    "sampled_scores",
    "scores",
    "sparsity_measure",
]


def scores(
    query: Float[Tensor, "*lead LQ d"], key: Float[Tensor, "*lead LK d"]
) -> Float[Tensor, "*lead LQ LK"]:
    """s_ij = q_i·k_j / √d (equation 1).

    >>> scores(torch.ones(1, 4), torch.ones(2, 4))
    tensor([[2., 2.]])
    """
    return (query / math.sqrt(query.shape[-1])) @ key.transpose(-2, -1)


def sparsity_measure(
    scores: Float[Tensor, "*lead LQ LK"], visible: Bool[Tensor, "LQ LK"] | None = None
) -> Float[Tensor, "*lead LQ"]:
    """M(q_i, K) = ln Σ_j e^{s_ij} − (1/L_K) Σ_j s_ij, over the visible keys (equation 2).

    >>> sparsity_measure(torch.tensor([[1.0, 1.0]]))          # uniform: M = ln L_K
    tensor([0.6931])
    """
    if visible is None:
        return scores.logsumexp(-1) - scores.mean(-1)
    return _hiding(scores, visible).logsumexp(-1) - _visible_mean(scores, visible)


def max_mean_measure(
    scores: Float[Tensor, "*lead LQ LK"], visible: Bool[Tensor, "LQ LK"] | None = None
) -> Float[Tensor, "*lead LQ"]:
    """M̄(q_i, K) = max_j s_ij − (1/L_K) Σ_j s_ij, over the visible keys (equation 4).

    It bounds M: ln L_K ≤ M ≤ M̄ + ln L_K (Lemma 1), so KL ≤ M̄.

    >>> max_mean_measure(torch.tensor([[3.0, 0.0, 0.0]]))
    tensor([2.])
    """
    if visible is None:
        return scores.amax(-1) - scores.mean(-1)
    return _hiding(scores, visible).amax(-1) - _visible_mean(scores, visible)


def kl_from_uniform(
    measure: Float[Tensor, "*lead LQ"], n_visible: Int[Tensor, " LQ"]
) -> Float[Tensor, "*lead LQ"]:
    """KL(uniform‖p_i) = M − ln(number of visible keys): never negative, 0 if p is uniform."""
    return measure - n_visible.to(measure.dtype).log()


def sampled_scores(
    query: Float[Tensor, "*lead LQ d"],
    key: Float[Tensor, "*lead LK d"],
    sampled_keys: Int[Tensor, "LQ U"],
) -> Float[Tensor, "*lead LQ U"]:
    """The scores of each query on the keys drawn for it (Algorithm 1, lines 2 and 3).

    Two forms of the same numbers: all scores, then a gather, where that takes less time than
    gathering the keys (:func:`~informer.model.sizes.scores_every_key`).
    """
    n_sampled = sampled_keys.shape[-1]
    if scores_every_key(key.shape[-2], n_sampled, query.shape[-1]):
        every = scores(query, key)
        return every.gather(-1, sampled_keys.expand(*every.shape[:-1], n_sampled))
    flat = sampled_keys.flatten()
    drawn = [one.index_select(0, flat) for one in key.flatten(0, -3)]  # each [LQ · U, d]
    keys = torch.stack(drawn).view(*query.shape[:-1], n_sampled, -1)
    return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])


def sampled_max_mean_measure(
    query: Float[Tensor, "*lead LQ d"],
    key: Float[Tensor, "*lead LK d"],
    sampled_keys: Int[Tensor, "LQ U"],
    *,
    causal: bool = False,
    reference_compatible: bool = False,
) -> Float[Tensor, "*lead LQ"]:
    """M̄ of each query over its sampled keys (Algorithm 1, line 4).

    When ``causal``, sampled keys later than the query don't count; a query left with none measures
    0, as one that sees a single key does. ``reference_compatible`` measures as the public code
    does: scores without 1/√d, their sum divided by L_K although there are U of them, later keys
    counted (docs/DIFFERENCES.md, 2 and 3).

    >>> q, k = torch.tensor([[1.0], [2.0]]), torch.tensor([[3.0], [0.0]])
    >>> sampled_max_mean_measure(q, k, torch.tensor([[0, 1], [0, 1]]))
    tensor([1.5000, 3.0000])
    >>> sampled_max_mean_measure(q, k, torch.tensor([[0, 1], [0, 1]]), causal=True)
    tensor([0., 3.])
    """
    lead, n_queries = query.shape[:-2], query.shape[-2]
    queries, keys = (t.reshape(-1, *t.shape[-2:]) for t in (query, key))
    measure = query.new_empty(queries.shape[:-1])
    for part, rows in _blocks(len(queries), n_queries, keys.shape[-2], query.device):
        measure[part, rows] = _measure(
            queries[part, rows], keys[part], sampled_keys[rows], rows.start, causal=causal,
            reference_compatible=reference_compatible,
        )  # fmt: skip
    return measure.view(*lead, n_queries)


def _blocks(
    n_lead: int, n_queries: int, n_keys: int, device: torch.device
) -> Iterator[tuple[slice, slice]]:
    """Slices of the leading axis and of the queries whose scores stay in the processor's cache.

    So no more than a few megabytes of scores are held at once, whatever the length; and on a CPU
    it is up to five times as fast.
    """
    limit = 2**20 if device.type == "cpu" else 2**26
    together = max(1, limit // (n_queries * n_keys))
    rows = n_queries if together > 1 else max(1, limit // n_keys)
    for first in range(0, n_lead, together):
        for row in range(0, n_queries, rows):
            yield slice(first, first + together), slice(row, min(row + rows, n_queries))


def _measure(
    query: Float[Tensor, "N LQ d"],
    key: Float[Tensor, "N LK d"],
    sampled_keys: Int[Tensor, "LQ U"],
    first: int,
    *,
    causal: bool,
    reference_compatible: bool,
) -> Float[Tensor, "N LQ"]:
    """:func:`sampled_max_mean_measure` of one block, whose first query is number ``first``."""
    s = sampled_scores(query, key, sampled_keys)
    if reference_compatible:
        s = s * math.sqrt(query.shape[-1])
        return s.amax(-1) - s.sum(-1) / key.shape[-2]
    if not causal:
        return max_mean_measure(s)
    position = torch.arange(first, first + query.shape[-2], device=query.device).unsqueeze(-1)
    measure = max_mean_measure(s, sampled_keys <= position)
    return measure.nan_to_num(nan=0.0, neginf=0.0)


def _hiding(
    scores: Float[Tensor, "*lead LQ LK"], visible: Bool[Tensor, "LQ LK"]
) -> Float[Tensor, "*lead LQ LK"]:
    """The scores, −∞ where hidden: a sum, far quicker on a CPU than masking them all."""
    return scores + scores.new_zeros(visible.shape).masked_fill_(~visible, -math.inf)


def _visible_mean(
    scores: Float[Tensor, "*lead LQ LK"], visible: Bool[Tensor, "LQ LK"]
) -> Float[Tensor, "*lead LQ"]:
    return (scores * visible.to(scores.dtype)).sum(-1) / visible.sum(-1)
