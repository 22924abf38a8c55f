"""Scores on the test part, beside the baselines': every test window, stride 1, none dropped."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.frequency import seasonal_periods
from informer.data.windows import Windows
from informer.forecasting.baselines import find_period, naive, seasonal_naive
from informer.forecasting.linear import LinearForecast
from informer.forecasting.metrics import ErrorSums, seasonal_naive_error, skill
from informer.forecasting.predict import block_size, blocks, predict
from informer.forecasting.results import TestResult
from informer.model.informer import Informer

Floats = NDArray[np.float64]
Forecaster = Callable[[NDArray[np.int64]], Floats]
"""Window numbers ``[B]`` to scaled forecasts ``[B, pred_len, c_out]``."""


def evaluate(model: Informer, windows: Windows, config: RunConfig) -> TestResult:
    """The model and three baselines on the same test windows.

    The seasonal period is chosen, and the linear baseline fitted, on rows before the test part.
    The test part is read once, here, when training is over.
    """
    length, c_out = config.model.pred_len, config.model.c_out
    values = windows.series.matrix(config.data.targets)
    scaler = windows.scaler.last(c_out)
    scaled = scaler.transform(values)
    test_start = windows.split.test.start + config.model.seq_len
    period = find_period(scaled[:test_start], seasonal_periods(windows.series.freq), length)

    def informer(numbers: NDArray[np.int64]) -> Floats:
        forecast = predict(model, windows, torch.from_numpy(numbers), config.seeds.sampling)
        return forecast.cpu().double().numpy()

    forecasters: dict[str, Forecaster] = {
        "informer": informer,
        "naive": lambda numbers: naive(scaled, numbers + config.model.seq_len, length),
        "seasonal_naive": lambda numbers: seasonal_naive(
            scaled, numbers + config.model.seq_len, length, period
        ),
        "linear": LinearForecast.fit(windows),
    }
    sums = {name: ErrorSums(c_out) for name in forecasters}
    for block in blocks(windows.split.test, block_size(config.model)):
        numbers = block.numpy()
        rows = numbers[:, None] + config.model.seq_len + np.arange(length)
        for name, forecaster in forecasters.items():
            sums[name].add(forecaster(numbers), scaled[rows])

    deviation = np.ones(c_out) if config.standardise_metrics else scaler.std
    train_rows = scaled[: windows.split.train_rows]
    mase_scale = seasonal_naive_error(train_rows, period if period < len(train_rows) else 1)
    scores = {name: total.scores(deviation, mase_scale) for name, total in sums.items()}
    metrics = scores.pop("informer")
    best = min(scores, key=lambda name: scores[name].mae_scaled)
    return TestResult(
        metrics=metrics,
        baselines=scores,
        best_baseline=best,
        skill=skill(metrics.mae_scaled, scores[best].mae_scaled),
        period=period,
        n_windows=len(windows.split.test),
    )
