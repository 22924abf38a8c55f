"""ProbSparse attention as the paper's public code computes it, told anew: a gather of U keys.

Every query gets its own copy of its U sampled keys, ``[B, H, L, U, d]``, and the measure is part of
the graph. Kept to be measured against; this project never computes it like this for short inputs.
"""

import math

import torch

from bench.contenders.contender import AttentionTask, Contender
from bench.contenders.ours import heads
from informer.model.sparsity import n_sampled_keys, n_selected_queries


def prob_sparse(**fields: object) -> Contender:
    """Forward and backward."""
    task = AttentionTask(**fields)  # type: ignore[arg-type]
    query, key, value = heads(task)
    n_sampled = n_sampled_keys(task.sampling_factor, task.length)
    n_selected = n_selected_queries(task.sampling_factor, task.length)

    def step() -> None:
        drawn = key[:, :, torch.randint(task.length, (task.length, n_sampled)), :]
        sampled = (query.unsqueeze(-2) @ drawn.transpose(-2, -1)).squeeze(-2)  # [B, H, L, U]
        measure = sampled.max(-1).values - sampled.sum(-1) / task.length
        selected = measure.topk(n_selected, sorted=False).indices.unsqueeze(-1)
        rows = selected.expand(-1, -1, -1, task.d_head)
        scores = query.gather(2, rows) @ key.transpose(-2, -1) / math.sqrt(task.d_head)
        output = value.mean(2, keepdim=True).expand(value.shape).clone()
        output.scatter_(2, rows, scores.softmax(-1) @ value)
        torch.autograd.backward(output, value)

    return Contender(step)
