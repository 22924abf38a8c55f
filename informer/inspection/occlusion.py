"""Occlusion: a block of the context is masked and the forecast made again.

After Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (ECCV 2014).

What the model truly does without the block: the normalisation of the window, its linear draft, the
selection of queries and the distilling all react, not attention alone.
"""

from typing import TYPE_CHECKING

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from informer.data.windows import Batch, Windows
from informer.inspection.masking import Fill, Occlusion, block_spans, fill_block
from informer.inspection.variants import forecast_variants
from informer.model.informer import Informer

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def occlude_window(
    run: "TrainedRun", window: int, sampling_seed: int, block: int, fill: Fill
) -> Occlusion:
    """Mask each block of ``block`` steps of a window's context in turn, and forecast again."""
    return occlude_model(run.model, run.windows, window, sampling_seed, block, fill)


def occlude_model(
    model: Informer, windows: Windows, window: int, sampling_seed: int, block: int, fill: Fill
) -> Occlusion:
    """As :func:`occlude_window`, for a model and its windows.

    Only what was observed is masked, targets and covariates: the known-future channels and the
    calendar stay. Every pass samples the same keys.
    """
    config, scaler = model.config, windows.scaler
    batch = windows.batch(torch.tensor([window]))
    read = batch.x_enc[0].cpu().numpy()
    spans = block_spans(config.seq_len, block)
    known = config.n_known_future
    contexts = [
        read,
        *(fill_block(read, first, last, fill, channel=known) for first, last in spans.tolist()),
    ]
    x_enc = torch.from_numpy(np.stack(contexts)).to(batch.x_enc)
    beside = _beside(batch, x_enc, config.label_len)
    forecasts = forecast_variants(model, x_enc, *beside, sampling_seed)
    filled = np.concatenate(
        [
            context[first : last + 1]
            for context, (first, last) in zip(contexts[1:], spans, strict=True)
        ]
    )
    time, horizon = windows.time(window)
    targets = windows.config.data.targets
    of_targets = scaler.last(config.c_out)
    in_units = of_targets.inverse(forecasts)
    return Occlusion(
        window=window,
        sampling_seed=sampling_seed,
        fill=fill,
        columns=targets,
        time=time,
        observed=windows.series.matrix(targets)[window : window + len(time)],
        spans=spans,
        filled=of_targets.inverse(filled[:, -config.c_out :]),
        horizon=horizon,
        forecast=in_units[0],
        masked=in_units[1:],
    )


def _beside(
    batch: Batch, x_enc: Float[Tensor, "N T C"], label_len: int
) -> tuple[Tensor, Tensor, Tensor]:
    """What goes with these contexts: their calendar, and the decoder's input and calendar.

    The start token is the end of the context, so a mask there is in both.
    """
    n = len(x_enc)
    marks_enc, x_dec, marks_dec = (
        one.expand(n, -1, -1) for one in (batch.marks_enc, batch.x_dec, batch.marks_dec)
    )
    token = x_enc[:, x_enc.shape[1] - label_len :]
    return marks_enc, torch.cat((token, x_dec[:, label_len:]), 1), marks_dec
