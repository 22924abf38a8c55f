"""A circular convolution of width 3 over time, as one matrix product."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn


def circular_convolution(conv: nn.Conv1d, x: Float[Tensor, "B L C"]) -> Float[Tensor, "B L D"]:
    """What ``conv`` (width 3, circular) makes of ``x``: each step with its two neighbours.

    The first and the last step are neighbours. Time stays before width, so that nothing has to
    change places, neither here nor in what follows.
    """
    neighbours = torch.cat((x.roll(1, 1), x, x.roll(-1, 1)), -1)  # [B, L, 3 C]
    return F.linear(neighbours, conv.weight.mT.flatten(1), conv.bias)
