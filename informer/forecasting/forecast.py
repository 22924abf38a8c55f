"""One window's forecast, dated and in the units of the data."""

import torch

from informer.data.windows import Windows
from informer.forecasting.predict import predict
from informer.forecasting.results import Forecast
from informer.model.informer import Informer
from informer.training.checkpoint import TrainedRun


def forecast_window(run: TrainedRun, window: int, sampling_seed: int) -> Forecast:
    """The run's forecast of a window; ``-1`` is the one past the end of the data.

    Raises :class:`DataError` when there is no such window.
    """
    return forecast_of(run.model, run.windows, run.windows.resolve(window), sampling_seed)


def forecast_of(model: Informer, windows: Windows, window: int, sampling_seed: int) -> Forecast:
    """The same, of a model that may still be training; ``window`` counts from 0."""
    config, series = windows.config, windows.series
    start = window + config.model.seq_len
    targets = series.matrix(config.data.targets)
    scaled = predict(model, windows, torch.tensor([window]), sampling_seed)[0]
    actual = targets[start : start + config.model.pred_len]
    context_time, time = windows.time(window)
    assumption = windows.future_assumption(window)
    return Forecast(
        window=window,
        sampling_seed=sampling_seed,
        columns=config.data.targets,
        context_time=context_time,
        context=targets[window:start],
        time=time,
        values=windows.scaler.last(config.model.c_out).inverse(scaled.cpu().double().numpy()),
        actual=actual if len(actual) == config.model.pred_len else None,
        notes=() if assumption is None else (assumption,),
    )
