"""Handy horizons: a day, a week, a quarter of a year, in the data's own steps."""

from informer.data.frequency import DAY, HOUR, MINUTE, MONTH, WEEK, step_seconds, unit_of

MOST_PASSES = 60
_LEAST = 240
_SPANS: dict[str, tuple[float, ...]] = {
    "s": (MINUTE, 15 * MINUTE, HOUR),
    "min": (DAY, 3 * DAY, WEEK),
    "h": (DAY, 3 * DAY, WEEK),
    "D": (WEEK, 2 * WEEK, 4 * WEEK),
    "B": (5 * DAY, 10 * DAY, 20 * DAY),  # a business day counts as a day
    "W": (4 * WEEK, 13 * WEEK, 52 * WEEK),
    "M": (6 * MONTH, 12 * MONTH, 24 * MONTH),
    "Q": (6 * MONTH, 12 * MONTH, 24 * MONTH),
    "Y": (12 * MONTH, 36 * MONTH, 60 * MONTH),
}


def handy_horizons(freq: str, pred_len: int) -> tuple[int, ...]:
    """Horizons to choose from, in steps, ascending; the model's own is among them.

    >>> handy_horizons("h", 24), handy_horizons("30min", 48), handy_horizons("MS", 12)
    ((24, 72, 168), (48, 144, 336), (6, 12, 24))
    """
    step, most = step_seconds(freq), longest(pred_len)
    steps = {round(span / step) for span in _SPANS[unit_of(freq)]}
    return tuple(sorted({n for n in steps if 2 <= n <= most} | {pred_len}))


def longest(pred_len: int) -> int:
    """How many steps can be asked for: each pass of the model takes a moment, and adds its error.

    >>> longest(24), longest(1)
    (1440, 240)
    """
    return max(MOST_PASSES * pred_len, _LEAST)
