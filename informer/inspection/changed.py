"""Which queries a changed input makes the encoder keep: before and after, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Float
from numpy.typing import NDArray
from torch import Tensor

from informer.data.windows import to_batch
from informer.forecasting.predict import block_size
from informer.inspection.inspect import encoder_layers
from informer.inspection.selection_change import SelectionChange
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys
from informer.model.trace import ProbSparseTrace


@dataclass(frozen=True)
class LayerSelections:
    """The queries that one self-attention layer of the encoder selects on each input of a batch."""

    name: str
    time: pd.DatetimeIndex
    """``[L]`` the time each query stands for."""
    selected: NDArray[np.int64] | None
    """``[B, H, u]`` in order of time; ``None`` for full attention."""


def encoder_selections(
    model: Informer,
    values: Float[Tensor, "B T C"],
    marks: Float[Tensor, "B T M"],
    sampling_seed: int,
    context: pd.DatetimeIndex,
) -> tuple[LayerSelections, ...]:
    """What the encoder selects in its first pass over these rows of context and steps ahead.

    The items share the sampled keys; the encoder draws before the decoder, so they are those of the
    whole forward pass.
    """
    config, parts = model.config, []
    device = next(model.parameters()).device
    length, size = config.seq_len + config.pred_len, block_size(config)
    for start in range(0, len(values), size):
        some = slice(start, start + size)
        batch = to_batch(values[some, :length].to(device), marks[some, :length].to(device), config)
        with evaluating(model):
            ready = model.prepare(batch.x_enc, batch.x_dec)
            embedded = model.encoder_embedding(ready.x_enc, batch.marks_enc)
            _, encoders = model.encoder(embedded, SampledKeys(sampling_seed))
        parts.append(
            [
                LayerSelections(
                    name,
                    time,
                    layer.selected.cpu().numpy() if isinstance(layer, ProbSparseTrace) else None,
                )
                for name, layer, time in encoder_layers(encoders, context)
            ]
        )
    return tuple(_joined(layers) for layers in zip(*parts, strict=True))


def selection_changes(
    before: Sequence[LayerSelections], after: Sequence[LayerSelections], item: int
) -> tuple[SelectionChange, ...]:
    """What item ``item`` of ``after`` selects, beside the first item of ``before``."""
    return tuple(
        SelectionChange(old.name, old.time, None, None)
        if old.selected is None or new.selected is None
        else SelectionChange(old.name, old.time, old.selected[0], new.selected[item])
        for old, new in zip(before, after, strict=True)
    )


def _joined(parts: Sequence[LayerSelections]) -> LayerSelections:
    """The blocks of a batch as one."""
    found = [part.selected for part in parts if part.selected is not None]
    return LayerSelections(parts[0].name, parts[0].time, np.concatenate(found) if found else None)
