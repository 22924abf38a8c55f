"""Calendar marks: what the model is told about the time of each row (paper, appendix).

Three of the four kinds are the reference's: continuous numbers (``timeF``) and integer columns
for lookup tables (``fixed``, ``learned``). ``cyclic`` is ours: a sine and a cosine of each cycle,
so that 23:00 lies beside 00:00, with harmonics so that a linear layer can tell rush hours and
weekdays.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    WEEK,
    YEAR,
    Unit,
    step_seconds,
    unit_of,
)

Column = Callable[[pd.DatetimeIndex], NDArray[np.float64]]


def calendar_marks(time: pd.DatetimeIndex, freq: str, embed: str) -> NDArray[np.float32]:
    """Marks ``[T, n_marks(freq, embed)]`` of each time, which depend on that time alone.

    ``timeF``: values in [-0.5, 0.5], finest first, as in the reference. ``fixed`` and ``learned``:
    month 1-12, day 1-31, weekday 0-6 (Monday 0), hour 0-23, and below the hour its quarter 0-3.
    ``cyclic``: sine and cosine, shortest cycle first.
    """
    columns = [column(time) for column in _columns(freq, embed)]
    return np.stack(columns, axis=1).astype(np.float32)


def n_marks(freq: str, embed: str) -> int:
    """Number of columns that :func:`calendar_marks` gives."""
    return len(_columns(freq, embed))


def table_sizes(freq: str) -> tuple[int, ...]:
    """Rows of the lookup table of each ``fixed`` or ``learned`` column."""
    return (13, 32, 7, 24, 4) if unit_of(freq) in ("s", "min") else (13, 32, 7, 24)


def _columns(freq: str, embed: str) -> tuple[Column, ...]:
    if embed == "timeF":
        return _CONTINUOUS[unit_of(freq)]
    if embed in ("fixed", "learned"):
        return _INTEGER[: len(table_sizes(freq))]
    if embed == "cyclic":
        return _cyclic(freq)
    raise ValueError(f"embed must be cyclic, timeF, fixed or learned, not '{embed}'")


def _field(name: str) -> Column:
    return lambda time: np.asarray(getattr(time, name), dtype=np.float64)


_INTEGER: tuple[Column, ...] = (
    _field("month"),
    _field("day"),
    _field("day_of_week"),
    _field("hour"),
    lambda time: np.asarray(time.minute // 15, dtype=np.float64),
)


# -- timeF -------------------------------------------------------------------------------------


def _centred(column: Column, first: int, last: int) -> Column:
    return lambda time: (column(time) - first) / (last - first) - 0.5


_MONTH_OF_YEAR = _centred(_field("month"), 1, 12)
_DAY_OF_MONTH = _centred(_field("day"), 1, 31)
_WEEK_OF_YEAR = _centred(lambda time: time.isocalendar().week.to_numpy(np.float64), 1, 53)
_DAILY = (
    _centred(_field("day_of_week"), 0, 6),
    _DAY_OF_MONTH,
    _centred(_field("day_of_year"), 1, 366),
)
_HOURLY = (_centred(_field("hour"), 0, 23), *_DAILY)
_MINUTELY = (_centred(_field("minute"), 0, 59), *_HOURLY)

_CONTINUOUS: dict[Unit, tuple[Column, ...]] = {
    "s": (_centred(_field("second"), 0, 59), *_MINUTELY),
    "min": _MINUTELY,
    "h": _HOURLY,
    "D": _DAILY,
    "B": _DAILY,
    "W": (_DAY_OF_MONTH, _WEEK_OF_YEAR),
    "M": (_MONTH_OF_YEAR,),
    "Q": (_MONTH_OF_YEAR,),
    # The reference reserves one column for years and makes none, so it can't run on them.
    "Y": (_MONTH_OF_YEAR,),
}


# -- cyclic ------------------------------------------------------------------------------------


def _seconds_of_minute(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    return np.asarray(time.second + time.microsecond / 1e6 + time.nanosecond / 1e9, np.float64)


def _minute_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    return _seconds_of_minute(time) / MINUTE


def _hour_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    return (_field("minute")(time) + _minute_phase(time)) / 60


def _day_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    return (_field("hour")(time) + _hour_phase(time)) / 24


def _week_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    # By whole days: three harmonics then span every function of the weekday, as a one-hot would,
    # and change at midnight.
    return _field("day_of_week")(time) / 7


def _month_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    return (_field("day")(time) - 1 + _day_phase(time)) / _field("days_in_month")(time)


def _year_phase(time: pd.DatetimeIndex) -> NDArray[np.float64]:
    days = 365 + np.asarray(time.is_leap_year, dtype=np.float64)
    return (_field("day_of_year")(time) - 1 + _day_phase(time)) / days


_PHASES: tuple[tuple[float, Column], ...] = (
    (MINUTE, _minute_phase),
    (HOUR, _hour_phase),
    (DAY, _day_phase),
    (WEEK, _week_phase),
    (MONTH, _month_phase),
    (YEAR, _year_phase),
)


def _cyclic(freq: str) -> tuple[Column, ...]:
    """Sine and cosine of each harmonic that has at least two steps in its period (Nyquist)."""
    step = step_seconds(freq)
    harmonics = {MINUTE: 1, HOUR: 1, DAY: 4, WEEK: 3, MONTH: 1, YEAR: 1 if step < DAY else 4}
    columns = [
        wave
        for cycle, phase in _PHASES
        for k in range(1, harmonics[cycle] + 1)
        if 2 * k * step <= 1.01 * cycle
        for wave in (_wave(np.sin, phase, k), _wave(np.cos, phase, k))
    ]
    if columns:
        return tuple(columns)
    return (_wave(np.sin, _year_phase, 1), _wave(np.cos, _year_phase, 1))  # years: no cycle left


def _wave(function: np.ufunc, phase: Column, k: int) -> Column:
    return lambda time: np.asarray(function(2 * np.pi * k * phase(time)), dtype=np.float64)
