"""The processes that train one model together: here only one, which exchanges nothing.

What several exchange is in :mod:`~informer.training.distributed`; the loop and the step know this
interface alone, so that a training in one process neither loads nor pays for any of it.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn


class Ranks:
    """One process, alone. Rank 0 is the first process: it reports, decides and writes."""

    rank = 0
    size = 1

    @property
    def seed_path(self) -> tuple[int, ...]:
        """What is added to the seed of a step, so that each process draws a dropout of its own."""
        return ()

    def join(self, model: "nn.Module") -> None:
        """Before the first step: the same weights in all processes."""

    def steps(self, n_steps: int) -> Iterator[int]:
        """The numbers of the steps to make, from 0."""
        yield from range(n_steps)

    def end(self) -> None:
        """There will be no further step."""

    def share(self, windows: "Tensor") -> "tuple[Tensor, float]":
        """This process's part of the global batch ``[B]``, and its weight; all weights sum to 1."""
        return windows, 1.0

    def backward(self, loss: "Tensor", weight: float, model: "nn.Module") -> "Tensor":
        """Gradients of the global batch's loss, from the mean loss over this process's part.

        Returns the global loss, without a graph.
        """
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()

    def mean(self, numbers: range, mean_of: Callable[[range], float]) -> float:
        """The mean over all ``numbers`` of what ``mean_of`` averages over some of them."""
        return mean_of(numbers)


ALONE = Ranks()
