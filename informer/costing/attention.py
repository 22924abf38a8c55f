"""One self-attention alone, not causal, of one window, without the projections around it."""

from collections.abc import Mapping

import torch
from jaxtyping import Float
from torch import Tensor

from informer.config import ModelConfig
from informer.costing.plan import holds_scores
from informer.costing.results import FULL, HELD, SPARSE, Subject
from informer.costing.timing import Work
from informer.model.attention import full_attention, prob_sparse_attention
from informer.model.sampling import SampledKeys
from informer.model.sizes import n_sampled_keys
from informer.model.sparsity import scores


def works(
    model: ModelConfig, length: int, *, backward: bool, device: torch.device
) -> Mapping[Subject, Work]:
    """Each form on the same random queries, keys and values of the model's heads.

    Full attention with all scores held is left out where they would take too much memory.
    """
    leaves = heads(length, model.n_heads, model.d_head, device=device)
    query, key, value = leaves
    factor = model.sampling_factor
    n_sampled = n_sampled_keys(factor, length)

    def full() -> Tensor:
        return full_attention(query, key, value, causal=False)[0]

    def sparse() -> Tensor:  # keys are drawn on the CPU, in each pass, as in the model
        drawn = SampledKeys(0)(length, length, n_sampled, causal=False).to(device)
        return prob_sparse_attention(
            query, key, value, sampling_factor=factor, causal=False, sampled_keys=drawn
        )[0]

    def held() -> Tensor:
        return scores(query, key).softmax(-1) @ value

    forms = {FULL: full, SPARSE: sparse} | ({HELD: held} if holds_scores(model, length) else {})

    def work(form: str) -> Work:
        attend = forms[form]
        if backward:
            return lambda: torch.autograd.grad(attend(), leaves, value.detach())
        return torch.no_grad()(attend)

    return {Subject("attention", form, length, backward): work(form) for form in forms}


def heads(
    length: int, n_heads: int, d_head: int, *, batch: int = 1, device: torch.device | str = "cpu"
) -> tuple[
    Float[Tensor, "B H L d"],
    Float[Tensor, "B H L d"],
    Float[Tensor, "B H L d"],
]:
    """Query, key and value: normal, and laid out as a projection gives them."""
    generator = torch.Generator().manual_seed(0)
    shape = (3, batch, length, n_heads, d_head)
    made = torch.randn(shape, generator=generator).to(device).transpose(2, 3)
    query, key, value = (one.requires_grad_() for one in made)
    return query, key, value
