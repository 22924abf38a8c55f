"""Errors against numbers worked out by hand, and against an independent library."""

import math

import numpy as np
import pandas as pd
import pytest
from utilsforecast import losses

from informer.forecasting.metrics import Errors, errors, grouped_errors, seasonal_naive_error
from informer.forecasting.scores import result_of


def made_up(n: int = 40, horizon: int = 6, columns: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    actual = 50 + 10 * rng.normal(size=(n, horizon, columns))
    return actual + rng.normal(scale=4, size=actual.shape), actual


def test_errors_of_two_targets_by_hand() -> None:
    """Errors 1, -3 of the first target and 0, 2 of the second."""
    actual = np.array([[[10.0, 5.0], [10.0, 15.0]]])
    error = np.array([[[1.0, 0.0], [-3.0, 2.0]]])
    found = errors(actual + error, actual, np.array([0.5, 0.25]))
    assert found.mae("column").tolist() == [2, 1]
    assert found.mae("step").tolist() == [0.5, 2.5]
    assert found.mae("step_column").tolist() == [[1, 0], [3, 2]]
    assert found.mae() == 1.5
    assert found.rmse("column").tolist() == pytest.approx([math.sqrt(5), math.sqrt(2)])
    assert found.rmse() == pytest.approx(math.sqrt((1 + 9 + 0 + 4) / 4))
    assert found.mase("column").tolist() == [4, 4]
    assert found.wape("column").tolist() == [4 / 20, 2 / 20]


def test_metrics_equal_those_of_an_independent_library() -> None:
    """MAE, RMSE, MASE and ND (WAPE) of Nixtla's utilsforecast on the same numbers."""
    forecast, actual = made_up()
    rows = 50 + 10 * np.random.default_rng(1).normal(size=(300, 1))
    period = 24
    found = errors(forecast, actual, seasonal_naive_error(rows, period))
    test = pd.DataFrame(
        {"unique_id": "a", "ds": np.arange(actual.size), "y": actual.ravel(), "m": forecast.ravel()}
    )
    train = pd.DataFrame({"unique_id": "a", "ds": np.arange(len(rows)), "y": rows.ravel()})
    assert found.mae() == pytest.approx(losses.mae(test, ["m"])["m"][0], rel=1e-12)
    assert found.rmse() == pytest.approx(losses.rmse(test, ["m"])["m"][0], rel=1e-12)
    assert found.wape() == pytest.approx(losses.nd(test, ["m"])["m"][0], rel=1e-12)
    theirs = losses.mase(test, ["m"], seasonality=period, train_df=train)["m"][0]
    assert found.mase() == pytest.approx(theirs, rel=1e-12)


def test_each_step_equals_the_library_on_that_step() -> None:
    forecast, actual = made_up()
    found = errors(forecast, actual, np.ones(1))
    for step in range(actual.shape[1]):
        one = pd.DataFrame({"unique_id": "a", "y": actual[:, step, 0], "m": forecast[:, step, 0]})
        assert found.mae("step")[step] == pytest.approx(losses.mae(one, ["m"])["m"][0])
        assert found.rmse("step")[step] == pytest.approx(losses.rmse(one, ["m"])["m"][0])
        assert found.wape("step")[step] == pytest.approx(losses.nd(one, ["m"])["m"][0])


@pytest.mark.parametrize("by", ["all", "column", "step", "step_column"])
def test_blocks_of_any_size_give_the_same_errors(by: str) -> None:
    forecast, actual = made_up(10, 4, 3)
    scale = np.array([1.0, 2.0, 3.0])
    whole = errors(forecast, actual, scale)
    # a mean of block means would differ
    parts = errors(forecast[:7], actual[:7], scale) + errors(forecast[7:], actual[7:], scale)
    for measure in (Errors.mae, Errors.rmse, Errors.mase, Errors.wape):
        np.testing.assert_allclose(measure(whole, by), measure(parts, by))  # type: ignore[arg-type]


def test_groups_add_up_to_the_whole() -> None:
    forecast, actual = made_up(30, 5)
    groups = np.random.default_rng(2).integers(0, 4, (30, 5))
    found = grouped_errors(forecast, actual, np.ones(1), groups, 5)
    by_hand = [np.abs(forecast - actual)[..., 0][groups == g].mean() for g in range(4)]
    np.testing.assert_allclose(found.mae("step")[:4], by_hand)
    assert np.isnan(found.mae("step")[4])  # nothing in it: no number, never 0
    assert found.mae() == pytest.approx(errors(forecast, actual, np.ones(1)).mae())


def test_mase_of_the_seasonal_naive_forecast_on_the_train_rows_is_one() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 2))
    found = errors(rows[None, :-7], rows[None, 7:], seasonal_naive_error(rows, 7))
    assert found.mase() == pytest.approx(1.0)


def test_an_error_in_relation_to_zero_is_infinite_never_perfect() -> None:
    found = errors(np.ones((1, 1, 1)), np.zeros((1, 1, 1)), np.zeros(1))
    assert found.mase() == found.wape() == math.inf
    assert np.isnan(errors(np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), np.zeros(1)).wape())


def test_scores_are_in_units_and_on_standardised_values() -> None:
    forecast, actual = made_up(20, 3, 2)
    deviation = np.array([2.0, 10.0])
    found = {name: errors(forecast, actual, np.ones(2)) for name in ("informer", "naive")}
    plain = result_of(found, deviation, standardise=False, period=7, n_windows=20).metrics
    error = forecast - actual
    assert plain.mae == pytest.approx(np.abs(error).mean())
    assert plain.rmse == pytest.approx(math.sqrt((error**2).mean()))
    assert plain.mae_scaled == pytest.approx(np.abs(error / deviation).mean())
    assert plain.mse_scaled == pytest.approx(((error / deviation) ** 2).mean())
    scaled = result_of(found, deviation, standardise=True, period=7, n_windows=20).metrics
    assert scaled.mae == pytest.approx(plain.mae_scaled)
    assert scaled.mase == pytest.approx(plain.mase)
