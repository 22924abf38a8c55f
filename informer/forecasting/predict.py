"""The model's forecasts of many windows: deterministic, in evaluation mode, block by block."""

from collections.abc import Iterator

import torch
from jaxtyping import Float, Int
from torch import Tensor

from informer.config import ModelConfig
from informer.data.windows import Batch, Windows
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys

_BLOCK_ELEMENTS = 2**21  # of one [B, L, d_model] activation: 8 MB


def blocks(numbers: range, size: int) -> Iterator[Int[Tensor, " B"]]:
    """Window numbers, ``size`` at a time; the last block may be shorter, none is dropped."""
    for start in range(0, len(numbers), size):
        yield torch.tensor(numbers[start : start + size])


def block_size(config: ModelConfig) -> int:
    """How many windows at once keep the activations in tens of megabytes."""
    length = max(config.seq_len, config.dec_len)
    return max(1, min(256, _BLOCK_ELEMENTS // (length * config.d_model)))


def predict(
    model: Informer, windows: Windows, numbers: Int[Tensor, " B"], sampling_seed: int
) -> Float[Tensor, "B pred_len c_out"]:
    """Forecasts of these windows, scaled.

    Every window gets the keys that the sampling seed draws, so that its forecast does not depend on
    which other windows are asked for.
    """
    return predict_batch(model, windows.batch(numbers), sampling_seed)


def predict_batch(
    model: Informer, batch: Batch, sampling_seed: int
) -> Float[Tensor, "B pred_len c_out"]:
    """The same of a batch at hand."""
    keys = SampledKeys(sampling_seed)
    with evaluating(model):
        forecast: Tensor = model(batch.x_enc, batch.marks_enc, batch.x_dec, batch.marks_dec, keys)
    return forecast


def mean_squared_error(
    model: Informer, windows: Windows, numbers: range, sampling_seed: int
) -> float:
    """Over all these windows, on standardised values: the validation loss."""
    total = 0.0
    for block in blocks(numbers, block_size(windows.config.model)):
        batch = windows.batch(block)
        error = predict_batch(model, batch, sampling_seed) - batch.target
        total += error.square().mean((1, 2)).sum().item()
    return total / len(numbers)
