"""Times written as numbers: Unix epochs, spreadsheet dates, years, and columns year, month, day."""

import re

import numpy as np
import pandas as pd

from informer.data.series import Finding
from informer.data.table import Table
from informer.data.times import FIRST_YEAR, LAST_YEAR
from informer.data.wording import listed, quoted

_HINT = re.compile(
    r"time|date|stamp|datum|zeit|fecha|period|epoch|unix|\b(?:ds|dt|ts|t)\b", re.IGNORECASE
)
_YEAR_HINT = re.compile(r"year|jahr|ann[ée]e|a[ñn]o|anno|jaar", re.IGNORECASE)
_EPOCHS = (
    (1, "seconds"),
    (10**3, "milliseconds"),
    (10**6, "microseconds"),
    (10**9, "nanoseconds"),
)
_EPOCH_YEARS = (pd.Timestamp("1980-01-01").timestamp(), pd.Timestamp("2100-01-01").timestamp())
_SPREADSHEET = (20_000, 80_000)
"""Days since 1899-12-30: 1954 to 2119."""
_PARTS = ("year", "month", "day", "hour", "minute", "second")


def hints_at_time(name: str) -> bool:
    """Does the name of a column promise times?"""
    return _HINT.search(name) is not None


def find_numeric_time(
    table: Table, findings: list[Finding]
) -> tuple[pd.Series, tuple[int, ...]] | None:
    """The time of each row and the columns it came from; None when no column holds such numbers.

    Any number could be a time, so the name must promise it, or the column must be the first and
    never fall.
    """
    found = _from_parts(table, findings)
    if found is not None:
        return found
    for i in range(len(table.columns)):
        name = table.columns[i]
        hinted = hints_at_time(name) or _YEAR_HINT.search(name) is not None
        if not hinted and i > 0:
            continue
        numbers = pd.to_numeric(table.cells[i].str.strip(), errors="coerce")
        held = numbers.dropna()
        if len(held) < 0.8 * len(numbers) or len(held) < 2:
            continue
        if not hinted and not held.is_monotonic_increasing:
            continue
        read = _epoch(numbers, held) or _year(numbers, held)
        if read is None and hinted:
            read = _year_and_month(numbers, held) or _spreadsheet(numbers, held)
        if read is not None:
            time, how = read
            message = f"{quoted(name)} was read as {how}, starting {time.dropna().iloc[0]}"
            message += "." if hinted else ", though its name promises no time."
            findings.append(Finding("info" if hinted else "warning", "numeric_time", message))
            return time, (i,)
    return None


def _epoch(numbers: pd.Series, held: pd.Series) -> tuple[pd.Series, str] | None:
    first, last = _EPOCH_YEARS
    for factor, words in _EPOCHS:
        if held.between(first * factor, last * factor).mean() < 0.9:
            continue
        numbers = numbers.where(numbers.between(0, last * factor))
        # A double holds seconds to the microsecond only; whole numbers are exact throughout.
        ticks = (numbers * 10**6 if factor == 1 else numbers).round()
        per_tick = 10**9 // (10**6 if factor == 1 else factor)
        time = pd.to_datetime(ticks.astype("Int64") * per_tick)
        return time.astype("datetime64[ns]"), f"Unix {words} (UTC)"
    return None


def _year(numbers: pd.Series, held: pd.Series) -> tuple[pd.Series, str] | None:
    years = held.between(FIRST_YEAR, LAST_YEAR) & (held == held.round())
    if years.mean() < 0.9 or held.nunique() < 0.5 * len(held):
        return None
    year = numbers.where(numbers.between(FIRST_YEAR, LAST_YEAR)).round()
    time = pd.to_datetime({"year": year, "month": 1, "day": 1}, errors="coerce")
    return time.astype("datetime64[ns]"), "years"


def _year_and_month(numbers: pd.Series, held: pd.Series) -> tuple[pd.Series, str] | None:
    fits = held.between(FIRST_YEAR * 100, LAST_YEAR * 100) & (held % 100).between(1, 12)
    if fits.mean() < 0.9:
        return None
    numbers = numbers.where(numbers.between(FIRST_YEAR * 100, LAST_YEAR * 100))
    parts = pd.DataFrame({"year": numbers // 100, "month": numbers % 100, "day": 1})
    return pd.to_datetime(parts, errors="coerce").astype("datetime64[ns]"), "years and months"


def _spreadsheet(numbers: pd.Series, held: pd.Series) -> tuple[pd.Series, str] | None:
    if held.between(*_SPREADSHEET).mean() < 0.9:
        return None
    numbers = numbers.where(numbers.between(*_SPREADSHEET))
    # Five digits after the point are less than a second; what is closer to a minute meant it.
    seconds = (numbers * 86400).round()
    minutes = (seconds / 60).round() * 60
    seconds = minutes if (seconds - minutes).abs().max() <= 1 else seconds
    time = pd.Timestamp("1899-12-30") + pd.to_timedelta(seconds, unit="s")
    return time.astype("datetime64[ns]"), "spreadsheet dates (days since 1899-12-30)"


def _from_parts(table: Table, findings: list[Finding]) -> tuple[pd.Series, tuple[int, ...]] | None:
    """From columns named year, month and perhaps day, hour, minute, second."""
    lower = [name.lower() for name in table.columns]
    names = []
    for part in _PARTS:
        if part not in lower:
            break
        names.append(part)
    if len(names) < 2:
        return None
    columns = tuple(lower.index(name) for name in names)
    parts = {
        name: pd.to_numeric(table.cells[column].str.strip(), errors="coerce")
        for name, column in zip(names, columns, strict=True)
    }
    parts["year"] = parts["year"].where(parts["year"].between(FIRST_YEAR, LAST_YEAR))
    parts.setdefault("day", pd.Series(np.ones(len(table)), index=table.cells.index))
    time = pd.to_datetime(pd.DataFrame(parts), errors="coerce").astype("datetime64[ns]")
    if time.notna().mean() < 0.8:
        return None
    message = f"The columns {listed((quoted(name) for name in names), 6)} were joined."
    findings.append(Finding("info", "date_and_time", message))
    return time, columns
