"""Small parts of the sentences in findings and errors."""

import math
from collections.abc import Iterable

import pandas as pd

_LONGEST = 40


def quoted(text: str) -> str:
    """Text of the file on one line, in quotes, cut where it is long."""
    line = " ".join(text.split())
    return f"'{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}'"


def listed(items: Iterable[str], most: int = 5) -> str:
    """``a, b, c and 4 more``."""
    names = list(items)
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"


def counted(n: int, noun: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def duration(nanoseconds: int) -> str:
    """The largest two units of a span of time: ``1 day 12 h``, ``80 s`` is ``1 min 20 s``."""
    parts = pd.Timedelta(nanoseconds, unit="ns").components._asdict()
    units = {"days": "d", "hours": "h", "minutes": "min", "seconds": "s", "milliseconds": "ms"}
    held = [f"{parts[name]} {unit}" for name, unit in units.items() if parts[name]]
    return " ".join(held[:2]) or f"{nanoseconds} ns"


def percent(share: float) -> str:
    """A share as ``12 %``; one that is small but not zero keeps a digit."""
    return f"{100 * share:.1f} %" if 0 < share < 0.1 else f"{100 * share:.0f} %"


def number(value: float | None, digits: int = 4) -> str:
    """A number to ``digits`` significant digits, thousands separated; an em dash for none."""
    if value is None or not math.isfinite(value):
        return "—"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(places, 8)}f}"


def decimals(values: Iterable[float]) -> int:
    """Places after the point that tell the values of one table apart, all written with as many.

    Four digits of the largest, or three of the range that they span.

    >>> decimals([152778.5, 150042.9]), decimals([63.1306, 0.3034]), decimals([1013.25, 1009.1])
    (0, 2, 2)
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return 0
    largest, span = max(map(abs, known)), max(known) - min(known)
    of_size = 3 - math.floor(math.log10(largest)) if largest > 0 else 0
    of_span = 2 - math.floor(math.log10(span)) if span > 0 else 0
    return min(max(of_size, of_span, 0), 8)


_STEPS = {
    "s": "second", "min": "minute", "h": "hour", "D": "day", "B": "business day", "W": "week",
    "MS": "month", "ME": "month", "QS": "quarter", "QE": "quarter", "YS": "year", "YE": "year",
}  # fmt: skip


def step_name(freq: str) -> str:
    """A pandas alias in words: ``h`` is ``1 hour``, ``30min`` is ``30 minutes``."""
    alias = freq.lstrip("0123456789")
    count = freq[: len(freq) - len(alias)] or "1"
    name = _STEPS.get(alias.split("-")[0])
    return freq if name is None else f"{count} {name}{'' if count == '1' else 's'}"


def every(freq: str) -> str:
    """How often there is a row, in words.

    >>> every("h"), every("30min")
    ('hour', '30 minutes')
    """
    return step_name(freq).removeprefix("1 ")
