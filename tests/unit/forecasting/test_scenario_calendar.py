"""Edits of the calendar: which times the model is told, at every frequency."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from informer.forecasting import edits as e
from informer.forecasting.scenario import Scenario, ScenarioError, apply
from informer.forecasting.situation import Situation, situation
from tests.unit.forecasting.test_scenario import WINDOW, L, config, numbered


def told(*edits: e.Edit, freq: str = "h", start: str = "2024-01-01") -> tuple[Situation, Situation]:
    """Before and after."""
    series = numbered(freq, rows=300, start=start)
    now = situation(series, config(freq), WINDOW)
    what_if = Scenario(name="other", start=now.time[0], edits=edits)
    return now, apply(what_if, now, series)


def test_a_weekday_of_the_horizon_or_of_the_whole_window() -> None:
    now, after = told(e.Weekday(value=6))
    assert list(after.calendar[:L]) == list(now.context_time)
    assert set(after.calendar[L:].day_of_week) == {6}
    assert list(after.calendar.hour) == list(now.calendar.hour)
    assert set(told(e.Weekday(value=6, where="window"))[1].calendar.day_of_week) == {6}
    np.testing.assert_array_equal(after.context, now.context)


def test_a_month_and_a_clock_together() -> None:
    now, after = told(e.Month(value=7), e.Clock(hours=-2.5))
    assert set(after.calendar[L:].month) == {7}
    put_back = now.ahead_time - pd.Timedelta(hours=2.5)
    assert list(after.calendar[L:].hour) == list(put_back.hour)


def test_telling_the_truth_is_telling_nothing() -> None:
    now, after = told(e.Clock(hours=0, where="window"))
    assert list(after.calendar) == list(now.calendar)
    date = now.time[0].date()
    assert list(told(e.Calendar(date=date))[1].calendar) == list(now.calendar)


def test_another_date_keeps_the_time_of_day() -> None:
    now, after = told(e.Calendar(date=dt.date(2020, 12, 24)))
    first = pd.Timestamp("2020-12-24") + (now.time[0] - now.time[0].normalize())
    assert list(after.calendar[L:]) == list(pd.date_range(first, periods=4, freq="h"))
    assert list(after.calendar[:L]) == list(now.context_time)
    _, whole = told(e.Calendar(date=dt.date(2020, 12, 24), where="window"))
    assert list(whole.calendar) == list(pd.date_range(end=first, periods=L + 1, freq="h")) + list(
        pd.date_range(first, periods=4, freq="h")[1:]
    )


def test_no_hour_is_skipped_or_repeated_where_clocks_change() -> None:
    """The data have no zone: the nights in which a zone's clocks change have 24 hours."""
    for day in (dt.date(2024, 3, 31), dt.date(2024, 10, 27)):
        _, after = told(e.Calendar(date=day))
        assert list(np.diff(after.calendar[L:].to_numpy())) == [np.timedelta64(1, "h")] * 3


@pytest.mark.parametrize(
    ("freq", "date", "expected"),
    [
        ("MS", dt.date(2019, 11, 1), ["2019-11-01", "2019-12-01", "2020-01-01", "2020-02-01"]),
        ("ME", dt.date(2019, 11, 15), ["2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29"]),
        ("D", dt.date(2020, 2, 28), ["2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02"]),
        ("B", dt.date(2024, 2, 1), ["2024-02-01", "2024-02-02", "2024-02-05", "2024-02-06"]),
    ],
)
def test_months_and_days_go_on_as_the_calendar_does(
    freq: str, date: dt.date, expected: list[str]
) -> None:
    start = "2024-01-01" if freq in ("D", "B") else "2000-01-01"
    now, after = told(e.Calendar(date=date, where="window"), freq=freq, start=start)
    assert [f"{time:%Y-%m-%d}" for time in after.calendar[L:]] == expected
    step = pd.tseries.frequencies.to_offset(freq)
    assert after.calendar[L - 1] + step == after.calendar[L]
    assert len(after.calendar) == len(now.calendar)


@pytest.mark.parametrize(
    ("freq", "edit"),
    [
        ("MS", e.Weekday(value=6)),
        ("D", e.Clock(hours=3)),
        ("W-SUN", e.Weekday(value=0)),
        ("B", e.Weekday(value=5)),
        ("YS", e.Month(value=3)),
    ],
)
def test_what_the_steps_do_not_have_cannot_be_told(freq: str, edit: e.Edit) -> None:
    start = "1900-01-01" if freq == "YS" else "2000-01-01"
    with pytest.raises(ScenarioError, match="have no|there is no Saturday"):
        told(edit, freq=freq, start=start)


def test_a_clock_put_on_by_centuries_is_refused_where_nanoseconds_do_not_reach() -> None:
    series = numbered()
    series = replace(series, time=series.time.as_unit("ns"))
    now = situation(series, config(), WINDOW)
    far = Scenario(name="far", start=now.time[0], edits=(e.Clock(hours=8784),) * 400)
    with pytest.raises(ScenarioError, match="too far away"):
        apply(far, now, series)
