"""The same weights without distilling: the forecast, and what the encoder takes either way."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from informer.forecasting.forecast import forecast_of
from informer.inspection.distilling_results import EncoderMeasurement, WithoutDistilling
from informer.inspection.operations import memory_length
from informer.inspection.peak import peak_bytes
from informer.model.encoder import DistillingLayer, EncoderStack
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun

_ROUNDS, _FEWEST, _SECONDS = 31, 3, 8.0
"""Rounds of a measurement; fewer, but never fewer than so many, once it has taken this long."""
_one_at_a_time = Lock()


def without_distilling(model: Informer) -> Informer:
    """The same model with its distilling layers left out; all other weights are the same."""
    config = model.config.model_copy(update={"distil": False})
    other = Informer(config)
    names = other.state_dict().keys()
    other.load_state_dict({n: value for n, value in model.state_dict().items() if n in names})
    return other.to(next(model.parameters()).device).train(model.training)


def forecast_without_distilling(
    run: "TrainedRun", window: int, sampling_seed: int
) -> WithoutDistilling:
    """The window's forecast with and without distilling, both under the same sampling seed.

    From the second layer on the same seed draws for a longer map, so other keys. Raises
    :class:`DataError` when there is no such window.
    """
    number = run.windows.resolve(window)
    other = without_distilling(run.model)
    return WithoutDistilling(
        distilled=forecast_of(run.model, run.windows, number, sampling_seed),
        undistilled=forecast_of(other, run.windows, number, sampling_seed),
        memory=memory_length(run.config.model),
        memory_without=memory_length(run.config.model, distil=False),
    )


def measure_encoder(
    run: "TrainedRun",
    window: int,
    sampling_seed: int,
    on_progress: Callable[[float], None] | None = None,
) -> EncoderMeasurement:
    """Time and memory of the encoder on one window, with and without distilling, here and now.

    One of each to warm up, then in turn: what else the machine does meets both alike. Only one
    measurement runs at a time; another waits. ``on_progress`` hears the share that is done.
    """
    batch = run.windows.batch(torch.tensor([run.windows.resolve(window)]))
    models = (run.model, without_distilling(run.model))
    with _one_at_a_time, evaluating(run.model), evaluating(models[1]):
        embedded = run.model.encoder_embedding(batch.x_enc, batch.marks_enc)
        passes = [_pass(model.encoder, embedded, sampling_seed) for model in models]
        peaks = [peak_bytes(run_it) for run_it in passes]  # and warm
        passes.append(_distilling_alone(run.model.encoder, embedded, sampling_seed))
        seconds: list[list[float]] = [[], [], []]
        began = time.perf_counter()
        for number in range(_ROUNDS):
            for taken, run_it in zip(seconds, passes, strict=True):
                taken.append(_time(run_it))
            spent = time.perf_counter() - began
            if number + 1 >= _FEWEST and spent > _SECONDS:
                break
            if on_progress is not None:
                on_progress(max((number + 1) / _ROUNDS, min(spent / _SECONDS, 0.99)))
    return EncoderMeasurement(
        seconds=tuple(seconds[0]),
        seconds_without=tuple(seconds[1]),
        seconds_distilling=tuple(seconds[2]),
        peak=peaks[0],
        peak_without=peaks[1],
        threads=torch.get_num_threads(),
    )


def _pass(encoder: EncoderStack, embedded: Tensor, seed: int) -> Callable[[], object]:
    return lambda: encoder(embedded, SampledKeys(seed))


def _distilling_alone(encoder: EncoderStack, embedded: Tensor, seed: int) -> Callable[[], object]:
    """The distilling layers of all replicas, each on the map it has in the whole encoder."""
    _, traces = encoder(embedded, SampledKeys(seed))
    work: list[tuple[DistillingLayer, Tensor]] = []
    for replica, trace in zip(encoder.replicas, traces, strict=True):
        layers: list[DistillingLayer] = list(replica.distilling)  # type: ignore[arg-type]
        work += [(layer, t.input) for layer, t in zip(layers, trace.distilling, strict=True)]
    return lambda: [layer(x) for layer, x in work]


def _time(run_it: Callable[[], object]) -> float:
    began = time.perf_counter()
    run_it()
    return time.perf_counter() - began
