"""The training loop on tiny models."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import torch

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.evaluate import evaluate
from informer.forecasting.predict import mean_squared_error
from informer.plan import plan_run
from informer.training.fit import TrainingError, fit, new_model
from informer.training.reports import Report

CPU = torch.device("cpu")


def _sine(n: int = 400) -> TimeSeries:
    time = pd.date_range("2024-01-01", periods=n, freq="h")
    values = np.sin(2 * np.pi * np.arange(n) / 24)[:, None]
    return TimeSeries(
        name="sine",
        time=time,
        values=values,
        columns=("y",),
        freq="h",
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
    )


def _with(config: RunConfig, **training: object) -> RunConfig:
    return config.model_copy(update={"training": config.training.model_copy(update=training)})


def _weights(windows: Windows, config: RunConfig) -> torch.Tensor:
    model = new_model(config, CPU)
    list(fit(model, windows, config))
    return torch.cat([value.double().flatten() for value in model.state_dict().values()])


def test_it_learns_a_sine_better_than_naive() -> None:
    series = _sine()
    settings = {"seq_len": 24, "pred_len": 8, "d_model": 16, "n_heads": 2, "d_ff": 32}
    training = {"max_steps": 120, "eval_every": 40, "learning_rate": 5e-3, "device": "cpu"}
    config = plan_run(series, targets=["y"], overrides=settings | training)
    windows = Windows(series, config)
    model = new_model(config, CPU)
    before = mean_squared_error(model, windows, windows.split.validation, 0)
    list(fit(model, windows, config))
    after = mean_squared_error(model, windows, windows.split.validation, 0)
    assert after < before / 20
    result = evaluate(model, windows, config)
    assert result.metrics.mae_scaled < result.baselines["naive"].mae_scaled / 4


def test_one_batch_is_overfitted(hourly_series: TimeSeries, config: RunConfig) -> None:
    """A model that can't learn eight windows by heart has a fault in its gradients."""
    model_config = config.model.model_copy(update={"dropout": 0.0, "d_model": 32, "d_ff": 64})
    config = _with(
        config.model_copy(update={"model": model_config}),
        batch_size=8,
        max_steps=150,
        eval_every=150,
        learning_rate=1e-2,
    )
    windows = Windows(hourly_series, config)
    object.__setattr__(windows.split, "train", range(8))
    model = new_model(config, CPU)
    list(fit(model, windows, _with(config, epochs=300)))
    assert mean_squared_error(model, windows, range(8), 0) < 0.1


def test_the_same_seeds_give_the_same_weights_whatever_else_is_drawn(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    windows = Windows(hourly_series, config)
    first = _weights(windows, config)
    torch.manual_seed(12345)
    model = new_model(config, CPU)
    for _ in fit(model, windows, config):
        torch.rand(3)  # another user of the global generator, between two steps
    second = torch.cat([value.double().flatten() for value in model.state_dict().values()])
    assert torch.equal(first, second)


def test_training_leaves_the_global_generator_alone(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    before = torch.get_rng_state()
    _weights(Windows(hourly_series, config), config)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("seed", ["data", "weights", "sampling"])
def test_each_seed_changes_the_weights(
    hourly_series: TimeSeries, config: RunConfig, seed: str
) -> None:
    windows = Windows(hourly_series, config)
    other = config.model_copy(update={"seeds": config.seeds.model_copy(update={seed: 1})})
    assert not torch.equal(_weights(windows, config), _weights(windows, other))


def test_the_best_weights_are_restored_also_when_the_reader_leaves(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    windows = Windows(hourly_series, config)
    config = _with(config, eval_every=2)
    model = new_model(config, CPU)
    losses = []
    reports = fit(model, windows, config)
    for report in reports:
        if report.validation_loss is not None:
            losses.append(report.validation_loss)
            with torch.no_grad():
                model.projection.bias.fill_(9.0)  # all that comes later is worse
        if len(losses) == 2:
            reports.close()
    restored = mean_squared_error(model, windows, windows.split.validation, 0)
    assert restored == losses[0] < losses[1]


def test_patience_ends_training(hourly_series: TimeSeries, config: RunConfig) -> None:
    windows = Windows(hourly_series, config)
    config = _with(
        config, learning_rate=0.5, schedule="constant", eval_every=1, patience=2, max_steps=50
    )
    reports = list(fit(new_model(config, CPU), windows, config))
    validations = [report for report in reports if report.kind == "validation"]
    assert [report.best for report in validations[-3:]] == [True, False, False]
    assert validations[-1].step < 50


def test_reports_tell_how_far_training_is(hourly_series: TimeSeries, config: RunConfig) -> None:
    windows = Windows(hourly_series, config)
    reports = list(fit(new_model(config, CPU), windows, config))
    validations = [report for report in reports if report.kind == "validation"]
    assert [report.step for report in validations] == [6, 12]
    assert all(earlier.step < later.step for earlier, later in pairwise(reports))
    last: Report = reports[-1]
    assert (last.progress, last.seconds_left, last.n_steps) == (1.0, 0.0, 12)
    assert all(report.gradient_norm > 0 for report in reports)


def test_a_loss_that_is_no_number_stops_with_a_sentence(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    windows = Windows(hourly_series, config)
    config = _with(config, max_steps=40, eval_every=2, weight_averaging=0.0)
    model = new_model(config, CPU)
    losses = []

    def ruin_after_validation() -> None:
        for report in fit(model, windows, config):
            if report.kind == "validation":
                losses.append(report.validation_loss)
                with torch.no_grad():
                    model.projection.weight.fill_(math.nan)

    with pytest.raises(TrainingError, match="learning rate"):
        ruin_after_validation()
    restored = mean_squared_error(model, windows, windows.split.validation, 0)
    assert [restored] == losses


def test_every_window_is_seen_once_an_epoch(hourly_series: TimeSeries, config: RunConfig) -> None:
    seen: list[int] = []

    class Watched(Windows):
        def batch(self, windows: torch.Tensor):  # type: ignore[no-untyped-def]
            seen.extend(windows.tolist())
            return super().batch(windows)

    watched = Watched(hourly_series, config)
    config = _with(config, epochs=2, max_steps=None, eval_every=10**6)
    reports = fit(new_model(config, CPU), watched, config)
    n = len(watched.split.train)
    for _ in reports:
        if len(seen) >= 2 * n:
            break
    first, second = seen[:n], seen[n : 2 * n]
    assert sorted(first) == sorted(second) == list(watched.split.train)
    assert first != second
