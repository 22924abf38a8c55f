"""Scores against numbers worked out by hand."""

import math

import numpy as np
import pytest

from informer.forecasting.metrics import seasonal_naive_error


def test_scores_of_two_targets_by_hand() -> None:
    """Errors 1, -3 of the first target (deviation 2) and 0, 2 of the second (deviation 10)."""
    actual = np.zeros((1, 2, 2))
    forecast = np.array([[[1.0, 0.0], [-3.0, 2.0]]])
    sums = ErrorSums(2)
    sums.add(forecast, actual)
    scores = sums.scores(deviation=np.array([2.0, 10.0]), mase_scale=np.array([0.5, 0.25]))
    assert scores.mse_scaled == (1 + 9 + 0 + 4) / 4
    assert scores.mae_scaled == (1 + 3 + 0 + 2) / 4
    assert scores.mae == (2 + 6 + 0 + 20) / 4
    assert scores.rmse == pytest.approx(math.sqrt((4 + 36 + 0 + 400) / 4))
    assert scores.mase == (2.0 / 0.5 + 1.0 / 0.25) / 2


def test_blocks_of_any_size_give_the_same_scores() -> None:
    rng = np.random.default_rng(0)
    forecast, actual = rng.normal(size=(2, 10, 4, 3))
    whole, parts = ErrorSums(3), ErrorSums(3)
    whole.add(forecast, actual)
    for start, end in ((0, 7), (7, 10)):  # a mean of block means would differ
        parts.add(forecast[start:end], actual[start:end])
    ones = np.ones(3)
    assert whole.scores(ones, ones).mae == pytest.approx(parts.scores(ones, ones).mae)
    assert whole.scores(ones, ones).rmse == pytest.approx(parts.scores(ones, ones).rmse)


def test_mase_of_the_seasonal_naive_forecast_on_the_train_rows_is_one() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 2))
    sums = ErrorSums(2)
    sums.add(rows[None, :-7], rows[None, 7:])
    scores = sums.scores(np.array([3.0, 4.0]), seasonal_naive_error(rows, 7))
    assert scores.mase == pytest.approx(1.0)


def test_rows_that_repeat_exactly_have_no_mase() -> None:
    sums = ErrorSums(1)
    sums.add(np.ones((1, 1, 1)), np.zeros((1, 1, 1)))
    assert sums.scores(np.ones(1), np.zeros(1)).mase == math.inf
