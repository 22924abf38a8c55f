"""The decoder seen from inside on one window: a traced forward pass, in numpy and dates."""

import numpy as np
import torch
from torch import Tensor

from informer.data.windows import Windows
from informer.inspection.decoder_results import CrossAttention, Decoding, Doubles, Memory
from informer.inspection.distilling import cell_spans
from informer.inspection.inspect import inspect_decoder
from informer.inspection.results import Floats, Inspection
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.normalisation import WindowScale
from informer.model.sampling import SampledKeys
from informer.model.trace import FullAttentionTrace, InformerTrace


def inspect_decoding(
    model: Informer, windows: Windows, window: int, sampling_seed: int
) -> Decoding:
    """What went into the decoder on this window, what it attended to, and what came out.

    ``window`` is a window's number, as :meth:`Windows.resolve` gives it.
    """
    config, data = model.config, windows.config.data
    batch = windows.batch(torch.tensor([window]))
    with evaluating(model):
        forecast, trace = model.trace(*batch[:4], SampledKeys(sampling_seed))
        context, horizon = windows.time(window)
        inside = inspect_decoder(trace, config, context, horizon)
    start = window + config.seq_len
    targets = windows.series.matrix(data.targets)
    actual = targets[start : start + config.pred_len]
    assumption = windows.future_assumption(window)
    return Decoding(
        inside=Inspection(
            window=window,
            sampling_seed=sampling_seed,
            time=context,
            observed=targets[window:start],
            columns=data.targets,
            attention=inside,
            distilling=(),
        ),
        time=inside[0].time,
        label_len=config.label_len,
        channels=data.channels,
        n_known_future=config.n_known_future,
        read=_numpy(trace.decoder_input[0]),
        values=_in_units(trace.decoder_input, batch.x_enc, windows, config.instance_norm),
        marks=_numpy(batch.marks_dec[0]),
        forecast=windows.scaler.last(config.c_out).inverse(_numpy(forecast[0]).astype(np.float64)),
        actual=actual if len(actual) == config.pred_len else None,
        drafted=config.linear_draft,
        normalised=config.instance_norm,
        cross=tuple(
            _cross(layer.cross_attention, f"decoder.{level}", config.pred_len)
            for level, layer in enumerate(trace.decoder)
        ),
        memory=memory_of(trace, config.seq_len),
        notes=() if assumption is None else (assumption,),
    )


def memory_of(trace: InformerTrace, seq_len: int) -> Memory:
    """Which steps of the context each position of the encoder's output stands for."""
    spans = [
        cell_spans(encoder.start, seq_len - encoder.start, len(encoder.distilling))
        for encoder in trace.encoders
    ]
    replicas = [np.full(len(span), index) for index, span in enumerate(spans)]
    return Memory(np.concatenate(spans), np.concatenate(replicas))


def _cross(trace: FullAttentionTrace, name: str, pred_len: int) -> CrossAttention:
    return CrossAttention(name, _numpy(trace.query[0, :, -pred_len:]), _numpy(trace.key[0]))


def _in_units(read: Tensor, x_enc: Tensor, windows: Windows, normalised: bool) -> Doubles:
    """The decoder's numbers ``[1, dec_len, C]`` of one window back in the units of the data."""
    if normalised:
        known = windows.config.model.n_known_future
        read = WindowScale.of(x_enc, n_known_future=known).restore(read)
    scaler = windows.scaler
    values = scaler.inverse(_numpy(read[0]).astype(np.float64))
    # single precision tells about six digits of a deviation apart: the rest is noise
    places = 5 - np.floor(np.log10(scaler.std)).astype(np.int64)
    for column, n_places in enumerate(places):
        values[:, column] = np.round(values[:, column], int(n_places)) + 0.0  # never -0
    return values


def _numpy(tensor: Tensor) -> Floats:
    values: Floats = tensor.float().cpu().numpy()
    return values
