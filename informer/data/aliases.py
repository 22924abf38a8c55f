"""Names for the step between times: which pandas aliases could be meant."""

import numpy as np
import pandas as pd

_MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY_NAMES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_UNITS = (
    ("D", 86_400 * 10**9),
    ("h", 3_600 * 10**9),
    ("min", 60 * 10**9),
    ("s", 10**9),
    ("ms", 10**6),
    ("us", 10**3),
    ("ns", 1),
)
_DAY = 86_400 * 10**9
WEEK_NS = 7 * _DAY
NEAR = 0.1
"""A time within this share of a step of a grid point belongs to it."""
ENOUGH = 0.9
"""Share of the times, or of the steps, that must agree."""


def calendar_alias(unique: pd.DatetimeIndex) -> str | None:
    """For sorted times: business days, months, quarters, years; None: the step has one length."""
    days = unique.normalize()
    step = int(np.median(np.diff(unique.asi8)))
    if step == _DAY and len(days.unique()) == len(unique) and (unique[-1] - unique[0]).days >= 12:
        return "B" if (unique.day_of_week < 5).all() else None
    if step < 27 * _DAY:
        return None
    months = unique.year * 12 + unique.month - 1
    if not months.is_unique:
        return None
    every = int(pd.Series(np.diff(months)).mode()[0])
    at_end = (unique.day >= 25).mean() > 0.5
    edge = "E" if at_end else "S"
    # A year is named after its first or last month, so is a quarter's year.
    name = _MONTH_NAMES[int(pd.Series(unique.month).mode()[0]) - 1]
    unnamed, kind, named_after = "DEC" if at_end else "JAN", f"{every}M", name
    if every in (1, 12):
        kind = "M" if every == 1 else "Y"
    elif every == 3:
        kind, of_quarter = "Q", int(pd.Series(unique.month % 3).mode()[0])
        named_after = _MONTH_NAMES[9 + (of_quarter or 3) - 1 if at_end else (of_quarter or 3) - 1]
    suffix = "" if kind.endswith("M") or named_after == unnamed else f"-{named_after}"
    return f"{kind}{edge}{suffix}"


def fixed_aliases(unique: pd.DatetimeIndex) -> list[str]:
    """Steps of constant length to try: the most common one, or first a round one near the median.

    Clocks that waver by seconds make many steps of 3,637 s and none that the hours have.
    """
    steps = pd.Series(np.diff(unique.asi8))
    common = steps.value_counts()
    step, share = int(common.index[0]), common.iloc[0] / len(steps)
    around = _round_step(int(steps.median()))
    wavers = abs(step - around) < NEAR * around
    mode_first = share >= ENOUGH or (share >= 0.5 and not wavers)
    candidates = [step, around] if mode_first else [around, step]
    return [_alias(step, unique) for step in dict.fromkeys(candidates)]


def _alias(step: int, unique: pd.DatetimeIndex) -> str:
    if step == WEEK_NS:
        return f"W-{_DAY_NAMES[int(pd.Series(unique.day_of_week).mode()[0])]}"
    unit, length = next((unit, length) for unit, length in _UNITS if step % length == 0)
    return unit if step == length else f"{step // length}{unit}"


def _round_step(step: int) -> int:
    """The whole day, hour, minute or second (or a usual part) within a tenth; else the step."""
    parts = {"D": (1, 2, 7), "h": (1, 2, 3, 4, 6, 8, 12), "min": (1, 2, 5, 10, 15, 20, 30)}
    for unit, length in _UNITS[:4]:
        for n in parts.get(unit, (1, 2, 5, 10, 15, 20, 30)):
            if abs(step - n * length) <= NEAR * n * length:
                return n * length
    return step
