"""The circular convolution as a matrix product: torch's own says what is right."""

import pytest
import torch
from torch import nn

from informer.model.convolution import circular_convolution


@pytest.mark.parametrize("length", [2, 3, 7, 96])
@pytest.mark.parametrize("channels", [1, 5])
def test_it_is_the_convolution(length, channels):
    torch.manual_seed(0)
    conv = nn.Conv1d(channels, 6, 3, padding=1, padding_mode="circular").double()
    x = torch.randn(4, length, channels, dtype=torch.float64, requires_grad=True)
    mine, expected = circular_convolution(conv, x), conv(x.mT).mT
    torch.testing.assert_close(mine, expected)
    leaves, noise = (x, conv.weight, conv.bias), torch.randn(expected.shape, dtype=torch.float64)
    torch.testing.assert_close(
        torch.autograd.grad(mine, leaves, noise), torch.autograd.grad(expected, leaves, noise)
    )
