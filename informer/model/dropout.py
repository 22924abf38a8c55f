"""Dropout whose random numbers cost little on a CPU, and which remembers one byte a value."""

import torch
from torch import Tensor, nn

_LEVELS = 2**16


class Dropout(nn.Module):
    """Zeroes a share ``p`` of the values in training and scales the rest by 1 / (1 − p).

    >>> Dropout(0.5).eval()(torch.ones(3))
    tensor([1., 1., 1.])
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    @property
    def active(self) -> bool:
        """Whether it changes anything."""
        return self.training and self.p > 0

    def forward(self, x: Tensor) -> Tensor:
        """Same shape as ``x``."""
        if not self.active:
            return x
        dropped: Tensor = _Drop.apply(x, drawn(x.shape, self.p, x.device), self.p)  # type: ignore[no-untyped-call]
        return dropped


class _Drop(torch.autograd.Function):
    """What is dropped has no gradient: forward and backward do the same."""

    @staticmethod
    def forward(ctx, x: Tensor, gone: Tensor, p: float) -> Tensor:  # type: ignore[no-untyped-def]
        ctx.save_for_backward(gone)
        ctx.p = p
        return x.mul(1 / (1 - p)).masked_fill_(gone, 0.0)

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[no-untyped-def]
        (gone,) = ctx.saved_tensors
        return grad.mul(1 / (1 - ctx.p)).masked_fill_(gone, 0.0), None, None


def drawn(shape: torch.Size, p: float, device: torch.device) -> Tensor:
    """What is dropped, true with probability ``p``, by torch's global generator.

    ``nn.Dropout`` draws one number of 32 bits for each value, which was a fifth of a training step
    on a CPU; here a number of 64 bits decides on four values, with ``p`` rounded to 1 / 65,536.
    """
    if device.type != "cpu":
        return torch.rand(shape, device=device) < p
    n = shape.numel()
    numbers = torch.empty(-(-n // 4), dtype=torch.int64).random_(-(2**63), None)
    return numbers.view(torch.int16)[:n].view(shape) < round(p * _LEVELS) - _LEVELS // 2
