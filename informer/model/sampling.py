"""Where sampled keys come from: always an explicit source, never the global generator.

A *key source* is called once by each ProbSparse attention, in order of execution (encoder layers,
replica by replica, then decoder layers), and answers with the keys each query is measured on.
Batch and heads share them.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Int
from torch import Tensor


@runtime_checkable
class KeySource(Protocol):
    """Draws the keys that each query is measured on."""

    def __call__(
        self, n_queries: int, n_keys: int, n_sampled: int, *, causal: bool
    ) -> Int[Tensor, "LQ U"]:
        """``[LQ, U]`` positions of keys, for ``n_queries`` queries."""
        ...


class SampledKeys:
    """Keys drawn uniformly, with replacement, from a *sampling seed* (Algorithm 1, line 2).

    A causal query draws from the keys it may see, its own and the earlier ones: ranking it on keys
    it can't attend to would say nothing about its attention (docs/DIFFERENCES.md, 3).

    >>> SampledKeys(seed=0)(3, 8, 2, causal=False).shape
    torch.Size([3, 2])
    >>> bool((SampledKeys(0)(50, 50, 9, causal=True) <= torch.arange(50)[:, None]).all())
    True
    """

    def __init__(self, seed: int) -> None:
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(
        self, n_queries: int, n_keys: int, n_sampled: int, *, causal: bool
    ) -> Int[Tensor, "LQ U"]:
        """``[LQ, U]`` key positions, on the CPU."""
        if not causal:
            return torch.randint(n_keys, (n_queries, n_sampled), generator=self.generator)
        uniform = torch.rand((n_queries, n_sampled), generator=self.generator)
        visible = torch.arange(1, n_queries + 1).unsqueeze(-1)
        # float32 rounds u · n up to n for the very largest u: the minimum keeps it visible
        return torch.minimum((uniform * visible).long(), visible - 1)


class RecordedKeys:
    """Keys that were recorded before, in order of execution: from a trace, or from the reference.

    Raises ValueError when a layer asks for another shape than the recorded, or for one too many.
    """

    def __init__(self, recorded: Sequence[Int[Tensor, "_ _"]]) -> None:
        self._rest: Iterator[Tensor] = iter(recorded)

    def __call__(
        self, n_queries: int, n_keys: int, n_sampled: int, *, causal: bool
    ) -> Int[Tensor, "LQ U"]:
        """The next recorded ``[LQ, U]``."""
        keys = next(self._rest, None)
        if keys is None:
            raise ValueError("more ProbSparse attentions than recorded sampled keys")
        if keys.shape != (n_queries, n_sampled):
            raise ValueError(
                f"recorded sampled keys are {tuple(keys.shape)}, "
                f"this attention needs {(n_queries, n_sampled)}"
            )
        return keys
