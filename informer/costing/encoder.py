"""The encoder with 0, 1, 2, … distilling layers: the same sizes, the same input."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from informer.config import ModelConfig
from informer.costing.plan import encoder_batch, encoder_layers
from informer.costing.results import WHOLE, Subject
from informer.costing.timing import Step, Stopwatch, Work
from informer.model.encoder import Encoder
from informer.model.sampling import SampledKeys


def works(model: ModelConfig, *, backward: bool, device: torch.device) -> Mapping[Subject, Work]:
    """The whole encoder, by the number of its distilling layers."""
    x = _input(model, device)

    def work(n_distilling: int) -> Work:
        encoder = _encoder(model, n_distilling, device).train(backward)

        def forward() -> Tensor:
            output: Tensor = encoder(x, SampledKeys(0)).output
            return output

        if not backward:
            return torch.no_grad()(forward)
        weights = list(encoder.parameters())

        def both() -> object:
            output = forward()
            return torch.autograd.grad(output, weights, torch.ones_like(output))

        return both

    numbers = range(encoder_layers(model))
    return {Subject("encoder", WHOLE, n, backward): work(n) for n in numbers}


def layer_by_layer(model: ModelConfig, device: torch.device) -> list[Step]:
    """The same forward passes, each layer of them timed: ``attention 1``, ``distilling 1``, …"""
    x = _input(model, device)
    return [
        _laps(_encoder(model, n, device).eval(), n, x, device) for n in range(encoder_layers(model))
    ]


def _laps(encoder: Encoder, n_distilling: int, x: Tensor, device: torch.device) -> Step:
    def named(form: str) -> Subject:
        return Subject("encoder", form, n_distilling)

    @torch.no_grad()
    def step() -> Mapping[Subject, float]:
        seconds: dict[Subject, float] = {}
        keys, y = SampledKeys(0), x
        watch = Stopwatch(device)
        for i, layer in enumerate(encoder.layers):
            y, _ = layer(y, keys)
            seconds[named(f"attention {i + 1}")] = watch.lap()
            if i < n_distilling:
                y, _ = encoder.distilling[i](y)
                seconds[named(f"distilling {i + 1}")] = watch.lap()
        return seconds

    return step


def _encoder(model: ModelConfig, n_distilling: int, device: torch.device) -> Encoder:
    """One whose first ``n_distilling`` attention layers are followed by a distilling layer."""
    config = model.model_copy(update={"distil": True})
    encoder = Encoder(config, encoder_layers(model))
    encoder.distilling = nn.ModuleList(list(encoder.distilling)[:n_distilling])
    return encoder.to(device)


def _input(model: ModelConfig, device: torch.device) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    shape = (encoder_batch(model), model.seq_len, model.d_model)
    return torch.randn(shape, generator=generator).to(device)
