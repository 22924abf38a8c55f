"""Rows to a regular grid: sorted, one row a time, gaps and missing cells filled, all of it told."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import HOUR, step_seconds
from informer.data.grid import Grid, place_on_grid
from informer.data.series import Finding
from informer.data.wording import counted, duration, listed, percent, quoted

_LONG_GAP = 24
"""A gap of more steps is too long for a straight line to be the truth."""


@dataclass(frozen=True)
class Rows:
    """Rows of a file: ``time``, ``values`` ``[R, C]``, and ``row``: their numbers in the file."""

    time: pd.DatetimeIndex
    values: NDArray[np.float64]
    row: NDArray[np.int_]


@dataclass(frozen=True)
class Regular:
    """Values ``[T, C]`` on a regular grid, without NaN; ``filled`` marks what was made up."""

    time: pd.DatetimeIndex
    values: NDArray[np.float64]
    filled: NDArray[np.bool_]
    freq: str


def make_regular(rows: Rows, columns: tuple[str, ...], findings: list[Finding]) -> Regular:
    """Sort, merge, snap and fill. Raises :class:`DataError` when the times follow no step."""
    rows = _in_order(rows, findings)
    grid = place_on_grid(rows.time)
    _tell_business_days(grid, findings)
    _tell_snapped(rows, grid, findings)
    values = _one_a_place(rows, grid, findings)
    _tell_gaps(grid, findings)
    filled = np.isnan(values)
    observed = np.zeros(len(grid.time), dtype=bool)
    observed[grid.place] = True
    _tell_missing(filled[observed], columns, findings)
    return Regular(grid.time, _fill(values), filled, grid.frequency.alias)


def _in_order(rows: Rows, findings: list[Finding]) -> Rows:
    if rows.time.is_monotonic_increasing:
        return rows
    order = np.argsort(rows.time.asi8, kind="stable")
    if rows.time.is_monotonic_decreasing:
        message = "The newest row came first; the rows were turned round."
    else:
        back = int((np.diff(rows.time.asi8) < 0).sum())
        message = f"The rows were not in order of time ({back:,} steps back) and were sorted."
    findings.append(Finding("warning", "unsorted", message))
    return Rows(rows.time[order], rows.values[order], rows.row[order])


def _tell_business_days(grid: Grid, findings: list[Finding]) -> None:
    if grid.frequency.alias == "B":
        message = "There are weekdays only: read as business days, so weekends are no gaps."
        findings.append(Finding("info", "business_days", message, choices=("Fill the weekends",)))


def _tell_snapped(rows: Rows, grid: Grid, findings: list[Finding]) -> None:
    off = np.abs(grid.off)
    moved = off > 0
    if not moved.any():
        return
    message = (
        f"{counted(int(moved.sum()), 'time')} lay beside the regular grid "
        f"({grid.frequency.alias}), by up to {duration(int(off.max()))}, and were moved to its "
        "nearest point."
    )
    findings.append(Finding("warning", "snapped", message, tuple(rows.row[moved][:5].tolist())))


def _one_a_place(rows: Rows, grid: Grid, findings: list[Finding]) -> NDArray[np.float64]:
    """Values ``[G, C]``; the mean where several rows have one place, NaN where none has."""
    table = pd.DataFrame(rows.values)
    per_place = np.bincount(grid.place, minlength=len(grid.time))
    several = per_place > 1
    if several.any():
        examples = listed((str(moment) for moment in grid.time[several]), 3)
        message = (
            f"{counted(int(several.sum()), 'time')} occurred more than once with different values "
            f"({examples}): their mean was taken."
        ) + _daylight_saving(grid, grid.time[several], (10, 11))
        rows_of = rows.row[several[grid.place]][:5]
        findings.append(Finding("warning", "duplicates", message, tuple(rows_of.tolist())))
    means = table.groupby(grid.place).mean()
    return means.reindex(np.arange(len(grid.time))).to_numpy(dtype=np.float64, copy=True)


def _tell_gaps(grid: Grid, findings: list[Finding]) -> None:
    present = np.zeros(len(grid.time) + 2, dtype=int)
    present[np.unique(grid.place) + 1] = 1
    present[[0, -1]] = 1
    change = np.diff(present)
    starts, ends = np.flatnonzero(change == -1), np.flatnonzero(change == 1)
    if not len(starts):
        return
    lengths = ends - starts
    missing = int(lengths.sum())
    longest = int(lengths.argmax())
    share = missing / len(grid.time)
    where = listed((str(moment) for moment in grid.time[starts]), 3)
    message = (
        f"{counted(missing, 'row')} ({percent(share)} of the grid) "
        f"{'was' if missing == 1 else 'were'} missing, in {counted(len(starts), 'gap')} "
        f"from {where}"
    )
    if len(starts) > 1 or missing > 1:
        message += f"; the longest has {counted(int(lengths[longest]), 'row')}"
    message += ". Straight lines were put there"
    if lengths[longest] > _LONG_GAP or share > 0.1:
        message += ", which is not safe over so long: cut the file there if you can"
    hours = lengths * step_seconds(grid.frequency.alias) == HOUR
    message += "." + _daylight_saving(grid, grid.time[starts[hours]], (3, 4))
    choices = ("Keep the straight lines", "Use only the longest part without a gap")
    findings.append(Finding("warning", "gaps", message, (), choices))


def _daylight_saving(grid: Grid, moments: pd.DatetimeIndex, months: tuple[int, int]) -> str:
    """A hint, where a moment lies in a Sunday night of the months in which clocks change."""
    if step_seconds(grid.frequency.alias) > HOUR:
        return ""
    night = (moments.day_of_week == 6) & (moments.hour <= 3) & moments.month.isin(months)
    if not night.any():
        return ""
    return f" {moments[night][0]} looks like a change of daylight-saving time."


def _tell_missing(
    filled: NDArray[np.bool_], columns: tuple[str, ...], findings: list[Finding]
) -> None:
    per_column = filled.sum(axis=0)
    if not per_column.any():
        return
    shares = {name: n / len(filled) for name, n in zip(columns, per_column, strict=True) if n}
    each = listed(f"{quoted(name)} {percent(share)}" for name, share in shares.items())
    total = int(per_column.sum())
    message = (
        f"{counted(total, 'missing cell')} filled by straight lines between neighbours: {each}."
    )
    level: Literal["info", "warning"] = "warning" if max(shares.values()) > 0.05 else "info"
    findings.append(Finding(level, "missing", message))


def _fill(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Straight lines between neighbours; the last value in columns of only two values (flags)."""
    table = pd.DataFrame(values)
    lines = table.columns[table.nunique() > 2]
    table[lines] = table[lines].interpolate(limit_direction="both")
    return table.ffill().bfill().to_numpy(dtype=np.float64, copy=True)
