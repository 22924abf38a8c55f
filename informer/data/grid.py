"""The regular grid behind observed times: its frequency, and each time's place on it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.aliases import ENOUGH, NEAR, WEEK_NS, calendar_alias, fixed_aliases
from informer.data.frequency import unit_of
from informer.data.series import DataError
from informer.data.wording import duration, percent


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
    near: float
    """Share of the times that lie near their point."""
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
    calendar = calendar_alias(unique)
    grids = [
        _place(time, unique, alias) for alias in ([calendar] if calendar else fixed_aliases(unique))
    ]
    best = next((grid for grid in grids if grid.near >= ENOUGH), grids[0])
    _refuse_irregular(best, unique)
    return best


def _refuse_irregular(grid: Grid, unique: pd.DatetimeIndex) -> None:
    alias, steps = grid.frequency.alias, np.diff(unique.asi8)
    length = np.median(np.diff(grid.time.asi8))
    usual = float((np.abs(steps - length) <= NEAR * length).mean())
    if usual >= 0.5 and len(grid.time) > 2 * len(unique) + 10:
        longest = int(steps.argmax())
        raise DataError(
            f"With a step of {alias} most rows would be missing (the longest gap: "
            f"{unique[longest]} to {unique[longest + 1]}): cut the file to a part without such "
            "gaps, or resample it to a coarser step."
        )
    if grid.near < ENOUGH or len(grid.time) > 2 * len(unique) + 10:
        raise DataError(
            f"The times follow no regular step: only {percent(usual)} of the steps are near the "
            f"most common one, {duration(int(length))}; resample the file to a regular step first."
        )


def regularity(time: pd.Series) -> float:
    """Share of regular steps among times, of those that are there; 0 when there is no grid."""
    held = pd.DatetimeIndex(time.dropna())
    try:
        return infer_frequency(held).share * len(held) / len(time)
    except DataError:
        return 0.0


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
    length = WEEK_NS if alias.startswith("W-") else int(pd.Timedelta(first + step - first).value)
    # The phase most times share: whole steps of the day if they are near, else their own.
    phase = unique.asi8 % length
    start = int(unique.asi8[0]) - int(phase[0])
    whole = np.minimum(phase, length - phase) <= NEAR * length
    offset = 0 if whole.mean() >= ENOUGH and length < WEEK_NS else int(pd.Series(phase).mode()[0])
    first_place = round((int(unique.asi8[0]) - start - offset) / length)
    last_place = round((int(unique.asi8[-1]) - start - offset) / length)
    size = last_place - first_place + 1
    size = min(size, 100 * len(unique) + 1000)  # enough to see that it is too sparse
    ticks = start + offset + length * (first_place + np.arange(size, dtype=np.int64))
    return pd.DatetimeIndex(ticks.astype("datetime64[ns]"))


def _place(time: pd.DatetimeIndex, unique: pd.DatetimeIndex, alias: str) -> Grid:
    """The grid of one frequency, with each time at its nearest point (or at its month)."""
    grid = _grid(unique, alias)
    ticks = grid.asi8
    by_month = unit_of(alias) in ("M", "Q", "Y")
    if by_month:
        months = (time.year * 12 + time.month).to_numpy()
        place = np.searchsorted((grid.year * 12 + grid.month).to_numpy(), months)
        place = place.clip(0, len(grid) - 1)
    else:
        after = np.searchsorted(ticks, time.asi8).clip(1, len(ticks) - 1)
        place = after - (time.asi8 - ticks[after - 1] <= ticks[after] - time.asi8)
    off = time.asi8 - ticks[place]
    near = 1.0 if by_month else float((np.abs(off) <= NEAR * np.median(np.diff(ticks))).mean())
    share = float((np.diff(np.unique(place)) == 1).mean())
    return Grid(grid, place, off, near, Frequency(alias, share))
