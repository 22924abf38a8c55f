"""What the model can be told about the calendar instead of the truth; no torch here."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

import pandas as pd

from informer.data.calendar_change import as_hour, as_month, as_weekday
from informer.data.frequency import DAY, HOUR, MONTH, step_seconds, unit_of

Kind = Literal["weekday", "month", "shift", "flag"]
Where = Literal["horizon", "window"]
Field = Literal["hour", "weekday", "month"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHIFTS = (-12, -6, -3, -1, 1, 3, 6, 12)
_YEAR_OF_HOURS = 8784


@dataclass(frozen=True)
class Moment:
    """One change: ``value`` is a weekday (Monday 0), a month (January 1), hours by which the clock
    is put on, or the number of a known-future column whose flag is switched.
    """

    kind: Kind
    value: int
    where: Where = "horizon"
    """``horizon``: of the steps that are forecast; ``window``: of the context too."""

    @property
    def text(self) -> str:
        """As it stands in an address; :meth:`read` undoes it."""
        sign = "m" if self.value < 0 else ""
        return f"{self.kind}-{sign}{abs(self.value)}-{self.where}"

    @classmethod
    def read(cls, text: str) -> "Moment | None":
        """The moment of an address; ``None`` when it makes no sense.

        >>> Moment.read(Moment("shift", -3, "window").text)
        Moment(kind='shift', value=-3, where='window')
        """
        kind, _, rest = text.partition("-")
        number, _, where = rest.partition("-")
        digits = number.removeprefix("m")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 5):
            return None
        if kind not in get_args(Kind) or where not in get_args(Where):
            return None
        value = -int(digits) if number.startswith("m") else int(digits)
        bounds = {"weekday": (0, 6), "month": (1, 12), "flag": (0, 9999)}
        low, high = bounds.get(kind, (-_YEAR_OF_HOURS, _YEAR_OF_HOURS))
        if not low <= value <= high:
            return None
        return cls(cast(Kind, kind), value, cast(Where, where))

    def told(self, time: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """The times that the model is told instead of these; a flag leaves them as they are."""
        if self.kind == "weekday":
            return as_weekday(time, self.value)
        if self.kind == "month":
            return as_month(time, self.value)
        if self.kind == "shift":
            return time + pd.Timedelta(hours=self.value)
        return time


def fields_of(freq: str) -> tuple[Field, ...]:
    """The calendar fields that differ between steps of this frequency, finest first.

    >>> fields_of("h"), fields_of("D"), fields_of("MS"), fields_of("YS")
    (('hour', 'weekday', 'month'), ('weekday', 'month'), ('month',), ())
    """
    step = step_seconds(freq)
    found: list[Field] = []
    if step < DAY and DAY % step == 0:
        found.append("hour")
    if step <= DAY:
        found.append("weekday")
    if step < 11 * MONTH:
        found.append("month")
    return tuple(found)


def values_of(field: Field, freq: str) -> tuple[int, ...]:
    """All values of a field: 24 hours, 7 weekdays (5 for business days), 12 months."""
    if field == "hour":
        return tuple(range(24))
    if field == "weekday":
        return tuple(range(5 if unit_of(freq) == "B" else 7))
    return tuple(range(1, 13))


def value_name(field: Field, value: int) -> str:
    """One value in a few letters.

    >>> value_name("hour", 8), value_name("weekday", 6), value_name("month", 7)
    ('08:00', 'Sun', 'Jul')
    """
    if field == "hour":
        return f"{value:02d}:00"
    return full_name(field, value)[:3]


def full_name(field: Field, value: int) -> str:
    """One value in full: ``08:00``, ``Sunday``, ``July``."""
    if field == "hour":
        return value_name(field, value)
    return WEEKDAYS[value] if field == "weekday" else MONTHS[value - 1]


def field_value(field: Field, time: pd.Timestamp) -> int:
    """The value a field has at this time."""
    return int({"hour": time.hour, "weekday": time.day_of_week, "month": time.month}[field])


def with_field(time: pd.DatetimeIndex, field: Field, value: int) -> pd.DatetimeIndex:
    """These times with one field changed, the others kept."""
    change = {"hour": as_hour, "weekday": as_weekday, "month": as_month}[field]
    return change(time, value)


def moments(freq: str, flags: tuple[int, ...], where: Where) -> tuple[Moment, ...]:
    """Every change that makes sense for a frequency; ``flags`` are columns that can be switched.

    The hours by which a clock is put on are whole steps.
    """
    fields, step = fields_of(freq), step_seconds(freq)
    offered = [
        Moment(kind, value, where)
        for kind in ("weekday", "month")
        if kind in fields
        for value in values_of(kind, freq)
    ]
    if "hour" in fields:
        hours = [n for n in _SHIFTS if abs(n) * HOUR >= step and abs(n) * HOUR % step == 0]
        offered += [Moment("shift", n, where) for n in hours]
    return (*offered, *(Moment("flag", column, where) for column in flags))
