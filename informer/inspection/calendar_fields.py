"""The calendar of each step as a person reads it: hour, weekday, day of the month, month."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from informer.data.frequency import Unit, unit_of
from informer.inspection.results import Ints

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIELDS: dict[str, tuple[str, int, int, tuple[str, ...] | None]] = {
    "second": ("second", 0, 59, None),
    "minute": ("minute", 0, 59, None),
    "hour": ("hour", 0, 23, None),
    "weekday": ("day_of_week", 0, 6, _DAYS),
    "day": ("day", 1, 31, None),
    "month": ("month", 1, 12, _MONTHS),
}
_BY_UNIT: dict[Unit, tuple[str, ...]] = {
    "s": ("second", "minute", "hour", "weekday"),
    "min": ("minute", "hour", "weekday", "month"),
    "h": ("hour", "weekday", "day", "month"),
    "D": ("weekday", "day", "month"),
    "B": ("weekday", "day", "month"),
    "W": ("day", "month"),
}


@dataclass(frozen=True)
class CalendarField:
    """One field of the calendar over some steps."""

    name: str
    values: Ints
    """``[L]``"""
    first: int
    """Smallest value the field can have."""
    last: int
    labels: tuple[str, ...]
    """``[L]`` each value in words: ``Mon``, ``Sep``, ``08``"""


def calendar_fields(time: pd.DatetimeIndex, freq: str) -> tuple[CalendarField, ...]:
    """The fields that tell steps of this frequency apart, the fastest first.

    >>> [field.name for field in calendar_fields(pd.date_range("2024-01-01", periods=2), "D")]
    ['weekday', 'day', 'month']
    """
    found = []
    for name in _BY_UNIT.get(unit_of(freq), ("month",)):
        attribute, first, last, words = _FIELDS[name]
        values = np.asarray(getattr(time, attribute), dtype=np.int64)
        labels = tuple(f"{value:02d}" if words is None else words[value] for value in values)
        found.append(CalendarField(name, values, first, last, labels))
    return tuple(found)
