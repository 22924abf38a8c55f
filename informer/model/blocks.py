"""softmax(QKᵀ/√d) V a few heads at a time, so that the scores stay in the processor's cache.

The scores of all heads of a batch are by far the largest thing in a training step on long series.
Here they are never held: a block of heads is scored, weighted and summed before the next, and
scored once more in the backward pass (as FlashAttention does within a head: Dao et al., NeurIPS
2022). Only dropout's dice are remembered, one byte a weight.
"""

import math
from collections.abc import Iterator

import torch
from jaxtyping import Float, Int
from torch import Tensor

from informer.model.dropout import Dropout, kept, thrown

_FEW = 2**21
_AS_GOOD_AS_INFINITE = 1e30
"""Not infinity: 0 · ∞ is not 0."""


def attend(
    query: Float[Tensor, "B H LQ d"],
    key: Float[Tensor, "B H LK d"],
    value: Float[Tensor, "B H LK d"],
    *,
    last_visible: Int[Tensor, "B H LQ"] | None = None,
    dropout: Dropout | None = None,
) -> Float[Tensor, "B H LQ d"]:
    """Every query's weighted sum of the values, over the keys up to its ``last_visible`` one.

    ``dropout`` silences weights. A few scores are kept for the backward pass, which is quicker.
    """
    shape = query.shape
    last = None if last_visible is None else last_visible.flatten(0, 1)
    q, k, v = (t.flatten(0, 1) for t in (query / math.sqrt(shape[-1]), key, value))
    if len(q) * q.shape[1] * k.shape[1] <= _FEW:
        weights = attention_weights(q, k, last)
        attended = (weights if dropout is None else dropout(weights)) @ v
    else:
        lost = dropout.lost if dropout is not None and dropout.active else 0
        attended = _Attend.apply(q, k, v, last, lost)  # type: ignore[no-untyped-call]
    return attended.view(shape)


class _Attend(torch.autograd.Function):
    """Axes: N batch and heads, LQ queries, LK keys, d width of a head; queries are scaled."""

    @staticmethod
    def forward(ctx, query, key, value, last, lost):  # type: ignore[no-untyped-def]
        output = torch.empty_like(query)
        dice = []
        for part in _parts(query, key):
            weights = attention_weights(query[part], key[part], _of(last, part))
            if lost:
                dice.append(thrown(weights.shape, weights.device))
                weights.mul_(kept(dice[-1], lost, weights.dtype))
            output[part] = weights @ value[part]
        ctx.save_for_backward(query, key, value, last)
        ctx.dice, ctx.lost = dice, lost
        return output

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad):  # type: ignore[no-untyped-def]
        query, key, value, last = ctx.saved_tensors
        to_query, to_key, to_value = (torch.empty_like(t) for t in (query, key, value))
        for i, part in enumerate(_parts(query, key)):
            weights = attention_weights(query[part], key[part], _of(last, part))
            to_weights = grad[part] @ value[part].mT
            dropped = weights
            if ctx.lost:
                mask = kept(ctx.dice[i], ctx.lost, weights.dtype)
                dropped = weights * mask
                to_weights.mul_(mask)
            to_value[part] = dropped.mT @ grad[part]
            to_scores = torch.ops.aten._softmax_backward_data(
                to_weights, weights, -1, weights.dtype
            )
            to_query[part] = to_scores @ key[part]
            to_key[part] = to_scores.mT @ query[part]
        return to_query, to_key, to_value, None, None


def _parts(query: Tensor, key: Tensor) -> Iterator[slice]:
    """Blocks of heads: on a CPU two megabytes of scores each; elsewhere a call costs more."""
    limit = 2**19 if query.device.type == "cpu" else 2**27
    together = max(1, limit // (query.shape[1] * key.shape[1]))
    for start in range(0, len(query), together):
        yield slice(start, start + together)


def _of(last: Tensor | None, part: slice) -> Tensor | None:
    return None if last is None else last[part]


def attention_weights(
    query: Float[Tensor, "*lead LQ d"],
    key: Float[Tensor, "*lead LK d"],
    last_visible: Int[Tensor, "*lead LQ"] | None,
) -> Float[Tensor, "*lead LQ LK"]:
    """Softmax of each query, scaled by 1/√d already, over the keys up to ``last_visible``."""
    s = query @ key.mT
    if last_visible is not None:
        s -= _hidden(last_visible, s)
    return s.softmax(-1)


def _hidden(last_visible: Tensor, scores: Tensor) -> Tensor:
    """What hides the later keys: so large that e to the minus it is 0.

    Compared as floats and subtracted, a quarter of the time of masking by truth values on a CPU.
    """
    place = torch.arange(scores.shape[-1], dtype=torch.float32, device=scores.device)
    later = torch.empty_like(scores, requires_grad=False)
    torch.gt(place, last_visible.float().unsqueeze(-1), out=later)
    return later.mul_(_AS_GOOD_AS_INFINITE)
