"""What a scenario does, in words and numbers with their units."""

import numpy as np
import pandas as pd

from informer.data.frequency import DAY, step_seconds
from informer.forecasting.answers import Answer, ChangeSummary
from pages import _format
from pages._text import md, short

_FEW_DAYS = 3


def sentence(answer: Answer, target: int, freq: str) -> str:
    """The change in one sentence, in Markdown: ``−1,240 on Tue 2 Oct, largest −812 at 07:00``."""
    one = answer.summary(target)
    name = f"**{md(short(one.column, 40))}**"
    if not np.abs(answer.difference[:, target]).max():
        return f"{name}: the forecast stays exactly as it is."
    percent = share(one)
    text = f"{name}: **{signed(one.total)}**{percent} {_span(answer, one, freq)}"
    if len(answer.forecast.time) == 1:
        return f"{text}."
    at = _at(answer, one, freq)
    return f"{text}, **{signed(one.mean)}** on average, largest **{signed(one.largest)}** {at}."


def share(one: ChangeSummary) -> str:
    """The sum against that of the baseline, where that can be said."""
    if one.baseline_total <= 0 or abs(one.total) > 10 * one.baseline_total:
        return ""
    percent = 100 * one.total / one.baseline_total
    return f" ({minus(f'{percent:+.2g}' if abs(percent) < 10 else f'{percent:+.0f}')} %)"


def signed(value: float, digits: int = 4) -> str:
    """With its sign, and a real minus."""
    return f"{'+' if value > 0 else ''}{minus(_format.number(value, digits))}"


def minus(text: str) -> str:
    """A hyphen that is a minus becomes one."""
    return text.replace("-", "−")


def _span(answer: Answer, one: ChangeSummary, freq: str) -> str:
    """Over what the sum is, day by day where there are few."""
    days = [(day, total) for day, total in one.days if total]
    if len(one.days) == 1 or len(days) == 1:
        return f"in all on {_day(days[0][0])}"
    if 1 < len(days) <= _FEW_DAYS:
        parts = ", ".join(f"{signed(total)} on {_day(day)}" for day, total in days)
        return f"in all ({parts})"
    steps = len(answer.forecast.time)
    return f"in all over {_format.steps_in_words(steps, freq)}"


def _day(day: pd.Timestamp) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _at(answer: Answer, one: ChangeSummary, freq: str) -> str:
    """When the largest change is; the time alone where there is one day."""
    step = step_seconds(freq)
    if step < DAY and len(one.days) == 1:
        return f"at {one.largest_at:%H:%M}"
    when = _format.moment(one.largest_at, freq)
    return f"at {when}" if step < DAY else f"in {when}" if step > 20 * DAY else f"on {when}"
