"""One edit of a scenario in plain words, for lists: plain text, which pages escape."""

import datetime as dt

import pandas as pd

from informer.data.frequency import DAY, MONTH, step_seconds
from informer.data.wording import counted
from informer.forecasting import edits as e
from informer.inspection.moments import MONTHS, WEEKDAYS

_LONGEST = 40
_WHERE = {"horizon": "the horizon", "window": "the whole window"}


def describe(edit: e.Edit, freq: str) -> str:
    """One edit in plain words, in times no finer than the data.

    >>> day = {"first": "2018-09-24", "last": "2018-09-24T23:00"}
    >>> describe(e.Scale(column="load", factor=1.1, **day), "h")
    'load +10 % on Mon 24 Sep 2018'
    """
    match edit:
        case e.Weekday() | e.Month() | e.Clock() | e.Calendar():
            return _calendar(edit, freq)
        case e.Spike():
            over = f" over {counted(edit.width, 'step')}" if edit.width > 1 else ""
            words = f"a spike of {number(edit.amount, sign=True)}"
            return f"{named(edit.column)}: {words} {_at(edit.at, freq)}{over}"
        case e.Values() | e.KnownValues():
            times = sorted(edit.values)
            span = between(times[0], times[-1], freq)
            if len(times) == 1:
                return f"{named(edit.column)} is {number(edit.values[times[0]])} {span}"
            return f"{named(edit.column)}: {counted(len(times), 'value')} typed or drawn {span}"
        case _:
            return f"{named(edit.column)} {_done(edit, freq)}"


def named(column: str) -> str:
    """The name of a column on one line, cut where it is long."""
    line = " ".join(column.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def number(value: float, *, sign: bool = False) -> str:
    """Six digits at most, thousands apart, a real minus.

    >>> number(-1234.5), number(3.0, sign=True)
    ('−1,234.5', '+3')
    """
    return f"{value:{'+' if sign else ''},.6g}".replace("-", "−")


def between(first: dt.datetime, last: dt.datetime, freq: str) -> str:
    """A block in words; whole days are named without the hours.

    >>> between(dt.datetime(2018, 9, 24), dt.datetime(2018, 9, 30, 23), "h")
    'from Mon 24 Sep to Sun 30 Sep 2018'
    >>> between(dt.datetime(2018, 9, 24, 7), dt.datetime(2018, 9, 24, 9), "h")
    'from Mon 24 Sep 2018 07:00 to 09:00'
    >>> between(dt.datetime(2018, 3, 1), dt.datetime(2018, 5, 1), "MS")
    'from Mar to May 2018'
    """
    if first == last:
        return _at(first, freq)
    step = step_seconds(freq)
    after = last + dt.timedelta(seconds=step) if step < DAY else last
    whole_days = step < DAY and first.time() == dt.time() and after.date() > last.date()
    if whole_days and first.date() == last.date():
        return _at(first, "D")
    if whole_days:
        freq, step = "D", DAY
    if step < DAY and first.date() == last.date():
        return f"from {when(first, freq)} to {last:%H:%M}"
    start = when(first, freq, year=first.year != last.year)
    return f"from {start} to {when(last, freq)}"


def when(time: dt.datetime, freq: str, *, year: bool = True) -> str:
    """A time in words, no finer than the data: ``Mon 24 Sep 2018 07:00``, ``Sep 2018``."""
    step, of_year = step_seconds(freq), f" {time.year}" if year else ""
    if step >= 0.9 * MONTH:
        return f"{time:%b}{of_year}"
    clock = "" if step >= DAY else f" {time:%H:%M}" + (f":{time:%S}" if time.second else "")
    return f"{time:%a} {time.day} {time:%b}{of_year}{clock}"


def _at(time: dt.datetime, freq: str) -> str:
    step = step_seconds(freq)
    word = "at" if step < DAY else "on" if step < 0.9 * MONTH else "in"
    return f"{word} {when(time, freq)}"


def _done(
    edit: e.Scale | e.Shift | e.Set | e.Remove | e.Swap | e.KnownSet | e.KnownRepeat, freq: str
) -> str:
    """What is done to a block, after the name of its column."""
    span = between(edit.first, edit.last, freq)
    match edit:
        case e.Scale():
            by = edit.factor
            percent = f"{number(100 * (by - 1), sign=True)} %"
            return f"{percent if 0 < by < 10 else f'times {number(by)}'} {span}"
        case e.Shift():
            return f"{number(edit.amount, sign=True)} {span}"
        case e.Remove():
            held = "a straight line" if edit.fill == "interpolate" else "the mean"
            return f"removed {span} ({held} in its place)"
        case e.Swap():
            return f"{span} as it was from {when(edit.source, freq)} on"
        case e.KnownRepeat():
            return f"{span} repeats what was from {when(edit.source, freq)} on"
        case _:
            return f"is {number(edit.value)} {span}"


def _calendar(edit: e.CalendarEdit, freq: str) -> str:
    where = _WHERE[edit.where]
    match edit:
        case e.Weekday():
            return f"{where} is told it is always {WEEKDAYS[edit.value]}"
        case e.Month():
            return f"{where} is told it is {MONTHS[edit.value - 1]}"
        case e.Clock():
            return f"{where} is told a clock put on by {number(edit.hours, sign=True)} h"
        case e.Calendar():
            date = pd.Timestamp(edit.date)
            day = when(date, freq if step_seconds(freq) >= DAY else "D")
            start = "the horizon is told it starts" if edit.where == "horizon" else (
                "the whole window is told another date: the horizon starts"
            )  # fmt: skip
            return f"{start} on {day}" if step_seconds(freq) < 0.9 * MONTH else f"{start} in {day}"
