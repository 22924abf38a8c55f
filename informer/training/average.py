"""A moving average of the weights (Polyak and Juditsky, 1992): calmer than the last ones."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class WeightAverage:
    """w̄ ← d w̄ + (1 − d) w after every step, for the weights and the running statistics.

    ``decay`` 0 keeps no average. Early on the decay is smaller, (1 + n) / (10 + n) after ``n``
    steps, so that the initial weights are soon forgotten.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self._decay, self._steps = decay, 0
        state = model.state_dict() if decay else {}
        self._weights = [value for value in state.values() if value.is_floating_point()]
        self._average = [value.clone() for value in self._weights]

    def update(self) -> None:
        """Take in the weights after a step."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        if self._average:
            torch._foreach_lerp_(self._average, self._weights, 1 - decay)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Inside the block the model has the averaged weights, after it its own again."""
        own = [value.clone() for value in self._weights]
        _copy(self._average, self._weights)
        try:
            yield
        finally:
            _copy(own, self._weights)


def _copy(source: list[Tensor], target: list[Tensor]) -> None:
    for value, place in zip(source, target, strict=True):
        place.copy_(value)
