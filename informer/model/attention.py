"""ProbSparse and full attention (paper, section 3.2), each returning what it did.

The functions are the mathematics; :class:`AttentionLayer` adds the projections and the heads.
"""

from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from informer.config import ModelConfig
from informer.model.blocks import attend
from informer.model.dropout import Dropout
from informer.model.sampling import KeySource
from informer.model.sparsity import (
    n_sampled_keys,
    n_selected_queries,
    sampled_max_mean_measure,
)
from informer.model.trace import AttentionTrace, FullAttentionTrace, ProbSparseTrace


def full_attention(
    query: Float[Tensor, "B H LQ d"],
    key: Float[Tensor, "B H LK d"],
    value: Float[Tensor, "B H LK d"],
    *,
    causal: bool,
    dropout: Dropout | None = None,
) -> tuple[Float[Tensor, "B H LQ d"], FullAttentionTrace]:
    """softmax(QKᵀ/√d) V: every query attends (equation 1).

    Without ``dropout`` of the weights, PyTorch's fused kernel computes it.
    """
    trace = FullAttentionTrace(query, key, value, causal)
    if dropout is None or not dropout.active:
        return F.scaled_dot_product_attention(query, key, value, is_causal=causal), trace
    own_place = torch.arange(query.shape[2], device=query.device).expand(query.shape[:3])
    last = own_place if causal else None
    return attend(query, key, value, last_visible=last, dropout=dropout), trace


def prob_sparse_attention(
    query: Float[Tensor, "B H LQ d"],
    key: Float[Tensor, "B H LK d"],
    value: Float[Tensor, "B H LK d"],
    *,
    sampling_factor: int,
    causal: bool,
    sampled_keys: Int[Tensor, "LQ U"],
    lazy_rows: Literal["mean", "sum"] = "mean",
    reference_compatible: bool = False,
    dropout: Dropout | None = None,
) -> tuple[Float[Tensor, "B H LQ d"], ProbSparseTrace]:
    """Only the u queries with the largest sampled M̄ attend (equation 3, Algorithm 1).

    The lazy ones get what uniform attention would give them: the mean of V, or, when ``causal``,
    the mean of V up to their own position (``lazy_rows="sum"``: the reference's cumulative sum).
    Which queries are selected has no gradient, so ranking them needs no graph.
    """
    n_selected = n_selected_queries(sampling_factor, query.shape[2])
    with torch.no_grad():
        measure = sampled_max_mean_measure(
            query,
            key,
            sampled_keys,
            causal=causal,
            reference_compatible=reference_compatible,
        )
        selected = measure.topk(n_selected, dim=-1).indices.sort(-1).values  # [B, H, u]

    rows = selected.unsqueeze(-1).expand(-1, -1, -1, query.shape[-1])  # [B, H, u, d]
    attended = attend(
        query.gather(2, rows),
        key,
        value,
        last_visible=selected if causal else None,  # a query sees the keys up to its own place
        dropout=dropout,
    )
    output = lazy_output(value, query.shape[2], causal=causal, rows=lazy_rows)
    output = output.scatter(2, rows, attended.to(output.dtype))  # [B, H, LQ, d]
    trace = ProbSparseTrace(query, key, value, sampled_keys, measure, selected, causal)
    return output, trace


def lazy_output(
    value: Float[Tensor, "B H LK d"],
    n_queries: int,
    *,
    causal: bool,
    rows: Literal["mean", "sum"] = "mean",
) -> Float[Tensor, "B H LQ d"]:
    """What each query gets if it doesn't attend: what uniform attention would give it."""
    if not causal:
        return value.mean(2, keepdim=True).expand(-1, -1, n_queries, -1)
    total = value.cumsum(2)
    if rows == "sum":
        return total
    return total / torch.arange(1, n_queries + 1, device=value.device).unsqueeze(-1)


class AttentionLayer(nn.Module):
    """Multi-head attention: project, attend, join the heads, project.

    ``mix`` joins them as the reference's decoder does: heads and time change places before they are
    read as rows, so a row no longer belongs to one time (docs/DIFFERENCES.md, 5).
    """

    def __init__(self, config: ModelConfig, *, causal: bool, sparse: bool, mix: bool = False):
        super().__init__()
        self.config, self.causal, self.sparse, self.mix = config, causal, sparse, mix
        self.query = nn.Linear(config.d_model, config.d_model)
        self.key = nn.Linear(config.d_model, config.d_model)
        self.value = nn.Linear(config.d_model, config.d_model)
        self.out = nn.Linear(config.d_model, config.d_model)
        self.dropout = Dropout(config.dropout)

    def forward(
        self,
        x: Float[Tensor, "B LQ D"],
        memory: Float[Tensor, "B LK D"],
        keys: KeySource,
    ) -> tuple[Float[Tensor, "B LQ D"], AttentionTrace]:
        """Rows of ``x`` ask, rows of ``memory`` answer."""
        if x is memory:
            q, k, v = self._project(x, self.query, self.key, self.value)
        else:
            (q,), (k, v) = self._project(x, self.query), self._project(memory, self.key, self.value)
        heads, trace = self._attend(q, k, v, keys)  # [B, H, LQ, d]
        if not self.mix:
            heads = heads.transpose(1, 2)  # [B, LQ, H, d]
        return self.out(heads.reshape(x.shape)), trace

    def _attend(
        self, q: Tensor, k: Tensor, v: Tensor, keys: KeySource
    ) -> tuple[Tensor, AttentionTrace]:
        if not self.sparse:
            return full_attention(q, k, v, causal=self.causal, dropout=self.dropout)
        n_queries, n_keys = q.shape[2], k.shape[2]
        n_sampled = n_sampled_keys(self.config.sampling_factor, n_keys)
        return prob_sparse_attention(
            q,
            k,
            v,
            sampling_factor=self.config.sampling_factor,
            causal=self.causal,
            sampled_keys=keys(n_queries, n_keys, n_sampled, causal=self.causal).to(q.device),
            lazy_rows=self.config.lazy_rows,
            reference_compatible=self.config.reference_compatible,
            dropout=self.dropout,
        )

    def _project(self, x: Float[Tensor, "B L D"], *by: nn.Linear) -> tuple[Tensor, ...]:
        """One matrix product for all projections of ``x``: ``[B, H, L, d]`` of each."""
        weight = torch.cat([linear.weight for linear in by])
        bias = torch.cat([linear.bias for linear in by])
        shape = (*x.shape[:2], len(by), self.config.n_heads, self.config.d_head)
        projected = F.linear(x, weight, bias).view(shape)
        return projected.permute(2, 0, 3, 1, 4).contiguous().unbind(0)
