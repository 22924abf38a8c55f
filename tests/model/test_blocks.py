"""Attention in blocks: the values and the gradients of the formula, whatever the blocks."""

import math

import pytest
import torch

from informer.model import blocks
from informer.model.blocks import attend
from informer.model.dropout import Dropout


def heads(n_queries=30, n_keys=50, width=8, seed=0):
    generator = torch.Generator().manual_seed(seed)

    def normal(length):
        return torch.randn(2, 3, length, width, generator=generator, requires_grad=True)

    return normal(n_queries), normal(n_keys), normal(n_keys)


def formula(query, key, value, last=None, gone=None, p=0.0):
    s = query @ key.mT / math.sqrt(query.shape[-1])
    if last is not None:
        s = s.masked_fill(torch.arange(key.shape[2]) > last.unsqueeze(-1), -torch.inf)
    weights = s.softmax(-1)
    if gone is not None:
        weights = weights.masked_fill(gone, 0.0) / (1 - p)
    return weights @ value


def gradients(output, leaves):
    noise = torch.randn(output.shape, generator=torch.Generator().manual_seed(9))
    return torch.autograd.grad(output, leaves, noise)


@pytest.fixture(autouse=True)
def _nothing_is_few(monkeypatch):
    monkeypatch.setattr(blocks, "_FEW", 0)


def test_few_scores_are_kept_and_give_the_same(monkeypatch):
    inputs, last = heads(), torch.randint(50, (2, 3, 30))
    monkeypatch.setattr(blocks, "_FEW", 2**21)
    torch.manual_seed(1)
    mine = attend(*inputs, last_visible=last, dropout=Dropout(0.2))
    kept = gradients(mine, inputs)
    monkeypatch.setattr(blocks, "_FEW", 0)
    torch.manual_seed(1)
    again = attend(*inputs, last_visible=last, dropout=Dropout(0.2))
    torch.testing.assert_close(mine, again)
    for a, b in zip(kept, gradients(again, inputs), strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("together", [2**19, 2 * 30 * 50, 1])
@pytest.mark.parametrize("causal", [False, True])
def test_values_and_gradients_are_those_of_the_formula(together, causal, monkeypatch):
    inputs = heads()
    last = torch.randint(50, (2, 3, 30)) if causal else None
    parts = blocks._parts
    if together < 2**19:

        def few(query, key):
            n = max(1, together // (30 * 50))
            return iter([slice(i, i + n) for i in range(0, len(query), n)])

        monkeypatch.setattr(blocks, "_parts", few)
        assert len(list(few(torch.empty(6, 30, 8), None))) > len(
            list(parts(torch.empty(6, 30, 8), torch.empty(6, 50, 8)))
        )
    mine, expected = attend(*inputs, last_visible=last), formula(*inputs, last)
    torch.testing.assert_close(mine, expected)
    for a, b in zip(gradients(mine, inputs), gradients(expected, inputs), strict=True):
        torch.testing.assert_close(a, b)


def test_dropout_silences_weights_and_their_gradients(monkeypatch):
    inputs, p = heads(), 0.3
    dice: list[torch.Tensor] = []
    thrown = blocks.thrown
    monkeypatch.setattr(blocks, "thrown", lambda *args: dice.append(thrown(*args)) or dice[-1])
    dropout = Dropout(p)
    mine = attend(*inputs, dropout=dropout)
    gone = torch.cat(dice).view(2, 3, 30, 50) < dropout.lost - 128
    assert float(gone.float().mean()) == pytest.approx(p, abs=0.02)
    expected = formula(*inputs, gone=gone, p=dropout.lost / 256)
    torch.testing.assert_close(mine, expected)
    for a, b in zip(gradients(mine, inputs), gradients(expected, inputs), strict=True):
        torch.testing.assert_close(a, b)


def test_no_dropout_outside_training():
    inputs = heads()
    torch.testing.assert_close(attend(*inputs, dropout=Dropout(0.9).eval()), formula(*inputs))
