"""Baselines against brute force, and what they are allowed to know."""

import numpy as np
import pytest
from numpy.typing import NDArray

from informer.data.calendar import calendar_marks
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.baselines import find_period, naive, seasonal_naive
from informer.forecasting.linear import Facts, LinearForecast
from informer.plan import plan_run


@pytest.fixture
def values() -> NDArray[np.float64]:
    return np.random.default_rng(0).normal(size=(60, 2))


def test_naive_repeats_the_last_value(values: NDArray[np.float64]) -> None:
    forecast = naive(values, np.array([5, 60]), horizon=3)
    np.testing.assert_array_equal(forecast[0], [values[4]] * 3)
    np.testing.assert_array_equal(forecast[1], [values[59]] * 3)


@pytest.mark.parametrize("period", [1, 3, 7, 20])
def test_seasonal_naive_takes_the_latest_season_before_the_start(
    values: NDArray[np.float64], period: int
) -> None:
    starts, horizon = np.array([20, 33, 60]), 10
    forecast = seasonal_naive(values, starts, horizon, period)
    for i, start in enumerate(starts):
        for step in range(horizon):
            row = start + step
            while row >= start:
                row -= period
            np.testing.assert_array_equal(forecast[i, step], values[row])


def test_seasonal_naive_refuses_a_start_without_a_season_before_it(
    values: NDArray[np.float64],
) -> None:
    with pytest.raises(IndexError, match="before the first row"):
        seasonal_naive(values, np.array([6]), 2, period=7)


def test_the_period_with_the_lowest_error_of_forecasts_is_found(
    values: NDArray[np.float64],
) -> None:
    horizon, candidates = 10, (2, 5, 7, 12)

    def brute_force(period: int) -> float:
        errors = []
        for step in range(horizon):
            lag = -(-(step + 1) // period) * period
            errors.append(np.abs(values[lag:] - values[:-lag]).mean())
        return float(np.mean(errors))

    assert find_period(values, candidates, horizon) == min(candidates, key=brute_force)


def test_a_period_that_does_not_fit_twice_is_no_candidate(values: NDArray[np.float64]) -> None:
    assert find_period(values, (31, 365), horizon=4) == 1


@pytest.fixture
def windows(hourly_series: TimeSeries) -> Windows:
    settings = {"seq_len": 24, "pred_len": 6}
    plan = plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=settings)
    return Windows(hourly_series, plan)


def test_the_linear_forecast_is_the_ridge_solution(
    windows: Windows, hourly_series: TimeSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the normal equations on a design matrix that is built row by row."""
    monkeypatch.setattr("informer.forecasting.ridge._PENALTIES", (3.0,))
    monkeypatch.setattr("informer.forecasting.linear._BLOCK", 37)
    event, load = windows.scaler.transform(hourly_series.values).T
    marks = calendar_marks(hourly_series.time, "h", "cyclic").astype(np.float64)

    def row(n: int) -> NDArray[np.float64]:
        start = n + 24
        phase = np.eye(168)[start % 168]
        return np.concatenate([load[n:start], phase, marks[start], event[start : start + 6]])

    x = np.array([row(n) for n in windows.split.train])
    y = np.array([load[n + 24 : n + 30] for n in windows.split.train])
    centred = x - x.mean(0)
    solution = np.linalg.solve(
        centred.T @ centred + 3.0 * np.eye(x.shape[1]), centred.T @ (y - y.mean(0))
    )
    test = np.array([windows.split.test.start, windows.split.test[-1]])
    expected = np.array([(row(n) - x.mean(0)) @ solution + y.mean(0) for n in test])
    forecast = LinearForecast.fit(windows)(test)
    np.testing.assert_allclose(forecast[:, :, 0], expected, atol=1e-8)


def test_the_penalty_is_chosen_on_the_validation_windows(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = np.array(windows.split.validation)
    facts = Facts.of(windows)

    def error(penalties: tuple[float, ...]) -> float:
        monkeypatch.setattr("informer.forecasting.ridge._PENALTIES", penalties)
        forecast = LinearForecast.fit(windows)(numbers)[:, :, 0]
        return float(((forecast - facts.ahead(numbers, 0)) ** 2).mean())

    candidates = (0.01, 1.0, 100.0, 1e4)
    assert error(candidates) == pytest.approx(min(error((one,)) for one in candidates))


def test_the_linear_forecast_is_fitted_without_the_test_part(
    windows: Windows, hourly_series: TimeSeries
) -> None:
    start = windows.split.test.start
    changed = hourly_series.values.copy()
    changed[start + 24 :] += 1000
    other = Windows(TimeSeries(**{**vars(hourly_series), "values": changed}), windows.config)
    first, second = (LinearForecast.fit(w)(np.array([start])) for w in (windows, other))
    # the known future of the window itself was changed too: compare what was fitted
    np.testing.assert_array_equal(
        LinearForecast.fit(windows).coefficients[0], LinearForecast.fit(other).coefficients[0]
    )
    assert first.shape == second.shape == (1, 6, 1)
