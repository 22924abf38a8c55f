"""Text cells to times: which way of writing dates a column uses, and what each cell says.

Every way is one regular expression with named parts, so that ``24:00``, AM and PM, month names and
quarters all end in the same place: whole numbers for year, month, day and time of day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

FIRST_YEAR, LAST_YEAR = 1700, 2200
"""Dates outside are taken for mistakes (0001-01-01 and 9999-12-31 are common fillers)."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS = {
    "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
    "fév": 2, "fev": 2, "avr": 4, "août": 8, "aoû": 8, "déc": 12, "set": 9, "out": 10, "mei": 5,
}  # fmt: skip
_MONTH_NUMBERS = {name: i + 1 for i, name in enumerate(_MONTHS)} | _OTHER_MONTHS

_CLOCK = (
    r"(?:[T\s,_]+(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?)?\s*(?P<half>[AaPp])?(?(half)\.?[Mm]\.?))?"
)
_NAME = r"(?P<name>[^\W\d_]{3,10})"
WAYS: dict[str, re.Pattern[str]] = {
    "year first": re.compile(
        rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_CLOCK}"
    ),
    "numbers": re.compile(
        rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d{{2}}){_CLOCK}"
    ),
    "compact": re.compile(
        r"(?P<year>(?:1[789]|2[01])\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)"
        r"(?:[T\s_]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
    ),
    "day and month name": re.compile(
        rf"(?P<day>\d{{1,2}})[-/.\s]*{_NAME}[-/.,\s]*(?P<year>\d{{4}}|\d{{2}}){_CLOCK}"
    ),
    "month name and day": re.compile(
        rf"{_NAME}\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_CLOCK}"
    ),
    "year and month": re.compile(r"(?P<year>\d{4})[-/M](?P<month>\d{1,2})"),
    "month and year": re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
    "month name": re.compile(rf"{_NAME}[-/.,\s]*(?P<year>\d{{4}}|\d{{2}})"),
    "year and month name": re.compile(rf"(?P<year>\d{{4}})[-/.,\s]*{_NAME}"),
    "year and quarter": re.compile(r"(?P<year>\d{4})[-/.\s]*[QqT](?P<quarter>[1-4])"),
    "quarter and year": re.compile(r"[QqT](?P<quarter>[1-4])[-/.\s]*(?P<year>\d{4})"),
}
TIME_OF_DAY = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp])?(?(half)\.?[Mm]\.?)"
)


@dataclass(frozen=True)
class Parts:
    """Cells split by one way of writing: one text column a named part."""

    way: str
    parts: pd.DataFrame

    @property
    def has_clock(self) -> bool:
        """Does any cell tell the time of day?"""
        return "hour" in self.parts and bool(self.parts["hour"].notna().any())


def find_way(sample: Sequence[str]) -> tuple[str, float]:
    """The way of writing that fits the most cells of a sample, and their share."""
    shares = {
        way: sum(pattern.fullmatch(cell) is not None for cell in sample) / max(len(sample), 1)
        for way, pattern in WAYS.items()
    }
    best = max(shares, key=shares.__getitem__)
    return best, shares[best]


def split_parts(cells: pd.Series, way: str) -> Parts:
    """The named parts of all cells; missing where a cell is written otherwise."""
    pattern = WAYS[way]
    matches = cells.map({cell: pattern.fullmatch(cell) for cell in cells.unique()})
    names = list(pattern.groupindex)
    rows = [match.groups() if match is not None else (None,) * len(names) for match in matches]
    return Parts(way, pd.DataFrame(rows, columns=names, index=cells.index, dtype=object))


def to_times(parts: Parts, is_month_first: bool = False) -> pd.Series:
    """Times (``datetime64[ns]``), NaT where a part is missing or no such date exists."""
    table = parts.parts
    if "a" in table:
        a, b = day_and_month(parts)
        month, day = (a, b) if is_month_first else (b, a)
    else:
        month, day = _month(table), _numbers(table, "day", missing=1)
    year = _numbers(table, "year")
    two_digits = table["year"].str.len() == 2
    year = year.where(~two_digits, year + np.where(year < 70, 2000, 1900))
    year = year.where(year.between(FIRST_YEAR, LAST_YEAR))
    date = pd.to_datetime({"year": year, "month": month, "day": day}, errors="coerce")
    return date.astype("datetime64[ns]") + _clock(table)


def _clock(table: pd.DataFrame) -> pd.Series:
    """Time of day of the parts as a timedelta: ``24:00`` is a whole day, 12 AM is none."""
    hour = _numbers(table, "hour", missing=0)
    if "half" in table:
        half = table["half"].str.lower()
        hour = hour.where(half.isna() | hour.between(1, 12))
        hour = hour.where(half.isna(), hour % 12 + 12 * (half == "p"))
    minute, second = _numbers(table, "minute", missing=0), _numbers(table, "second", missing=0)
    total = hour * 3600 + minute * 60 + second
    total = total.where((total <= 86400) & (minute < 60) & (second <= 60))
    ticks = (total * 10**9).astype("Int64")
    if "fraction" in table:
        fraction = table["fraction"].str.ljust(9, "0")
        ticks += pd.to_numeric(fraction, errors="coerce").fillna(0).astype("Int64")
    return pd.to_timedelta(ticks, unit="ns")


def day_and_month(parts: Parts) -> tuple[pd.Series, pd.Series]:
    """The first and second number of ``a/b/year``: one is the day, one the month."""
    return _numbers(parts.parts, "a"), _numbers(parts.parts, "b")


def _numbers(table: pd.DataFrame, name: str, missing: float = np.nan) -> pd.Series:
    if name not in table:
        return pd.Series(missing, index=table.index, dtype=np.float64)
    return pd.to_numeric(table[name], errors="coerce").astype(np.float64).fillna(missing)


def _month(table: pd.DataFrame) -> pd.Series:
    if "quarter" in table:
        return _numbers(table, "quarter") * 3 - 2
    if "name" in table:
        names = table["name"].str.lower()
        return names.str[:4].map(_MONTH_NUMBERS).fillna(names.str[:3].map(_MONTH_NUMBERS))
    return _numbers(table, "month")
