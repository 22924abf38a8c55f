"""Data-parallel training: each process computes its part of the same global batch.

The parts are weighed by their number of windows and the gradients summed, the statistics of batch
normalisation are those of the global batch, validation windows are dealt out: the losses are those
of one process up to rounding (docs/SCALING.md). What the processes tell each other on the CPU goes
through gloo; sums of tensors on GPUs go through NCCL.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from informer.training.batch_norm import share_batch_norms
from informer.training.ranks import Ranks
from informer.training.records import RunError

_END = -1


class LostError(RunError):
    """Another process can't be reached any more."""

    def __init__(self) -> None:
        super().__init__(
            "Another process of this training ended before its time, or could not be reached, so "
            "all of them were ended."
        )


class Together(Ranks):
    """Several processes in a process group of torch.distributed, which must have been made.

    Each method is called by all, in the same order. Raises :class:`LostError` when one is gone.
    """

    def __init__(self) -> None:
        self.rank, self.size = dist.get_rank(), dist.get_world_size()
        self._copies = 1  # of each window, in the batch at hand

    @property
    def seed_path(self) -> tuple[int, ...]:
        """The rank."""
        return (self.rank,)

    def join(self, model: nn.Module) -> None:
        """The first process's weights everywhere, and batch statistics of the global batch."""
        share_batch_norms(model, self.sum)
        with _talking():
            for value in model.state_dict().values():
                dist.broadcast(value, 0)

    def steps(self, n_steps: int) -> Iterator[int]:
        """The first process counts, the others make the steps it names until it ends.

        The number is told on the CPU, so that no process waits for a GPU, and none begins a step
        that the first, which alone hears of a stop, does not make.
        """
        if self.rank == 0:
            for step in range(n_steps):
                self._tell(step)
                yield step
            return
        while (step := self._tell(_END)) != _END:
            yield step

    def end(self) -> None:
        """The first process ends the others' :meth:`steps`."""
        if self.rank == 0:
            self._tell(_END)

    def share(self, windows: Tensor) -> tuple[Tensor, float]:
        """A slice; all of a batch with fewer windows than processes, so that none has nothing.

        Computed by all, such a batch counts ``1 / size`` in each.
        """
        count = len(windows)
        self._copies = self.size if count < self.size else 1
        if self._copies > 1:
            return windows, 1 / self._copies
        start, stop = (count * rank // self.size for rank in (self.rank, self.rank + 1))
        return windows[start:stop], (stop - start) / count

    def backward(self, loss: Tensor, weight: float, model: nn.Module) -> Tensor:
        """One sum over all processes, of the loss and every gradient."""
        part = loss * weight
        part.backward()  # type: ignore[no-untyped-call]
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        flat = torch.cat([part.detach().reshape(1), *(g.flatten() for g in gradients)])
        with _talking():
            dist.all_reduce(flat)
        total, *sums = torch.split(flat, [1, *(g.numel() for g in gradients)])
        for gradient, summed in zip(gradients, sums, strict=True):
            gradient.copy_(summed.view_as(gradient))
        return total.squeeze()

    def mean(self, numbers: range, mean_of: Callable[[range], float]) -> float:
        """Each process takes every ``size``-th number."""
        mine = numbers[self.rank :: self.size]
        total = torch.tensor(mean_of(mine) * len(mine) if mine else 0.0, dtype=torch.float64)
        with _talking():
            dist.all_reduce(total)
        return total.item() / len(numbers)

    def sum(self, tensor: Tensor) -> Tensor:
        """The sum over the windows of the global batch, from this process's sum over its part.

        Gradients flow through it.
        """
        summed: Tensor = _Sum.apply(tensor)  # type: ignore[no-untyped-call]
        return summed if self._copies == 1 else summed / self._copies

    def share_bytes(self, data: bytes) -> bytes:
        """The first process's ``data``, in every process."""
        shared = torch.zeros(self._tell(len(data)), dtype=torch.uint8)
        if self.rank == 0:
            shared = torch.frombuffer(bytearray(data), dtype=torch.uint8)
        with _talking():
            dist.broadcast(shared, 0)
        return shared.numpy().tobytes()

    def _tell(self, number: int) -> int:
        """The first process's ``number``."""
        told = torch.tensor(number)
        with _talking():
            dist.broadcast(told, 0)
        return int(told)


class _Sum(torch.autograd.Function):
    """Every process's loss depends on the sum, so its gradient is the sum of theirs."""

    @staticmethod
    def forward(_ctx: Any, tensor: Tensor) -> Tensor:
        """A new tensor."""
        summed = tensor.clone()
        with _talking():
            dist.all_reduce(summed)
        return summed

    @staticmethod
    def backward(_ctx: Any, *gradients: Tensor) -> Tensor:
        """Likewise."""
        summed = gradients[0].clone()
        with _talking():
            dist.all_reduce(summed)
        return summed


@contextmanager
def _talking() -> Iterator[None]:
    """A connection that breaks, or an answer that never comes, is told as :class:`LostError`."""
    try:
        yield
    except RuntimeError as error:
        raise LostError from error
