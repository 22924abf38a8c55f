"""ProbSparse and full attention (paper, section 3.2), each returning what it did.

The functions are the mathematics; :class:`AttentionLayer` adds the projections and the heads.
"""

from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from informer.config import ModelConfig
from informer.model.sampling import KeySource
from informer.model.sparsity import (
    n_sampled_keys,
    n_selected_queries,
    sampled_max_mean_measure,
    scores,
)
from informer.model.trace import AttentionTrace, FullAttentionTrace, ProbSparseTrace


def full_attention(
    query: Float[Tensor, "B H LQ d"],
    key: Float[Tensor, "B H LK d"],
    value: Float[Tensor, "B H LK d"],
    *,
    causal: bool,
    dropout: float = 0.0,
) -> tuple[Float[Tensor, "B H LQ d"], FullAttentionTrace]:
    """softmax(QKᵀ/√d) V: every query attends (equation 1)."""
    output = F.scaled_dot_product_attention(query, key, value, is_causal=causal, dropout_p=dropout)
    return output, FullAttentionTrace(query, key, value, causal)


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
    dropout: float = 0.0,
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
    s = scores(query.gather(2, rows), key)  # [B, H, u, LK]
    if causal:
        positions = torch.arange(key.shape[2], device=key.device)
        s = s.masked_fill(positions > selected.unsqueeze(-1), -torch.inf)
    weights = s.softmax(-1)
    attended = F.dropout(weights, dropout) @ value  # [B, H, u, d]
    output = lazy_output(value, query.shape[2], causal=causal, rows=lazy_rows)
    output = output.scatter(2, rows, attended)  # [B, H, LQ, d]
    trace = ProbSparseTrace(query, key, value, sampled_keys, measure, selected, weights, causal)
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

    def forward(
        self,
        x: Float[Tensor, "B LQ D"],
        memory: Float[Tensor, "B LK D"],
        keys: KeySource,
    ) -> tuple[Float[Tensor, "B LQ D"], AttentionTrace]:
        """Rows of ``x`` ask, rows of ``memory`` answer."""
        q = self._split(self.query(x))
        k = self._split(self.key(memory))
        v = self._split(self.value(memory))
        heads, trace = self._attend(q, k, v, keys)  # [B, H, LQ, d]
        if not self.mix:
            heads = heads.transpose(1, 2)  # [B, LQ, H, d]
        return self.out(heads.reshape(x.shape)), trace

    def _attend(
        self, q: Tensor, k: Tensor, v: Tensor, keys: KeySource
    ) -> tuple[Tensor, AttentionTrace]:
        dropout = self.config.dropout if self.training else 0.0
        if not self.sparse:
            return full_attention(q, k, v, causal=self.causal, dropout=dropout)
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
            dropout=dropout,
        )

    def _split(self, x: Float[Tensor, "B L D"]) -> Float[Tensor, "B H L d"]:
        heads = x.reshape(*x.shape[:2], self.config.n_heads, self.config.d_head)
        return heads.transpose(1, 2)
