"""Forecasts longer than the model's horizon, and what they may read."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from informer.config import RunConfig
from informer.data.series import DataError, TimeSeries
from informer.data.windows import Windows
from informer.forecasting.predict import predict
from informer.forecasting.rolling import roll, roll_windows
from informer.forecasting.situation import Situation, n_windows, situation
from informer.model.informer import Informer
from informer.plan import plan_run

LENGTHS = {"seq_len": 24, "label_len": 12, "pred_len": 6, "d_model": 16, "n_heads": 2, "d_ff": 16}


@pytest.fixture
def with_covariate(hourly_series: TimeSeries) -> TimeSeries:
    rng = np.random.default_rng(3)
    values = np.concatenate([hourly_series.values, rng.normal(size=(480, 1))], axis=1)
    return replace(
        hourly_series,
        values=values,
        columns=("event", "load", "wind"),
        filled=np.zeros_like(values, dtype=bool),
    )


@pytest.fixture
def config(with_covariate: TimeSeries) -> RunConfig:
    return plan_run(
        with_covariate,
        targets=["load"],
        known_future=["event"],
        covariates=["wind"],
        overrides=LENGTHS | {"linear_draft": False},
    )


@pytest.fixture
def model(config: RunConfig) -> Informer:
    return Informer(config.model).eval()


@pytest.fixture
def windows(with_covariate: TimeSeries, config: RunConfig) -> Windows:
    return Windows(with_covariate, config)


def test_one_pass_is_the_models_own_forecast(model: Informer, windows: Windows) -> None:
    numbers = torch.tensor([3, 100, windows.n_windows - 1])
    own = predict(model, windows, numbers, 0)
    assert torch.equal(roll_windows(model, windows, numbers, 6, 0), own)
    now = [situation(windows.series, windows.config, int(n)) for n in numbers]
    in_units = windows.scaler.last(1).inverse(own.double().numpy())
    np.testing.assert_array_equal(roll(model, windows.scaler, now, 0), in_units)


def test_later_passes_read_the_forecast_and_repeat_the_covariate(
    model: Informer, windows: Windows
) -> None:
    """By hand: the second pass as a forecast of a series that goes on with the first."""
    series, config, number = windows.series, windows.config, 200
    start = number + 24
    first = roll(model, windows.scaler, [situation(series, config, number)], 0)[0]
    values = series.values.copy()
    values[start : start + 6, 1] = first[:, 0]
    values[start : start + 6, 2] = values[start - 168 : start - 162, 2]
    went_on = replace(series, values=values)
    second = roll(model, windows.scaler, [situation(went_on, config, number + 6)], 0)[0]
    both = roll(model, windows.scaler, [situation(series, config, number, steps=12)], 0)[0]
    np.testing.assert_allclose(both, np.concatenate([first, second]), rtol=1e-5)


def test_windows_and_situations_roll_alike(model: Informer, windows: Windows) -> None:
    numbers = torch.tensor([150, 200, 300])
    now = [situation(windows.series, windows.config, int(n), steps=15) for n in numbers]
    scaled = roll_windows(model, windows, numbers, 15, 0)
    in_units = windows.scaler.last(1).inverse(scaled.double().numpy())
    np.testing.assert_allclose(roll(model, windows.scaler, now, 0), in_units, rtol=1e-6)


def test_a_shorter_forecast_is_the_beginning_of_a_longer_one(
    model: Informer, windows: Windows
) -> None:
    def of(steps: int) -> np.ndarray:
        return roll(
            model, windows.scaler, [situation(windows.series, windows.config, 90, steps=steps)], 0
        )[0]

    np.testing.assert_allclose(of(3), of(14)[:3], rtol=1e-6)
    np.testing.assert_allclose(of(8), of(14)[:8], rtol=1e-6)


def test_nothing_after_the_context_is_read_but_known_future(
    model: Informer, windows: Windows
) -> None:
    values = windows.series.values.copy()
    values[224:, 1:] = 1e6
    changed = Windows(replace(windows.series, values=values), windows.config, windows.scaler)
    numbers = torch.tensor([200])
    assert torch.equal(
        roll_windows(model, windows, numbers, 18, 0), roll_windows(model, changed, numbers, 18, 0)
    )
    values[224:, 0] = 1 - values[224:, 0]
    told = Windows(replace(windows.series, values=values), windows.config, windows.scaler)
    assert not torch.equal(
        roll_windows(model, told, numbers, 18, 0), roll_windows(model, windows, numbers, 18, 0)
    )


def _last(windows: Windows, **options: object) -> Situation:
    return situation(windows.series, windows.config, windows.n_windows - 1, **options)  # type: ignore[arg-type]


def test_the_future_is_assumed_and_said_or_given(windows: Windows) -> None:
    assumed = _last(windows, steps=10)
    assert "event is assumed to repeat the values of 168 steps before" in assumed.notes[0]
    assert "2 passes" in assumed.notes[1]
    assert "wind" in assumed.notes[1]
    np.testing.assert_array_equal(assumed.ahead[:, 0], windows.series.values[-168:, 0][:12])
    given = _last(windows, steps=10, known=np.full((10, 1), 7.0))
    assert "assumed" not in given.notes[0].split("it then")[0]
    np.testing.assert_array_equal(given.ahead[:10, 0], 7)


def test_refusals(windows: Windows) -> None:
    with pytest.raises(DataError, match="10 rows of 1 are needed"):
        _last(windows, steps=10, known=np.zeros((9, 1)))
    with pytest.raises(DataError, match="at least one step"):
        _last(windows, steps=0)
    with pytest.raises(DataError, match="no window 999"):
        situation(windows.series, windows.config, 999)
    short = replace(
        windows.series, time=windows.series.time[:20], values=windows.series.values[:20]
    )
    with pytest.raises(DataError, match="has 20 rows, but this model reads 24"):
        n_windows(short, windows.config)
