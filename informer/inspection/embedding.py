"""The input representation of one window, part by part, made by the model's own modules.

X_i = Conv1d(x_i) + PE(i) + calendar(t_i) (paper, section 3.1 and appendix B)
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from informer.data.calendar import calendar_marks
from informer.data.windows import Batch, Windows
from informer.inspection.embedded import CalendarSimilarity, EmbeddedInput, Side
from informer.inspection.moments import Field, values_of, with_field
from informer.inspection.results import Floats
from informer.model.informer import Informer
from informer.model.modes import evaluating

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def embed_window(run: "TrainedRun", window: int) -> tuple[EmbeddedInput, EmbeddedInput]:
    """What the encoder and the decoder read on one window, as vectors; nothing is sampled."""
    return embed_model(run.model, run.windows, window)


def embed_model(
    model: Informer, windows: Windows, window: int
) -> tuple[EmbeddedInput, EmbeddedInput]:
    """As :func:`embed_window`, for a model and its windows."""
    batch, config = windows.batch(torch.tensor([window])), model.config
    with evaluating(model):
        ready = model.prepare(batch.x_enc, batch.x_dec)
        encoder = model.encoder_embedding.parts(ready.x_enc, batch.marks_enc)
        decoder = model.decoder_embedding.parts(ready.x_dec, batch.marks_dec)
    context, horizon = windows.time(window)
    token = context[len(context) - config.label_len :]

    def embedded(
        side: Side, time: pd.DatetimeIndex, read: Tensor, parts: tuple[Tensor, Tensor, Tensor]
    ) -> EmbeddedInput:
        value, position, calendar = parts
        decodes = side == "decoder"
        return EmbeddedInput(
            side=side,
            time=time,
            channels=windows.channels,
            read=_numpy(read[0]),
            n_token=config.label_len if decodes else config.seq_len,
            placeholder=None if not decodes else "draft" if config.linear_draft else "zero",
            n_known_future=config.n_known_future,
            assumption=windows.future_assumption(window) if decodes else None,
            value=_numpy(value[0]),
            position=_numpy(position),
            calendar=_numpy(calendar[0]),
        )

    return (
        embedded("encoder", context, ready.x_enc, encoder),
        embedded("decoder", pd.DatetimeIndex(token.append(horizon)), ready.x_dec, decoder),
    )


def embed_batch(model: Informer, batch: Batch) -> tuple[Tensor, Tensor]:
    """The sums ``[B, L, D]`` that the encoder and the decoder are given."""
    with evaluating(model):
        ready = model.prepare(batch.x_enc, batch.x_dec)
        return (
            model.encoder_embedding(ready.x_enc, batch.marks_enc),
            model.decoder_embedding(ready.x_dec, batch.marks_dec),
        )


def calendar_similarity(
    model: Informer, freq: str, time: pd.Timestamp, field: Field, side: Side
) -> CalendarSimilarity | None:
    """How alike the values of one calendar field are to the encoder's or decoder's embedding.

    All other fields stay as at ``time``. From each value's vector the mean over all values is
    taken: what they share, the other fields and the bias, would make all cosines 1. ``None`` when
    the field changes nothing, as the hour where no mark tells it.
    """
    values = values_of(field, freq)
    times = [with_field(pd.DatetimeIndex([time]), field, value)[0] for value in values]
    marks = calendar_marks(pd.DatetimeIndex(times), freq, model.config.embed)
    embedding = model.encoder_embedding if side == "encoder" else model.decoder_embedding
    with evaluating(model):
        calendar = embedding.calendar
        device = next(calendar.parameters()).device
        vectors = calendar(torch.from_numpy(marks)[None].to(device))[0]
    rows = vectors.double().cpu().numpy()
    rows = rows - rows.mean(axis=0)
    norm = np.linalg.norm(rows, axis=1, keepdims=True)
    if norm.max() <= 1e-6:
        return None
    unit = np.where(norm > 1e-3 * norm.max(), rows, np.nan) / norm.clip(1e-12)
    return CalendarSimilarity(side, field, values, (unit @ unit.T).clip(-1, 1).astype(np.float32))


def _numpy(tensor: Tensor) -> Floats:
    return np.asarray(tensor.float().cpu().numpy())
