"""Forecasts: dated, in units, deterministic, and blind to what comes after the context."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.evaluate import evaluate
from informer.forecasting.forecast import forecast_of
from informer.forecasting.metrics import skill
from informer.forecasting.predict import blocks, predict
from informer.forecasting.store import read_forecast, write_forecast
from informer.model.informer import Informer
from informer.plan import plan_run

SEQ_LEN, PRED_LEN = 24, 6


@pytest.fixture
def config(hourly_series: TimeSeries) -> RunConfig:
    sizes = {"d_model": 8, "n_heads": 2, "d_ff": 16, "seq_len": SEQ_LEN, "pred_len": PRED_LEN}
    sizes |= {
        "sampling_factor": 1,
        "linear_draft": False,
    }  # few keys and queries: the sample matters
    return plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=sizes)


@pytest.fixture
def windows(hourly_series: TimeSeries, config: RunConfig) -> Windows:
    return Windows(hourly_series, config)


@pytest.fixture
def model(config: RunConfig) -> Informer:
    return Informer(config.model)


def test_past_the_end_it_is_dated_and_says_what_it_assumed(
    model: Informer, windows: Windows, hourly_series: TimeSeries
) -> None:
    forecast = forecast_of(model, windows, windows.resolve(-1), sampling_seed=0)
    assert forecast.time[0] == hourly_series.time[-1] + pd.Timedelta(hours=1)
    assert len(forecast.time) == len(forecast.values) == PRED_LEN
    assert forecast.context_time.equals(pd.DatetimeIndex(hourly_series.time[-SEQ_LEN:]))
    assert forecast.actual is None
    assert "event" in forecast.notes[0]
    assert list(forecast.frame().columns) == ["time", "load"]


def test_values_are_in_the_units_of_the_data(
    model: Informer, windows: Windows, hourly_series: TimeSeries
) -> None:
    forecast = forecast_of(model, windows, 100, sampling_seed=0)
    scaled = predict(model, windows, torch.tensor([100]), 0)[0, :, 0].numpy()
    train = hourly_series.column("load")[: windows.split.train_rows]
    np.testing.assert_allclose(
        forecast.values[:, 0], scaled * train.std() + train.mean(), rtol=1e-6
    )
    assert forecast.actual is not None
    np.testing.assert_array_equal(
        forecast.actual[:, 0], hourly_series.column("load")[100 + SEQ_LEN :][:PRED_LEN]
    )
    assert forecast.notes == ()


def test_nothing_after_the_context_changes_it(
    model: Informer, windows: Windows, config: RunConfig, hourly_series: TimeSeries
) -> None:
    """No leakage: the targets of the horizon may be anything."""
    window = windows.split.test.start
    changed = hourly_series.values.copy()
    changed[window + SEQ_LEN :, hourly_series.columns.index("load")] = -1e6
    other = Windows(TimeSeries(**{**vars(hourly_series), "values": changed}), config)
    first = forecast_of(model, windows, window, 0).values
    np.testing.assert_array_equal(first, forecast_of(model, other, window, 0).values)


def test_the_known_future_does_change_it(
    model: Informer, windows: Windows, config: RunConfig, hourly_series: TimeSeries
) -> None:
    window = windows.split.test.start
    changed = hourly_series.values.copy()
    changed[window + SEQ_LEN :, hourly_series.columns.index("event")] = 1.0
    other = Windows(TimeSeries(**{**vars(hourly_series), "values": changed}), config)
    first = forecast_of(model, windows, window, 0).values
    assert not np.array_equal(first, forecast_of(model, other, window, 0).values)


def test_a_seed_gives_one_forecast_and_another_seed_another(
    model: Informer, windows: Windows
) -> None:
    first, again, other = (forecast_of(model, windows, 50, seed).values for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_window_forecasts_the_same_in_any_block(model: Informer, windows: Windows) -> None:
    together = predict(model, windows, torch.arange(40, 50), 0)
    alone = torch.cat([predict(model, windows, block, 0) for block in blocks(range(40, 50), 3)])
    torch.testing.assert_close(together, alone)


def test_predicting_leaves_a_model_in_the_mode_it_was_in(model: Informer, windows: Windows) -> None:
    for training in (True, False):
        model.train(training)
        predict(model, windows, torch.tensor([0]), 0)
        assert model.training is training


def test_the_test_part_is_scored_whole_and_beside_the_best_baseline(
    model: Informer, windows: Windows, config: RunConfig
) -> None:
    result = evaluate(model, windows, config)
    numbers = torch.arange(windows.split.test.start, windows.split.test.stop)
    error = predict(model, windows, numbers, 0) - windows.batch(numbers).target
    assert result.n_windows == len(windows.split.test) == 96 - PRED_LEN + 1
    assert result.metrics.mse_scaled == pytest.approx(error.square().mean().item(), rel=1e-5)
    assert result.metrics.mae_scaled == pytest.approx(error.abs().mean().item(), rel=1e-5)
    assert result.metrics.mae == pytest.approx(
        result.metrics.mae_scaled * windows.scaler.std[-1], rel=1e-5
    )
    assert set(result.baselines) == {"naive", "seasonal_naive", "linear"}
    best = min(scores.mae_scaled for scores in result.baselines.values())
    assert result.baselines[result.best_baseline].mae_scaled == best
    assert result.skill == skill(result.metrics.mae_scaled, best)


def test_standardised_metrics_stay_without_units(
    model: Informer, windows: Windows, config: RunConfig
) -> None:
    plain = config.model_copy(update={"standardise_metrics": True})
    scores = evaluate(model, windows, plain).metrics
    assert scores.mae == scores.mae_scaled
    assert scores.rmse == pytest.approx(scores.mse_scaled**0.5)


@pytest.mark.parametrize("window", [100, -1])
def test_it_is_the_same_when_read_back(
    model: Informer, windows: Windows, tmp_path: Path, window: int
) -> None:
    path = tmp_path / "forecast.json"
    assert read_forecast(path) is None
    forecast = forecast_of(model, windows, windows.resolve(window), 0)
    write_forecast(path, forecast)
    back = read_forecast(path)
    assert back is not None
    assert back.time.equals(forecast.time)
    np.testing.assert_array_equal(back.values, forecast.values)
    np.testing.assert_array_equal(back.context, forecast.context)
    assert (back.actual is None) == (forecast.actual is None)
    assert back.notes == forecast.notes
