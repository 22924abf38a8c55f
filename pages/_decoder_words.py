"""Spans of the history in words."""

import pandas as pd

from pages import _format


def span(first: pd.Timestamp, last: pd.Timestamp, freq: str) -> str:
    """``Mon 3 Sep 2018 07:00 to 10:00``; a span over midnight has both days.

    >>> span(pd.Timestamp("2018-09-03 07:00"), pd.Timestamp("2018-09-03 10:00"), "h")
    'Mon 3 Sep 2018 07:00 to 10:00'
    """
    start = _format.moment(first, freq)
    if first == last:
        return start
    end = _format.moment(last, freq)
    if first.date() == last.date():
        end = end.rsplit(" ", 1)[-1]
    return f"{start} to {end}"


def steps_before(first: int, last: int) -> str:
    """``25 to 22 steps before``: how long before its time a forecast step looks.

    >>> steps_before(25, 22), steps_before(1, 1)
    ('25 to 22 steps before', '1 step before')
    """
    if first == last:
        return f"{_format.plural(first, 'step')} before"
    return f"{first:,} to {last:,} steps before"
