"""One field of the calendar changes, all the others stay."""

import pandas as pd
import pytest

from informer.data.calendar_change import as_hour, as_month, as_weekday

FIELDS = ("minute", "hour", "day", "day_of_week", "month", "day_of_year", "is_leap_year")
TIMES = pd.date_range("2019-12-20 00:15", "2021-03-05", freq="7h")


def changed(before: pd.DatetimeIndex, after: pd.DatetimeIndex) -> set[str]:
    return {f for f in FIELDS if (getattr(before, f) != getattr(after, f)).any()}


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_changes_nothing_else(weekday: int) -> None:
    told = as_weekday(TIMES, weekday)
    assert set(told.day_of_week) == {weekday}
    assert changed(TIMES, told) == {"day_of_week"}


@pytest.mark.parametrize("month", [1, 2, 6, 12])
def test_a_month_keeps_day_weekday_and_hour(month: int) -> None:
    short = TIMES[TIMES.day <= 28]
    told = as_month(short, month)
    assert set(told.month) == {month}
    assert changed(short, told) == {"month", "day_of_year"}


def test_a_day_that_a_month_has_not_is_its_last() -> None:
    told = as_month(pd.DatetimeIndex(["2020-01-31", "2021-01-31", "2021-01-30"]), 2)
    assert list(told.day) == [29, 28, 28]
    ends = pd.date_range("2021-01-31", periods=12, freq="ME")
    assert list(as_month(ends, 3).day) == [31] * 12


def test_an_hour_changes_nothing_else() -> None:
    told = as_hour(TIMES, 3)
    assert set(told.hour) == {3}
    assert changed(TIMES, told) == {"hour"}
