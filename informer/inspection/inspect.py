"""One window seen from inside: a traced forward pass, and what the model did not compute."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import torch

from informer.config import ModelConfig
from informer.data.windows import Windows
from informer.inspection.agreement import precision_at_u
from informer.inspection.distilling import cell_spans, pooling_winners
from informer.inspection.exact import exact_measures
from informer.inspection.results import (
    AttentionInspection,
    DistillingInspection,
    Inspection,
    Ints,
)
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys
from informer.model.trace import AttentionTrace, EncoderTrace, InformerTrace, ProbSparseTrace

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def inspect_window(run: "TrainedRun", window: int, sampling_seed: int) -> Inspection:
    """Everything the model does on one window when it samples by this seed.

    ``window`` is a window's number, as :meth:`Windows.resolve` gives it.
    """
    return inspect_model(run.model, run.windows, window, sampling_seed)


def inspect_model(model: Informer, windows: Windows, window: int, sampling_seed: int) -> Inspection:
    """As :func:`inspect_window`, for a model and its windows."""
    batch = windows.batch(torch.tensor([window]))
    with evaluating(model):
        _, trace = model.trace(
            batch.x_enc,
            batch.marks_enc,
            batch.x_dec,
            batch.marks_dec,
            SampledKeys(sampling_seed),
        )
        context, horizon = windows.time(window)
        attention, distilling = inspect_trace(trace, model.config, context, horizon)
    targets = windows.config.data.targets
    rows = slice(window, window + len(context))
    observed = windows.series.matrix(targets)[rows]
    return Inspection(
        window=window,
        sampling_seed=sampling_seed,
        time=context,
        observed=observed,
        columns=targets,
        attention=attention,
        distilling=distilling,
    )


def inspect_trace(
    trace: InformerTrace,
    config: ModelConfig,
    context: pd.DatetimeIndex,
    horizon: pd.DatetimeIndex,
) -> tuple[tuple[AttentionInspection, ...], tuple[DistillingInspection, ...]]:
    """All self-attention and distilling layers of the first window of a traced batch."""
    attention = [
        _attention(layer, name, time, config)
        for name, layer, time in encoder_layers(trace.encoders, context)
    ]
    distilling: list[DistillingInspection] = []
    for replica, encoder in enumerate(trace.encoders):
        prefix = f"{replica}." if len(trace.encoders) > 1 else ""
        distilling += _distilling(encoder, prefix, len(context))
    decoder = inspect_decoder(trace, config, context, horizon)
    return (*attention, *decoder), tuple(distilling)


def encoder_layers(
    encoders: Sequence[EncoderTrace], context: pd.DatetimeIndex
) -> list[tuple[str, AttentionTrace, pd.DatetimeIndex]]:
    """Name, trace and times of the queries of each self-attention layer of the encoder."""
    layers = []
    for replica, encoder in enumerate(encoders):
        prefix = f"{replica}." if len(encoders) > 1 else ""
        for level, layer in enumerate(encoder.attention):
            halvings = min(level, len(encoder.distilling))
            span = _spans(encoder, len(context), halvings)
            layers.append(
                (f"encoder.{prefix}{level}", layer, pd.DatetimeIndex(context[span[:, 1]]))
            )
    return layers


def inspect_decoder(
    trace: InformerTrace,
    config: ModelConfig,
    context: pd.DatetimeIndex,
    horizon: pd.DatetimeIndex,
) -> tuple[AttentionInspection, ...]:
    """The decoder's self-attention layers alone, of the first window of a traced batch."""
    time = pd.DatetimeIndex(context[len(context) - config.label_len :].append(horizon))
    return tuple(
        _attention(layer.self_attention, f"decoder.{level}", time, config)
        for level, layer in enumerate(trace.decoder)
    )


def _spans(encoder: EncoderTrace, seq_len: int, level: int) -> Ints:
    return cell_spans(encoder.start, seq_len - encoder.start, level)


def _attention(
    trace: AttentionTrace, name: str, time: pd.DatetimeIndex, config: ModelConfig
) -> AttentionInspection:
    """One self-attention: the trace of the first window, and the exact measures beside it."""
    query, key = trace.query[0].float().cpu(), trace.key[0].float().cpu()
    measure, max_mean = (m.numpy() for m in exact_measures(query, key, causal=trace.causal))
    length = query.shape[1]
    sampled = selected = ranked = weights = precision = None
    if isinstance(trace, ProbSparseTrace):
        sampled, selected = trace.sampled_keys.cpu().numpy(), trace.selected[0].cpu().numpy()
        ranked = trace.measure[0].float().cpu().numpy()
        weights = trace.weights[0].float().cpu().numpy()
        precision = precision_at_u(selected, measure)
    return AttentionInspection(
        name=name,
        causal=trace.causal,
        query=query.numpy(),
        key=key.numpy(),
        value=trace.value[0].float().cpu().numpy(),
        visible=np.arange(1, length + 1) if trace.causal else np.full(length, length),
        measure_exact=measure,
        measure_max_mean=max_mean,
        measure_sampled=ranked,
        sampled_keys=sampled,
        selected=selected,
        weights=weights,
        time=time,
        precision_at_u=precision,
        reference_measure=config.reference_compatible and ranked is not None,
    )


def _distilling(encoder: EncoderTrace, prefix: str, seq_len: int) -> list[DistillingInspection]:
    """The distilling layers of one replica."""
    return [
        DistillingInspection(
            name=f"distilling.{prefix}{level}",
            input=layer.input[0].float().cpu().numpy(),
            output=layer.output[0].float().cpu().numpy(),
            winners=pooling_winners(layer.activated[0].float().cpu().numpy()),
            span_in=_spans(encoder, seq_len, level),
            span_out=_spans(encoder, seq_len, level + 1),
        )
        for level, layer in enumerate(encoder.distilling)
    ]
