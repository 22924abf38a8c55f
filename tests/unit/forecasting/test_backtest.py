"""Backtests: every moment of the test part, and nothing that was not known then."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from informer.config import RunConfig
from informer.data.series import DataError, TimeSeries
from informer.data.split import Split
from informer.data.windows import Windows
from informer.forecasting import origins as origins_module
from informer.forecasting.backtest import backtest
from informer.forecasting.backtest_store import load_backtest, save_backtest
from informer.forecasting.bad_windows import worst_windows
from informer.forecasting.evaluate import score
from informer.forecasting.metrics import skill
from informer.forecasting.origins import origins
from informer.forecasting.rolled import INFORMER, LINEAR, NAIVE, SEASONAL_NAIVE, Backtest
from informer.forecasting.season import with_period
from informer.model.informer import Informer
from informer.plan import plan_run
from informer.training.jobs import StoppedError
from informer.training.records import RunError

LENGTHS = {
    "seq_len": 24, "label_len": 12, "pred_len": 6, "d_model": 16, "n_heads": 2, "d_ff": 16,
}  # fmt: skip


@pytest.fixture(scope="module")
def config(hourly_series: TimeSeries) -> RunConfig:
    return plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=LENGTHS)


@pytest.fixture(scope="module")
def model(config: RunConfig) -> Informer:
    return Informer(config.model).eval()


@pytest.fixture(scope="module")
def windows(hourly_series: TimeSeries, config: RunConfig) -> Windows:
    return Windows(hourly_series, config)


@pytest.fixture(scope="module")
def found(model: Informer, windows: Windows, config: RunConfig) -> Backtest:
    return backtest(model, windows, config)


def test_every_window_of_both_parts_is_forecast_none_dropped(
    found: Backtest, config: RunConfig, windows: Windows
) -> None:
    split = Split.of(480, config)
    assert found.validation.windows.tolist() == list(split.validation)
    assert found.test.windows.tolist() == list(split.test)
    assert (found.stride, found.horizon) == (1, 6)
    assert found.test.start[0] == windows.series.time[split.test[0] + 24]
    assert set(found.test.forecasts) == {INFORMER, NAIVE, SEASONAL_NAIVE, LINEAR}


def test_the_scores_of_a_run_are_those_of_its_backtest(
    found: Backtest, model: Informer, windows: Windows, config: RunConfig
) -> None:
    result, kept = score(model, windows, config)
    errors = kept.errors()
    assert result.metrics.mae == pytest.approx(float(found.errors()[INFORMER].mae()), rel=1e-12)
    for name, one in result.baselines.items():
        assert one.mae == pytest.approx(float(errors[name].mae()), rel=1e-12)
        assert one.wape == pytest.approx(float(errors[name].wape()), rel=1e-12)
    best = result.baselines[result.best_baseline]
    assert result.skill == pytest.approx(skill(result.metrics.mae_scaled, best.mae_scaled))


def changed_from(series: TimeSeries, row: int) -> TimeSeries:
    """A series that turns wild at a row: another level, scale and rhythm."""
    values = series.values.copy()
    values[row:, 1] = 1e4 * np.random.default_rng(9).normal(size=len(series) - row) - 3e4
    return replace(series, values=values)


def test_a_backtest_never_sees_the_future(
    found: Backtest, model: Informer, windows: Windows, config: RunConfig
) -> None:
    """What is forecast before a series changes is the same as if it had not changed.

    For the model and every baseline: what is fitted to the train part, chosen on the validation
    part, and read by each forecast lies before the change.
    """
    middle = int(found.test.windows[40]) + 24  # the row at which that window's forecast starts
    wild = changed_from(windows.series, middle)
    after = backtest(model, Windows(wild, config), config)
    assert after.period == found.period
    np.testing.assert_array_equal(after.mase_scale, found.mase_scale)
    for name, forecast in found.test.forecasts.items():
        np.testing.assert_array_equal(after.test.forecasts[name][:41], forecast[:41], err_msg=name)
    np.testing.assert_array_equal(
        after.validation.forecasts[INFORMER], found.validation.forecasts[INFORMER]
    )
    for name in (INFORMER, NAIVE, LINEAR):  # a change that nobody could have missed
        assert (after.test.forecasts[name][41:] != found.test.forecasts[name][41:]).any(), name


@pytest.mark.parametrize("steps", [14, 30])
def test_rolled_forecasts_see_no_future_either(
    model: Informer, windows: Windows, config: RunConfig, steps: int
) -> None:
    before = backtest(model, windows, config, steps=steps)
    middle = int(before.test.windows[20]) + 24
    wild = backtest(
        model, Windows(changed_from(windows.series, middle), config), config, steps=steps
    )
    for name, forecast in before.test.forecasts.items():
        np.testing.assert_array_equal(wild.test.forecasts[name][:21], forecast[:21], err_msg=name)


def test_rolled_origins_stay_within_their_part(config: RunConfig) -> None:
    plan = origins(480, config, 30)
    for part, first, last in ((plan.validation, 336, 384), (plan.test, 384, 480)):
        assert part[0] + 24 == first
        assert part[-1] + 24 + 30 == last


def test_many_origins_are_thinned_evenly(
    config: RunConfig, model: Informer, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origins_module, "MOST_VALUES", 200)
    thin = backtest(model, windows, config)
    whole = len(Split.of(480, config).test)
    assert thin.stride > 1
    assert set(np.diff(thin.test.windows)) == {thin.stride}
    assert len(thin.test.windows) == -(-whole // thin.stride)
    result, _ = score(model, windows, config)
    assert result.n_windows == whole  # the scores are of all windows all the same


def test_another_season_changes_its_forecast_and_its_scale_alone(
    found: Backtest, windows: Windows, config: RunConfig
) -> None:
    other = with_period(found, windows.series, config, 5)
    start = int(found.test.windows[3]) + 24
    load = windows.series.column("load")
    by_hand = load[start - 5 + np.arange(6) % 5]
    np.testing.assert_array_equal(other.test.forecasts[SEASONAL_NAIVE][3, :, 0], by_hand)
    assert other.mase_scale[0] == pytest.approx(np.abs(load[5:336] - load[:331]).mean())
    np.testing.assert_array_equal(other.test.forecasts[INFORMER], found.test.forecasts[INFORMER])
    with pytest.raises(DataError, match="season of 336 steps"):
        with_period(found, windows.series, config, 336)


def test_a_horizon_longer_than_a_part_is_refused(
    model: Informer, windows: Windows, config: RunConfig
) -> None:
    with pytest.raises(DataError, match="validation part has 48: choose a horizon of 48"):
        backtest(model, windows, config, steps=60)


def test_a_stop_ends_it_and_progress_is_told(
    model: Informer, windows: Windows, config: RunConfig
) -> None:
    said: list[tuple[float, str]] = []
    backtest(model, windows, config, on_progress=lambda share, what: said.append((share, what)))
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert any("test part" in what for _, what in said)
    with pytest.raises(StoppedError):
        backtest(model, windows, config, stop=lambda: True)


def test_a_file_keeps_it_whole(
    found: Backtest, windows: Windows, config: RunConfig, tmp_path: Path
) -> None:
    file = tmp_path / "backtest.npz"
    save_backtest(file, found, windows.scaler)
    back = load_backtest(file, windows.series, config, windows.scaler)
    assert (back.horizon, back.stride, back.period) == (6, 1, found.period)
    for mine, theirs in ((back.validation, found.validation), (back.test, found.test)):
        np.testing.assert_array_equal(mine.windows, theirs.windows)
        np.testing.assert_array_equal(mine.actual, theirs.actual)
        for name, forecast in theirs.forecasts.items():
            np.testing.assert_allclose(mine.forecasts[name], forecast, rtol=1e-6)
    assert back.mase_scale == pytest.approx(found.mase_scale)


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_a_damaged_or_missing_file_is_said(
    found: Backtest, windows: Windows, config: RunConfig, tmp_path: Path, damage: bytes | None
) -> None:
    file = tmp_path / "backtest.npz"
    if damage is not None:
        file.write_bytes(damage)
    with pytest.raises(RunError, match="damaged|no backtest yet"):
        load_backtest(file, windows.series, config, windows.scaler)


def test_a_file_of_another_run_is_said(
    found: Backtest, windows: Windows, config: RunConfig, tmp_path: Path
) -> None:
    file = tmp_path / "backtest.npz"
    save_backtest(file, found, windows.scaler)
    short = replace(
        windows.series, time=windows.series.time[:300], values=windows.series.values[:300]
    )
    with pytest.raises(RunError, match="damaged"):
        load_backtest(file, short, config, windows.scaler)


def test_the_worst_windows_do_not_overlap_and_come_worst_first(found: Backtest) -> None:
    worst = worst_windows(found.test, 5)
    each = np.abs(found.test.residuals).mean(axis=(1, 2))
    assert worst[0].window == found.test.windows[each.argmax()]
    numbers = [one.window for one in worst]
    assert min(abs(a - b) for a in numbers for b in numbers if a != b) >= found.horizon
    sizes = [float(one.mae[0]) for one in worst]
    assert sizes == sorted(sizes, reverse=True)
    every = worst_windows(found.test, len(found.test.windows))
    assert len(every) < len(found.test.windows) // found.horizon
    assert min(one.times_typical for one in every) > 1  # what is better than usual is not bad
