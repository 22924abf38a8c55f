"""The average of the weights: what it is, when it is in place, and that the model gets its own."""

import torch
from torch import nn

from informer.training.average import WeightAverage


def step(model, value):
    with torch.no_grad():
        for weight in model.parameters():
            weight.fill_(value)


def test_it_is_the_moving_average_and_forgets_the_start():
    model = nn.Linear(2, 1)
    step(model, 1.0)
    average = WeightAverage(model, decay=0.9)
    expected = 1.0
    for n, value in enumerate((2.0, 4.0, 8.0) * 40, start=1):
        step(model, value)
        average.update()
        decay = min(0.9, (1 + n) / (10 + n))
        expected = decay * expected + (1 - decay) * value
    with average.in_place():
        torch.testing.assert_close(model.weight, torch.full((1, 2), expected))
    torch.testing.assert_close(model.weight, torch.full((1, 2), 8.0))


def test_running_statistics_are_averaged_too():
    model = nn.BatchNorm1d(1)
    average = WeightAverage(model, decay=0.5)
    model(torch.tensor([[10.0], [12.0]]))
    average.update()
    own = model.running_mean.clone()
    with average.in_place():
        assert 0 < float(model.running_mean) < float(own) + 11
        assert not torch.equal(model.running_mean, own)
    assert torch.equal(model.running_mean, own)


def test_no_decay_is_no_average():
    model = nn.Linear(2, 1)
    average = WeightAverage(model, decay=0.0)
    step(model, 3.0)
    average.update()
    with average.in_place():
        assert float(model.bias.detach()) == 3.0
