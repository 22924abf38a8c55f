"""Scores on the test part, beside the baselines': every test window, stride 1, none dropped."""

from informer.config import RunConfig
from informer.data.windows import Windows
from informer.forecasting.backtest import scored_backtest
from informer.forecasting.results import TestResult
from informer.forecasting.rolled import Backtest
from informer.forecasting.scores import result_of
from informer.model.informer import Informer


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
