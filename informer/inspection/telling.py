"""The model is told another calendar: what that does to its input, and to its forecast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from informer.data.calendar import calendar_marks
from informer.data.windows import Batch, Windows
from informer.inspection.embedded import EmbeddingChange, ToldForecasts
from informer.inspection.embedding import embed_batch
from informer.inspection.moments import Moment
from informer.inspection.variants import forecast_variants
from informer.model.informer import Informer

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def told_forecasts(
    run: "TrainedRun", window: int, sampling_seed: int, moments: Sequence[Moment]
) -> ToldForecasts:
    """The forecast of one window, and what it becomes under each of these changes."""
    return told_forecasts_of(run.model, run.windows, window, sampling_seed, moments)


def told_forecasts_of(
    model: Informer,
    windows: Windows,
    window: int,
    sampling_seed: int,
    moments: Sequence[Moment],
) -> ToldForecasts:
    """As :func:`told_forecasts`, for a model and its windows."""
    batches = [windows.batch(torch.tensor([window]))]
    batches += [told_batch(windows, window, moment) for moment in moments]
    x_enc, marks_enc, x_dec, marks_dec = (torch.cat([b[i] for b in batches]) for i in range(4))
    scaled = forecast_variants(model, x_enc, marks_enc, x_dec, marks_dec, sampling_seed)
    in_units = windows.scaler.last(model.config.c_out).inverse(scaled)
    return ToldForecasts(
        columns=windows.config.data.targets,
        horizon=windows.time(window)[1],
        moments=tuple(moments),
        forecast=in_units[0],
        told=in_units[1:],
    )


def told_embedding(run: "TrainedRun", window: int, moment: Moment) -> EmbeddingChange:
    """What one change does to the vectors that the encoder and the decoder read."""
    return told_embedding_of(run.model, run.windows, window, moment)


def told_embedding_of(
    model: Informer, windows: Windows, window: int, moment: Moment
) -> EmbeddingChange:
    """As :func:`told_embedding`, for a model and its windows."""
    before = embed_batch(model, windows.batch(torch.tensor([window])))
    after = embed_batch(model, told_batch(windows, window, moment))
    label_len = model.config.label_len

    def joined(pair: tuple[Tensor, Tensor]) -> Tensor:
        """The context as the encoder reads it, then the decoder's placeholders."""
        return torch.cat((pair[0][0], pair[1][0, label_len:]))

    original = joined(before)
    context, horizon = windows.time(window)
    return EmbeddingChange(
        moment=moment,
        time=pd.DatetimeIndex(context.append(horizon)),
        n_context=len(context),
        difference=(joined(after) - original).float().cpu().numpy(),
        length=original.double().norm(dim=-1).cpu().numpy(),
    )


def told_batch(windows: Windows, window: int, moment: Moment) -> Batch:
    """One window as the model reads it, with another calendar, or a flag switched."""
    batch = windows.batch(torch.tensor([window]))
    everywhere, label_len = moment.where == "window", windows.config.model.label_len
    if moment.kind == "flag":
        ends = np.unique(windows.series.column(windows.config.data.known_future[moment.value]))
        mean, std = (stat[moment.value] for stat in (windows.scaler.mean, windows.scaler.std))
        both = float(((ends[[0, -1]] - mean) / std).sum())
        x_enc, x_dec = batch.x_enc.clone(), batch.x_dec.clone()
        first = 0 if everywhere else label_len
        x_dec[:, first:, moment.value] = both - x_dec[:, first:, moment.value]
        if everywhere:
            x_enc[..., moment.value] = both - x_enc[..., moment.value]
        return batch._replace(x_enc=x_enc, x_dec=x_dec)
    context, horizon = windows.time(window)
    if everywhere:
        context = moment.told(context)
    time = pd.DatetimeIndex(context.append(moment.told(horizon)))
    marks = torch.from_numpy(
        calendar_marks(time, windows.series.freq, windows.config.model.embed)
    ).to(batch.marks_enc)[None]
    seq_len = len(context)
    return batch._replace(marks_enc=marks[:, :seq_len], marks_dec=marks[:, seq_len - label_len :])
