"""Dropout whose random numbers cost little on a CPU, and which remembers one byte a value."""

import torch
from torch import Tensor, nn

_LEVELS = 256


class Dropout(nn.Module):
    """Zeroes a share of the values in training and scales the rest to keep their mean.

    The share is ``p`` rounded to 1 / 256: one byte of dice decides on a value. ``nn.Dropout``
    throws four for each, which was a fifth of a training step on a CPU.

    >>> Dropout(0.5).eval()(torch.ones(3))
    tensor([1., 1., 1.])
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.lost = 0 if p == 0 else min(max(1, round(p * _LEVELS)), _LEVELS - 1)
        """Of 256 values, how many are zeroed."""

    @property
    def active(self) -> bool:
        """Whether it changes anything."""
        return self.training and self.lost > 0

    def forward(self, x: Tensor) -> Tensor:
        """Same shape as ``x``."""
        if not self.active:
            return x
        dropped: Tensor = _Drop.apply(x, thrown(x.shape, x.device), self.lost)  # type: ignore[no-untyped-call]
        return dropped


class _Drop(torch.autograd.Function):
    """What is dropped has no gradient: forward and backward do the same."""

    @staticmethod
    def forward(ctx, x: Tensor, dice: Tensor, lost: int) -> Tensor:  # type: ignore[no-untyped-def]
        ctx.save_for_backward(dice)
        ctx.lost = lost
        return kept(dice, lost, x.dtype).mul_(x)

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[no-untyped-def]
        (dice,) = ctx.saved_tensors
        return kept(dice, ctx.lost, grad.dtype).mul_(grad), None, None


def thrown(shape: torch.Size, device: torch.device) -> Tensor:
    """A die of 256 sides (int8) for each value, by torch's generator; eight to one draw."""
    n = shape.numel()
    draws = torch.empty(-(-n // 8), dtype=torch.int64, device=device).random_(-(2**63), None)
    return draws.view(torch.int8)[:n].view(shape)


def kept(dice: Tensor, lost: int, dtype: torch.dtype) -> Tensor:
    """What each value is multiplied by: 0 for the ``lost`` lowest sides, else what makes up for it.

    A float mask and a product: masking by truth values is four times slower on a CPU.
    """
    mask = torch.empty(dice.shape, dtype=dtype, device=dice.device)
    return torch.ge(dice, lost - _LEVELS // 2, out=mask).mul_(_LEVELS / (_LEVELS - lost))
