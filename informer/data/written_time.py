"""One column of written dates to times: zones, the order of day and month, 24:00, and saying so."""

from collections.abc import Callable

import pandas as pd

from informer.data.series import DataError, Finding
from informer.data.times import (
    FIRST_YEAR,
    LAST_YEAR,
    Parts,
    find_way,
    split_parts,
    to_times,
)
from informer.data.wording import counted, quoted
from informer.data.zones import bare, split_zones

Regularity = Callable[[pd.Series], float]
"""The share of equal steps of some times; decides between two readings of dates."""

ENOUGH = 0.8
"""Share of the cells that must be times, for a column to be the time column."""
_SAMPLE = 200
_FIRST_LOOK = 3
_ISO = r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?"


def sample(cells: pd.Series) -> pd.Series:
    """Up to a few hundred of the cells that hold something, without zones and weekdays."""
    held = cells[cells.str.strip() != ""]
    return held.iloc[:: max(1, len(held) // _SAMPLE)].map(bare)


def is_written_time(cells: pd.Series) -> bool:
    """Do most of the cells hold a date, in one way of writing?"""
    first = [bare(cell) for cell in cells.iloc[: 2 * _FIRST_LOOK].tolist() if cell.strip()]
    if len(first) >= _FIRST_LOOK and find_way(first)[1] == 0:
        return False  # most columns hold plain numbers; don't look at hundreds of cells for that
    some = sample(cells)
    way, share = find_way(some.tolist())
    if share < ENOUGH:
        return False
    parts = split_parts(some, way)
    read = to_times(parts).notna()
    if "a" in parts:
        read |= to_times(parts, is_month_first=True).notna()
    return bool(read.mean() >= ENOUGH)


def has_clock(cells: pd.Series) -> bool:
    """Do the dates of the column come with a time of day?"""
    some = sample(cells)
    return split_parts(some, find_way(some.tolist())[0]).has_clock


def read_written(
    cells: pd.Series, name: str, regularity: Regularity, findings: list[Finding]
) -> pd.Series:
    """Times (``datetime64[ns]``) of the cells, NaT where a cell holds none.

    Raises :class:`DataError` when day and month change places within the column, or the zone
    changes to an unknown one.
    """
    text, offsets = split_zones(cells, findings)
    way, _ = find_way(sample(cells).tolist())
    time = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[ns]")
    if way == "year first":  # the usual case, read many times faster
        iso = text.where(text.str.fullmatch(_ISO))
        time = pd.to_datetime(iso, format="ISO8601", errors="coerce")
        time = time.where(time.dt.year.between(FIRST_YEAR, LAST_YEAR)).astype("datetime64[ns]")
    left = text[time.isna() & (text != "")]
    if len(left):
        parts = split_parts(left, way)
        is_month_first = "a" in parts and _order(parts, name, regularity, findings)
        time = time.fillna(to_times(parts, is_month_first))
        _tell(parts, findings)
    return time if offsets is None else time - offsets


def _order(parts: Parts, name: str, regularity: Regularity, findings: list[Finding]) -> bool:
    """Is the month first? Said in a finding, as a warning where the file leaves it open."""
    day_first, month_first = to_times(parts), to_times(parts, is_month_first=True)
    a, b = parts["a"], parts["b"]
    if (a > 12).sum() > 0.01 * len(a) and (b > 12).sum() > 0.01 * len(b):
        raise DataError(
            f"Some dates of {quoted(name)} are written day first and others month first: write "
            "them all as year-month-day."
        )
    choices = ("Day first", "Month first")
    if (a > 12).any() or (b > 12).any():
        answer, level, why = bool((b > 12).sum() > (a > 12).sum()), "info", ""
    else:
        shares = regularity(day_first), regularity(month_first)
        answer, level = shares[1] > shares[0], "info"
        why = ", since only then the steps are regular"
        if abs(shares[0] - shares[1]) < 0.05:
            answer, level = bool((parts["sep"] == 1).any()), "warning"
            why = ", but the other order is possible too"
    read = (month_first if answer else day_first).dropna()
    start = f": the first is {read.iloc[0]:%d %B %Y}." if len(read) else "."
    message = f"Dates of {quoted(name)} were read {choices[answer].lower()}{why}{start}"
    code = "date_order" if level == "info" else "date_order_ambiguous"
    findings.append(Finding("info" if level == "info" else "warning", code, message, (), choices))
    return answer


def _tell(parts: Parts, findings: list[Finding]) -> None:
    if "quarter" in parts.way:
        findings.append(
            Finding("info", "quarters", "Quarters were read as the first day of each quarter.")
        )
    if "half" in parts and parts["half"].notna().any():
        findings.append(Finding("info", "half_days", "Times were read on the 12-hour clock."))
    if "hour" in parts:
        midnights = int((parts["hour"] == 24).sum())
        if midnights:
            message = f"24:00 was read as 00:00 of the next day ({counted(midnights, 'row')})."
            findings.append(Finding("info", "hour_24", message))
