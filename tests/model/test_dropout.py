"""Dropout: the share that goes, the scale of what stays, and whose dice it throws."""

import pytest
import torch

from informer.model.dropout import Dropout


@pytest.mark.parametrize("p", [0.05, 0.5, 0.999])
def test_share_and_scale(p):
    torch.manual_seed(0)
    x = torch.ones(401, 499)  # not a multiple of eight
    y = Dropout(p)(x)
    assert float((y == 0).float().mean()) == pytest.approx(p, abs=0.005)
    share = round(256 * p) / 256 if p < 0.99 else 255 / 256
    torch.testing.assert_close(y[y != 0], torch.full_like(y[y != 0], 1 / (1 - share)))


def test_a_tiny_share_is_not_none():
    torch.manual_seed(0)
    assert float((Dropout(0.0005)(torch.ones(100_000)) == 0).float().mean()) > 0


def test_neighbours_are_independent():
    torch.manual_seed(0)
    gone = (Dropout(0.5)(torch.ones(400_000)) == 0).view(-1, 8).float()
    assert float((torch.corrcoef(gone.T) - torch.eye(8)).abs().max()) < 0.02


def test_the_gradient_goes_where_the_value_went():
    x = torch.ones(1000, requires_grad=True)
    y = Dropout(0.3)(x)
    y.sum().backward()
    torch.testing.assert_close(x.grad, y.detach())


def test_it_follows_the_global_generator():
    drop, x = Dropout(0.5), torch.ones(1000)
    torch.manual_seed(3)
    first, second = drop(x), drop(x)
    torch.manual_seed(3)
    assert torch.equal(first, drop(x))
    assert not torch.equal(first, second)


def test_nothing_is_lost_outside_training():
    x = torch.ones(1000)
    assert torch.equal(Dropout(0.5).eval()(x), x)
    assert torch.equal(Dropout(0.0)(x), x)
