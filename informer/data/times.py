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


_DATES_WITHOUT_SPACES = ("year first", "numbers")


@dataclass(frozen=True)
class Parts:
    """Cells split by one way of writing: one column of numbers a named part, NaN for none.

    ``name`` is the number of the month, ``half`` 0 for AM and 1 for PM, ``sep`` 1 for a slash,
    ``fraction`` a number of nanoseconds.
    """

    way: str
    numbers: pd.DataFrame

    @property
    def has_clock(self) -> bool:
        """Does any cell tell the time of day?"""
        return "hour" in self and bool(self["hour"].notna().any())

    def __getitem__(self, part: str) -> pd.Series:
        return self.numbers[part]

    def __contains__(self, part: str) -> bool:
        return part in self.numbers


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
    if way not in _DATES_WITHOUT_SPACES or not cells.str.contains(" ", regex=False).any():
        return Parts(way, _matched(cells, WAYS[way]))
    # Of a million times there are few different days and few different clock times.
    halves = cells.str.split(" ", n=1, expand=True).fillna("")
    numbers = _matched(halves[0], WAYS[way])
    clock = _matched((" " + halves[1]).where(halves[1] != "", ""), re.compile(_CLOCK))
    clocked = (halves[1] != "").to_numpy()
    numbers.loc[clocked, clock.columns] = clock[clocked]
    numbers.loc[clocked & clock["hour"].isna().to_numpy()] = np.nan
    return Parts(way, numbers)


def _matched(cells: pd.Series, pattern: re.Pattern[str]) -> pd.DataFrame:
    """The groups of each cell as numbers; each different cell is looked at once."""
    codes, unique = pd.factorize(cells)
    matches = [pattern.fullmatch(str(cell)) for cell in unique]
    names = list(pattern.groupindex)
    none = (None,) * len(names)
    groups = [match.groups() if match is not None else none for match in matches]
    texts = pd.DataFrame(groups, columns=names, dtype=object)
    numbers = pd.DataFrame({name: _to_number(name, texts[name]) for name in names})
    return numbers.take(codes).set_index(cells.index)


def _to_number(part: str, texts: pd.Series) -> pd.Series:
    if part == "half":
        return texts.str.lower().map({"a": 0.0, "p": 1.0})
    if part == "sep":
        return (texts == "/").astype(np.float64)
    if part == "name":
        names = texts.str.lower()
        return names.str[:4].map(_MONTH_NUMBERS).fillna(names.str[:3].map(_MONTH_NUMBERS))
    if part == "fraction":
        texts = texts.str.ljust(9, "0")
    numbers = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    if part == "year":
        century = pd.Series(np.where(numbers < 70, 2000, 1900), index=texts.index)
        numbers = numbers.where(texts.str.len() != 2, numbers + century)
        return numbers.where(numbers.between(FIRST_YEAR, LAST_YEAR))
    return numbers


def to_times(parts: Parts, is_month_first: bool = False) -> pd.Series:
    """Times (``datetime64[ns]``), NaT where a part is missing or no such date exists."""
    date = pd.DataFrame({"year": parts["year"], "day": 1})
    if "a" in parts:
        date["month"], date["day"] = parts["a"], parts["b"]
        if not is_month_first:
            date["month"], date["day"] = parts["b"], parts["a"]
    elif "quarter" in parts:
        date["month"] = parts["quarter"] * 3 - 2
    else:
        date["month"] = parts["name" if "name" in parts else "month"]
    if "day" in parts:
        date["day"] = parts["day"]
    days = pd.to_datetime(date, errors="coerce").astype("datetime64[ns]")
    return days + _clock(parts) if "hour" in parts else days


def _clock(parts: Parts) -> pd.Series:
    """Time of day of the parts as a timedelta: ``24:00`` is a whole day, 12 AM is none."""
    hour, minute = parts["hour"].fillna(0), parts["minute"].fillna(0)
    second = parts["second"].fillna(0)
    if "half" in parts:
        half = parts["half"]
        hour = hour.where(half.isna() | hour.between(1, 12))
        hour = hour.where(half.isna(), hour % 12 + 12 * half)
    total = hour * 3600 + minute * 60 + second
    total = total.where((total <= 86400) & (minute < 60) & (second <= 60))
    ticks = (total * 10**9).astype("Int64")
    if "fraction" in parts:
        ticks += parts["fraction"].fillna(0).astype("Int64")
    return pd.to_timedelta(ticks, unit="ns")
