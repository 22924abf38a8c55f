"""What an adapter gives, the tasks that are set, and the step that all models make alike."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Contender:
    """One thing to be measured."""

    step: Callable[[], object]
    """Does the work once; what it returns is thrown away."""
    note: str = ""
    """What a reader of the table should know about it, in a few words."""


@dataclass(frozen=True)
class StepTask:
    """The sizes of a model and of its batch: univariate, hourly, four calendar features."""

    seq_len: int
    label_len: int
    pred_len: int
    d_model: int
    d_ff: int
    n_heads: int = 8
    batch: int = 32
    sampling_factor: int = 5
    e_layers: int = 2
    d_layers: int = 1
    dropout: float = 0.05
    precision: str = "float32"

    @property
    def fields(self) -> dict[str, object]:
        """As keywords."""
        return asdict(self)

    @property
    def title(self) -> str:
        """(context, start token, horizon), d_model / d_ff"""
        lengths = f"{self.seq_len}, {self.label_len}, {self.pred_len}"
        return f"({lengths}), {self.d_model} / {self.d_ff}"


@dataclass(frozen=True)
class AttentionTask:
    """Queries, keys and values ``[batch, n_heads, length, d_head]``."""

    length: int
    batch: int
    n_heads: int = 8
    d_head: int = 64
    sampling_factor: int = 5

    @property
    def fields(self) -> dict[str, object]:
        """As keywords."""
        return asdict(self)


def training_step(model: nn.Module, loss: Callable[[], Tensor]) -> Callable[[], object]:
    """Forward, backward, clipping and a fused AdamW: for every peer what this project does."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.0, fused=True)
    model.train()

    def step() -> None:
        value = loss()
        optimiser.zero_grad()
        torch.autograd.backward(value)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()

    return step


def count_parameters(model: nn.Module) -> str:
    """How many weights are trained, for a note.

    >>> count_parameters(nn.Linear(30, 40))
    '1.2 k weights'
    """
    number = sum(weights.numel() for weights in model.parameters() if weights.requires_grad)
    return f"{number / 1e6:.1f} M weights" if number >= 1e6 else f"{number / 1e3:.1f} k weights"
