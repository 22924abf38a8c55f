"""Another calendar for the same steps: what if it were a Sunday, July, three in the morning?

Each function changes one field of every time and keeps the others, by finding a date that has them
all: over 28 years every day of the year falls on every weekday, in leap years and in others.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_YEARS = pd.date_range("2000-01-01", periods=28, freq="YS")
_LEAP, _COMMON = 2000, 2001
"""A year with a 29th of February, and one without."""


def as_weekday(time: pd.DatetimeIndex, weekday: int) -> pd.DatetimeIndex:
    """Every time on this weekday (Monday 0); day, month, hour and length of the year stay.

    >>> as_weekday(pd.DatetimeIndex(["2018-09-30 23:00"]), 2).strftime("%a %d %b %H:%M")[0]
    'Wed 30 Sep 23:00'
    """
    return _dated(time, time.day_of_year.to_numpy(), np.full(len(time), weekday))


def as_month(time: pd.DatetimeIndex, month: int) -> pd.DatetimeIndex:
    """Every time in this month (January 1); day, weekday and hour stay.

    A day that the month does not have becomes its last; where all times are ends of months, they
    stay so.

    >>> as_month(pd.DatetimeIndex(["2018-03-31 07:00"]), 2).strftime("%a %d %b %H:%M")[0]
    'Sat 28 Feb 07:00'
    """
    year = np.where(time.is_leap_year, _LEAP, _COMMON)
    first = pd.DatetimeIndex(pd.to_datetime({"year": year, "month": month, "day": 1}))
    last = first.days_in_month.to_numpy()
    monthly = time.is_month_end.all() and time.normalize().nunique() > 1
    day = last if monthly else np.minimum(time.day.to_numpy(), last)
    day_of_year = first.day_of_year.to_numpy() + day - 1
    return _dated(time, day_of_year, time.day_of_week.to_numpy())


def as_hour(time: pd.DatetimeIndex, hour: int) -> pd.DatetimeIndex:
    """Every time in this hour of its day; minutes stay.

    >>> as_hour(pd.DatetimeIndex(["2018-09-30 23:30"]), 3).strftime("%a %d %b %H:%M")[0]
    'Sun 30 Sep 03:30'
    """
    return time - pd.to_timedelta(time.hour, unit="h") + pd.Timedelta(hours=hour)


def _dated(
    time: pd.DatetimeIndex, day_of_year: NDArray[np.integer], weekday: NDArray[np.integer]
) -> pd.DatetimeIndex:
    """Each time of day on that day of a year as long as its own, on that weekday."""
    table = np.empty((2, 7), dtype="datetime64[ns]")
    table[_YEARS.is_leap_year.astype(int), _YEARS.day_of_week] = _YEARS.to_numpy()
    new_year = table[time.is_leap_year.astype(int), (weekday - (day_of_year - 1)) % 7]
    of_day = time - time.normalize()
    return pd.DatetimeIndex(new_year) + pd.to_timedelta(day_of_year - 1, unit="D") + of_day
