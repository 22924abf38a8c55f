"""Errors by step and calendar, against sums made one by one."""

from dataclasses import replace

import numpy as np
import pandas as pd

from informer.data.series import TimeSeries
from informer.forecasting.profile import groupings, profile
from informer.forecasting.rolled import Rolled
from tests.unit.forecasting.rolled_made_up import HORIZON, daily, rolled


def part_and_series() -> tuple[Rolled, TimeSeries]:
    values = daily()
    time = pd.date_range("2024-01-01", periods=len(values), freq="h")
    series = TimeSeries(
        "made up", time, values[:, None], ("load",), "h",
        np.zeros((len(values), 1), dtype=bool), "0" * 64, len(values),
    )  # fmt: skip
    return rolled(values, lambda rows: values[rows] + rows % 24), series


def test_by_the_hour_that_is_forecast() -> None:
    part, series = part_and_series()
    found = profile(part, 0, "hour", series, 0)
    # the model is off by its hour of the day, at every step and from every start
    np.testing.assert_allclose(found.mae["informer"], np.arange(24), atol=1e-9)
    assert found.labels[8] == "08:00"
    assert found.counts.sum() == part.actual.size


def test_by_step_weekday_and_hour_of_the_week() -> None:
    part, series = part_and_series()
    error = np.abs(part.forecasts["naive"] - part.actual)[:, :, 0]
    step = profile(part, 0, "step", series, 0)
    np.testing.assert_allclose(step.mae["naive"], error.mean(axis=0))
    assert step.labels == tuple(str(n) for n in range(1, HORIZON + 1))
    when = series.time.to_numpy()[part.windows[:, None] + np.arange(HORIZON)]
    days = pd.DatetimeIndex(when.ravel()).day_of_week.to_numpy().reshape(error.shape)
    weekday = profile(part, 0, "weekday", series, 0)
    np.testing.assert_allclose(weekday.mae["naive"][2], error[days == 2].mean())
    week = profile(part, 0, "week", series, 0)
    assert week.mae["naive"].shape == (7, 24)
    hours = pd.DatetimeIndex(when.ravel()).hour.to_numpy().reshape(error.shape)
    chosen = (days == 5) & (hours == 7)
    np.testing.assert_allclose(week.mae["naive"][5, 7], error[chosen].mean())


def test_only_groups_that_tell_something_are_offered() -> None:
    part, _ = part_and_series()
    assert groupings(part, "h") == ("step", "hour", "weekday", "week")
    days = pd.date_range("2020-01-01", periods=len(part.windows), freq="D")
    assert groupings(replace(part, start=days), "D") == ("step", "weekday")
    months = pd.date_range("1980-01-01", periods=len(part.windows), freq="MS")
    assert groupings(replace(part, start=months), "MS") == ("step", "month")
