"""Ready-made scenarios that fit the data at hand: something to start from."""

from dataclasses import dataclass

import numpy as np

from informer.data.flags import flags
from informer.data.frequency import DAY, MONTH, WEEK, YEAR, step_seconds, unit_of, week_or_season
from informer.data.series import TimeSeries
from informer.forecasting.edits import Edit, KnownSet, Month, Remove, Scale, Weekday
from informer.forecasting.situation import Situation
from informer.inspection.moments import MONTHS, WEEKDAYS

_MOST_FLAGS = 2


@dataclass(frozen=True)
class Idea:
    """A name and the one edit that makes it true."""

    name: str
    """May hold the name of a column, which is text from a file."""
    edit: Edit


def ideas(series: TimeSeries, now: Situation, target: str) -> tuple[Idea, ...]:
    """What a person may want to ask first, for this situation and this target."""
    step, time = step_seconds(now.freq), now.time
    a_day = int((time < time[0].normalize() + np.timedelta64(1, "D")).sum()) if step < DAY else 1
    switched = list(flags(series, now.channels[: now.n_known]).items())[:_MOST_FLAGS]
    found = [
        Idea(*_switched(now, column, ends, a_day, "day" if step <= DAY else "step"))
        for column, ends in switched
    ]
    if step <= DAY:
        day = 6 if time[0].day_of_week != 6 and unit_of(now.freq) != "B" else 2
        day = 4 if unit_of(now.freq) == "B" and time[0].day_of_week != 4 else day
        name = f"It is a {WEEKDAYS[day]}" if step < DAY else f"Every day is a {WEEKDAYS[day]}"
        found.append(Idea(name, Weekday(value=day)))
    elif step < 11 * MONTH and len(time):
        month = (time[0].month + 5) % 12 + 1
        found.append(Idea(f"Every step is in {MONTHS[month - 1]}", Month(value=month)))
    season = min(week_or_season(now.freq), len(now.context_time))
    span = now.context_time[-season:]
    found.append(
        Idea(
            f"{_last(season, now.freq)} +10 %",
            Scale(column=target, first=span[0], last=span[-1], factor=1.1),
        )
    )
    gap = max(1, min(round(DAY / step) if step < DAY else 3, len(now.context_time) // 2))
    span = now.context_time[-gap:]
    found.append(
        Idea(
            f"{_last(gap, now.freq)} missing",
            Remove(column=target, first=span[0], last=span[-1]),
        )
    )
    return tuple(found)


def _switched(
    now: Situation, column: str, ends: tuple[float, float], n: int, word: str
) -> tuple[str, Edit]:
    """A flag switched over the first day."""
    known = now.ahead[:n, now.channels.index(column)]
    is_on = float(known.mean()) > sum(ends) / 2
    value = ends[0] if is_on else ends[1]
    edit = KnownSet(column=column, first=now.time[0], last=now.time[n - 1], value=value)
    if "holiday" in column.lower():
        return f"The first {word} is {'no' if is_on else 'a'} holiday", edit
    return f"{column} is {value:g} on the first {word}", edit


def _last(steps: int, freq: str) -> str:
    """``Last week``, ``Last year``, ``Last 3 steps``."""
    seconds = steps * step_seconds(freq)
    for name, span in (("hour", 3600.0), ("day", DAY), ("week", WEEK), ("year", YEAR)):
        if abs(seconds - span) < 0.02 * span:
            return f"Last {name}"
    unit = {"h": "hours", "D": "days", "B": "business days", "W": "weeks", "M": "months"}
    alias = unit_of(freq)
    whole = alias in unit and freq.split("-", maxsplit=1)[0] in ("h", "D", "B", "W", "MS", "ME")
    return f"Last {steps} {unit[alias] if whole else 'steps'}"
