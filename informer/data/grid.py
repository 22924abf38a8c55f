"""The regular grid behind observed times: its frequency, and each time's place on it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import unit_of
from informer.data.series import DataError
from informer.data.wording import duration, percent

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
_DAY = _UNITS[0][1]
_WEEK = 7 * _DAY
_NEAR = 0.1
"""A time within this share of a step of a grid point belongs to it."""
_ENOUGH = 0.9
"""Share of the times that must lie near the grid."""


@dataclass(frozen=True)
class Frequency:
    """A pandas alias, and the share of the observed steps that are one step of it."""

    alias: str
    share: float


@dataclass(frozen=True)
class Grid:
    """``time`` ``[G]``, regular; ``place`` of each observed time on it; ``off`` from it."""

    time: pd.DatetimeIndex
    place: NDArray[np.int64]
    off: NDArray[np.int64]
    """Nanoseconds from the grid point to the observed time."""
    frequency: Frequency


def infer_frequency(time: pd.DatetimeIndex) -> Frequency:
    """The frequency of observed times, in any order, with duplicates and gaps.

    Raises :class:`DataError` when they follow no regular step.
    """
    return place_on_grid(time).frequency


def place_on_grid(time: pd.DatetimeIndex) -> Grid:
    """Lay the most regular grid from the first to the last observed time.

    Raises :class:`DataError` when fewer than nine in ten times lie near one, or when the grid
    would be mostly empty.
    """
    unique = time.unique().sort_values()
    if len(unique) < 3:
        raise DataError(f"{len(unique)} different times are too few to see a regular step.")
    alias = _calendar_alias(unique) or _fixed_alias(unique)
    grid = _grid(unique, alias)
    if len(grid) > 2 * len(unique) + 10:
        steps = np.diff(unique.asi8)
        longest = int(steps.argmax())
        raise DataError(
            f"With a step of {alias} only {len(unique)} of {len(grid)} rows would be there (the "
            f"longest gap: {unique[longest]} to {unique[longest + 1]}): cut the file to a part "
            "without such gaps, or resample it to a coarser step."
        )
    place, off = _nearest(time, grid, alias)
    steps = np.diff(np.unique(place))
    return Grid(grid, place, off, Frequency(alias, float((steps == 1).mean())))


def regularity(time: pd.Series) -> float:
    """Share of regular steps among times, of those that are there; 0 when there is no grid."""
    held = pd.DatetimeIndex(time.dropna())
    try:
        return infer_frequency(held).share * len(held) / len(time)
    except DataError:
        return 0.0


def _calendar_alias(unique: pd.DatetimeIndex) -> str | None:
    """Business days, months, quarters and years: steps whose length changes."""
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


def _fixed_alias(unique: pd.DatetimeIndex) -> str:
    """A step of constant length: the most common one, or near it a round one."""
    steps = pd.Series(np.diff(unique.asi8))
    common = steps.value_counts()
    step = int(common.index[0])
    if common.iloc[0] < 0.5 * len(steps):
        step = _round_step(int(steps.median()))
    if step == _WEEK:
        return f"W-{_DAY_NAMES[int(pd.Series(unique.day_of_week).mode()[0])]}"
    unit, length = next((unit, length) for unit, length in _UNITS if step % length == 0)
    return unit if step == length else f"{step // length}{unit}"


def _round_step(step: int) -> int:
    """The whole day, hour, minute or second (or a usual part) within a tenth; else the step."""
    parts = {"D": (1, 2, 7), "h": (1, 2, 3, 4, 6, 8, 12), "min": (1, 2, 5, 10, 15, 20, 30)}
    for unit, length in _UNITS[:4]:
        for n in parts.get(unit, (1, 2, 5, 10, 15, 20, 30)):
            if abs(step - n * length) <= _NEAR * n * length:
                return n * length
    return step


def _grid(unique: pd.DatetimeIndex, alias: str) -> pd.DatetimeIndex:
    first, last = unique[0], unique[-1]
    if unit_of(alias) in ("M", "Q", "Y"):
        first, last = first.normalize(), last.normalize()
        if alias.endswith("E") or "E-" in alias:
            last = last + pd.offsets.MonthEnd(0)
        else:
            first = first.replace(day=1)
        return pd.date_range(first, last, freq=alias, unit="ns")
    step = pd.tseries.frequencies.to_offset(alias)
    if alias == "B":
        return pd.date_range(first, last, freq="B", unit="ns")
    length = _WEEK if alias.startswith("W-") else int(pd.Timedelta(first + step - first).value)
    # The phase most times share: whole steps of the day if they are near, else their own.
    phase = unique.asi8 % length
    start = unique.asi8[0] - phase[0]
    whole = np.minimum(phase, length - phase) <= _NEAR * length
    offset = 0 if whole.mean() >= _ENOUGH and length <= _DAY else int(pd.Series(phase).mode()[0])
    first_place = round((int(unique.asi8[0]) - start - offset) / length)
    last_place = round((int(unique.asi8[-1]) - start - offset) / length)
    size = last_place - first_place + 1
    size = min(size, 100 * len(unique) + 1000)  # the caller refuses it; it is never built whole
    ticks = start + offset + length * (first_place + np.arange(size, dtype=np.int64))
    return pd.DatetimeIndex(ticks.astype("datetime64[ns]"))


def _nearest(
    time: pd.DatetimeIndex, grid: pd.DatetimeIndex, alias: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ticks = grid.asi8
    if unit_of(alias) in ("M", "Q", "Y"):
        months = (time.year * 12 + time.month).to_numpy()
        place = np.searchsorted((grid.year * 12 + grid.month).to_numpy(), months)
        place = place.clip(0, len(grid) - 1)
    else:
        after = np.searchsorted(ticks, time.asi8).clip(1, len(ticks) - 1)
        nearer_before = time.asi8 - ticks[after - 1] <= ticks[after] - time.asi8
        place = after - nearer_before
    off = time.asi8 - ticks[place]
    steps = np.diff(ticks)
    near = np.abs(off) <= _NEAR * np.median(steps)
    if unit_of(alias) not in ("M", "Q", "Y") and near.mean() < _ENOUGH:
        raise DataError(
            f"The times follow no regular step: the most common one, "
            f"{duration(int(np.median(steps)))}, fits only {percent(float(near.mean()))} of the "
            "rows; resample the file to a regular step first."
        )
    return place.astype(np.int64), off.astype(np.int64)
