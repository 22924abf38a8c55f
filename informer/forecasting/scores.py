"""From errors to scores: the model beside its baselines; needs no torch."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.metrics import Errors, skill
from informer.forecasting.results import Scores, TestResult
from informer.forecasting.rolled import INFORMER

Floats = NDArray[np.float64]


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
