"""Decoding in chunks of k steps: the whole horizon in one pass, down to step by step.

The encoder runs once, the decoder once for each chunk. Placeholders that have been decoded are
filled with the model's own output, in the numbers that the decoder reads (after instance
normalisation); known-future columns keep their values, and a linear draft stays in the placeholders
that are still empty. The weights were trained for one pass, with no placeholder ever filled.
"""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from informer.data.windows import Batch, Windows
from informer.forecasting.predict import block_size
from informer.inspection.decoder_results import Doubles
from informer.inspection.results import Ints
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys


def decode_in_chunks(
    model: Informer, batch: Batch, chunk: int, sampling_seed: int
) -> Float[Tensor, "B pred_len c_out"]:
    """The forecast, scaled, when each pass of the decoder gives the next ``chunk`` steps.

    With ``chunk`` = pred_len it is the model's own, to the last bit. Raises ValueError for a chunk
    below 1.
    """
    if chunk < 1:
        raise ValueError(f"a chunk has at least one step, not {chunk}")
    config, keys = model.config, SampledKeys(sampling_seed)
    with evaluating(model):
        ready = model.prepare(batch.x_enc, batch.x_dec)
        memory, _ = model.encoder(model.encoder_embedding(ready.x_enc, batch.marks_enc), keys)
        drawn = keys.generator.get_state()  # so that each pass samples the keys that one-shot does
        x_dec, parts = ready.x_dec.clone(), []
        for start in range(0, config.pred_len, chunk):
            keys.generator.set_state(drawn)
            said, _ = model.decode(ready, x_dec, batch.marks_dec, memory, keys, config.label_len)
            part = said[:, start : start + chunk]
            first = config.label_len + start
            x_dec[:, first : first + part.shape[1], -config.c_out :] = part
            parts.append(part)
        forecast: Tensor = ready.in_units(torch.cat(parts, 1))
    return forecast


def decode_windows(
    model: Informer, windows: Windows, numbers: Ints, chunk: int, seed: int
) -> Doubles:
    """Forecasts ``[W, pred_len, c_out]`` of these windows ``[W]`` in the data's units."""
    blocks = torch.split(torch.from_numpy(numbers), block_size(model.config))
    parts = [decode_in_chunks(model, windows.batch(one), chunk, seed).cpu() for one in blocks]
    return windows.scaler.last(model.config.c_out).inverse(torch.cat(parts).double().numpy())


def decode_window(
    model: Informer, windows: Windows, window: int, chunk: int, sampling_seed: int
) -> Doubles:
    """One window's forecast ``[pred_len, c_out]`` in the data's units, decoded in chunks."""
    (values,) = decode_windows(model, windows, np.array([window]), chunk, sampling_seed)
    return np.asarray(values)
