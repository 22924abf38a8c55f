"""One window's forecast, dated and in the units of the data."""

import numpy as np
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.scaler import Scaler
from informer.data.windows import Windows
from informer.forecasting.results import Forecast
from informer.forecasting.rolling import roll
from informer.forecasting.situation import Situation, observed, situation
from informer.model.informer import Informer
from informer.training.checkpoint import TrainedRun

Doubles = NDArray[np.float64]


def forecast_window(
    run: TrainedRun,
    window: int,
    sampling_seed: int,
    *,
    steps: int | None = None,
    known: Doubles | None = None,
) -> Forecast:
    """The run's forecast of a window; ``-1`` is the one past the end of the data.

    ``steps`` and ``known`` as in :func:`~informer.forecasting.situation.situation`. Raises
    :class:`DataError` when there is no such window.
    """
    number = run.windows.resolve(window)
    now = situation(run.windows.series, run.config, number, steps=steps, known=known)
    return forecast_situation(
        run.model, run.windows.scaler, run.config, now, sampling_seed,
        window=number, actual=observed(run.windows.series, run.config, number, now.steps),
    )  # fmt: skip


def forecast_of(model: Informer, windows: Windows, window: int, sampling_seed: int) -> Forecast:
    """The same, of a model that may still be training; ``window`` counts from 0."""
    now = situation(windows.series, windows.config, window)
    return forecast_situation(
        model, windows.scaler, windows.config, now, sampling_seed,
        window=window, actual=observed(windows.series, windows.config, window, now.steps),
    )  # fmt: skip


def forecast_situation(
    model: Informer,
    scaler: Scaler,
    config: RunConfig,
    now: Situation,
    sampling_seed: int,
    *,
    window: int,
    actual: Doubles | None = None,
) -> Forecast:
    """What the model says to this situation, which is that of ``window`` of some series."""
    c_out = config.model.c_out
    return Forecast(
        window=window,
        sampling_seed=sampling_seed,
        columns=config.data.targets,
        context_time=now.context_time,
        context=now.context[:, -c_out:],
        time=now.time,
        values=roll(model, scaler, [now], sampling_seed)[0],
        actual=actual,
        notes=now.notes,
    )
