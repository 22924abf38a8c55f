"""Alarms where a simple forecast shows that more could be foreseen, and nowhere else."""

import numpy as np
import pytest

from informer.forecasting.flatness import flatness
from tests.unit.forecasting.rolled_made_up import PERIOD, daily, random_walk, rolled

CLEAN = daily(noise=0.0)


def test_a_good_forecast_raises_no_alarm() -> None:
    found = flatness(rolled(daily(), lambda rows: CLEAN[rows]), 0, PERIOD)
    assert found.problems == ()
    assert found.witness is None
    assert 0.9 < found.model.movement < 1.05
    assert (found.model.lag, found.model.late) == (0, False)
    assert not found.unforeseen


def test_a_level_line_through_a_daily_wave_is_flat_and_no_better_than_a_constant() -> None:
    found = flatness(rolled(daily(), lambda rows: np.full(rows.shape, 50.0)), 0, PERIOD)
    assert set(found.problems) == {"flat", "constant"}
    assert found.witness == "seasonal_naive"
    assert found.model.movement == 0
    assert found.model.foreseen == pytest.approx(0, abs=1e-12)


def test_the_wave_some_steps_late_lags_by_so_many() -> None:
    values = daily()
    found = flatness(rolled(values, lambda rows: CLEAN[rows - 3]), 0, PERIOD)
    assert found.problems == ("lagging",)
    assert found.model.lag == 3
    assert found.simple["seasonal_naive"].lag == 0


def test_repeating_the_last_value_of_a_wave_lags() -> None:
    values = daily()
    found = flatness(rolled(values, lambda rows: 0 * rows + values[rows[:, :1] - 1]), 0, PERIOD)
    assert "lagging" in found.problems
    assert found.model.from_naive == 0


@pytest.mark.parametrize("shrink", [1.0, 0.98])
def test_on_a_random_walk_staying_near_the_last_value_is_right(shrink: float) -> None:
    values = random_walk()
    part = rolled(values, lambda rows: 0 * rows + shrink * values[rows[:, :1] - 1])
    found = flatness(part, 0, PERIOD)
    assert found.problems == ()
    assert found.model.late
    assert found.unforeseen


def test_on_noise_a_constant_is_right() -> None:
    values = np.random.default_rng(3).normal(size=700)
    found = flatness(rolled(values, lambda rows: np.zeros(rows.shape)), 0, PERIOD)
    assert found.problems == ()
    assert found.unforeseen


def test_data_that_do_not_move_need_no_movement() -> None:
    found = flatness(rolled(np.full(700, 7.0), lambda rows: np.full(rows.shape, 7.5)), 0, PERIOD)
    assert found.still
    assert found.problems == ()


def test_one_step_ahead_has_a_lag_but_no_movement() -> None:
    values = daily()
    found = flatness(rolled(values, lambda rows: values[rows - 1], horizon=1), 0, PERIOD)
    assert np.isnan(found.model.movement)
    assert found.model.lag == 1
    assert "lagging" in found.problems


def test_windows_that_were_left_out_change_nothing_that_matters() -> None:
    whole = rolled(daily(), lambda rows: CLEAN[rows - 3])
    some = type(whole)(
        whole.windows[::5],
        whole.start[::5],
        whole.actual[::5],
        {name: values[::5] for name, values in whole.forecasts.items()},
    )
    found = flatness(some, 0, PERIOD)
    assert (found.model.lag, found.problems) == (3, ("lagging",))
