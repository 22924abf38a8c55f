"""Scores on the test part, beside the baselines': every test window, stride 1, none dropped."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.windows import Windows
from informer.forecasting.backtest import scored_backtest
from informer.forecasting.metrics import Errors, skill
from informer.forecasting.results import Scores, TestResult
from informer.forecasting.rolled import INFORMER, Backtest
from informer.model.informer import Informer

Floats = NDArray[np.float64]


def evaluate(model: Informer, windows: Windows, config: RunConfig) -> TestResult:
    """The scores alone, of :func:`score`."""
    return score(model, windows, config)[0]


def score(model: Informer, windows: Windows, config: RunConfig) -> tuple[TestResult, Backtest]:
    """The model and three baselines on the same test windows, and the backtest they come from.

    The seasonal period is chosen, and the linear baseline fitted, on rows before the test part.
    The test part is read once, here, when training is over.
    """
    backtest, errors = scored_backtest(model, windows, config)
    scaler = windows.scaler.last(config.model.c_out)
    result = result_of(
        errors, scaler.std, standardise=config.standardise_metrics, period=backtest.period,
        n_windows=len(windows.split.test),
    )  # fmt: skip
    return result, backtest


def result_of(
    errors: Mapping[str, Errors],
    deviation: Floats,
    *,
    standardise: bool,
    period: int,
    n_windows: int,
) -> TestResult:
    """Scores from errors in units; ``deviation`` ``[c_out]`` is that of the scaler.

    ``standardise`` gives also MAE and RMSE on standardised values.
    """
    scores = {name: _scores(one, deviation, standardise) for name, one in errors.items()}
    metrics = scores.pop(INFORMER)
    best = min(scores, key=lambda name: scores[name].mae_scaled)
    return TestResult(
        metrics=metrics,
        baselines=scores,
        best_baseline=best,
        skill=skill(metrics.mae_scaled, scores[best].mae_scaled),
        period=period,
        n_windows=n_windows,
    )


def _scores(errors: Errors, deviation: Floats, standardise: bool) -> Scores:
    scaled = errors.scaled(deviation)
    told = scaled if standardise else errors
    return Scores(
        mse_scaled=float(scaled.rmse() ** 2),
        mae_scaled=float(scaled.mae()),
        mae=float(told.mae()),
        rmse=float(told.rmse()),
        mase=float(errors.mase()),
        wape=float(errors.wape()),
    )
