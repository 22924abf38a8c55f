"""What an edit of the calendar does: which times the model is told; pure functions."""

import pandas as pd

from informer.data.frequency import unit_of
from informer.forecasting import edits as e
from informer.forecasting.situation import Situation
from informer.inspection.moments import WEEKDAYS, Moment, fields_of, values_of


class EditError(ValueError):
    """An edit that makes no sense; the message says why, without naming the edit."""


def told_after(now: Situation, edit: e.CalendarEdit) -> pd.DatetimeIndex:
    """The times whose calendar the model is told, ``[L + R]``."""
    time, first = now.calendar, len(now.context_time)
    field = {"weekday": "weekday", "month": "month", "clock": "hour"}.get(edit.kind)
    if field is not None and field not in fields_of(now.freq):
        raise EditError(f"steps of this frequency ({now.freq}) have no {field} of their own")
    try:
        if isinstance(edit, e.Calendar):
            return _dated(time, first, edit, now.freq)
        rest = time if edit.where == "window" else time[first:]
        told = _moved(rest, edit, now.freq)
    except (OverflowError, pd.errors.OutOfBoundsDatetime) as error:
        raise EditError("that is too far away") from error
    return told if edit.where == "window" else pd.DatetimeIndex(time[:first].append(told))


def _moved(
    time: pd.DatetimeIndex, edit: e.Weekday | e.Month | e.Clock, freq: str
) -> pd.DatetimeIndex:
    if isinstance(edit, e.Clock):
        return time + pd.Timedelta(hours=edit.hours)
    if isinstance(edit, e.Weekday) and edit.value not in values_of("weekday", freq):
        raise EditError(f"there is no {WEEKDAYS[edit.value]} among business days")
    return Moment(edit.kind, edit.value).told(time)


def _dated(time: pd.DatetimeIndex, first: int, edit: e.Calendar, freq: str) -> pd.DatetimeIndex:
    """The horizon, and with ``window`` the context before it, told from another date on.

    Months and business days are counted, since they are not equally long.
    """
    ahead, context = time[first:], time[:first]
    if unit_of(freq) in ("s", "min", "h", "D", "W"):
        by = pd.Timestamp(edit.date) - ahead[0].normalize()
        ahead, context = ahead + by, context + by
    else:
        ahead = pd.date_range(edit.date, periods=len(ahead), freq=freq)
        context = pd.date_range(end=ahead[0], periods=len(context) + 1, freq=freq)[:-1]
    return pd.DatetimeIndex((context if edit.where == "window" else time[:first]).append(ahead))
