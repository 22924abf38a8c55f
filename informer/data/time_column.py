"""Which column tells the time: by its cells first, by its name second."""

import re
from dataclasses import dataclass

import pandas as pd

from informer.data.numeric_time import find_numeric_time, hints_at_time
from informer.data.series import DataError, Finding
from informer.data.table import Table
from informer.data.times import TIME_OF_DAY
from informer.data.wording import listed, quoted
from informer.data.written_time import (
    ENOUGH,
    Regularity,
    has_clock,
    is_written_time,
    read_written,
    sample,
)

_USUAL_NAMES = ("time", "date", "datetime", "timestamp", "ds")
_HOUR = re.compile(r"hour|stunde|hora|heure|hr|h", re.IGNORECASE)


@dataclass(frozen=True)
class FoundTime:
    """The time of each row of the file (NaT: none), and the numbers of the columns it came from."""

    time: pd.Series
    columns: tuple[int, ...]


def find_time(table: Table, regularity: Regularity, findings: list[Finding]) -> FoundTime:
    """Find and read the time column of a table.

    Raises :class:`DataError`, with the columns seen, when no column tells the time.
    """
    written = [i for i in range(len(table.columns)) if is_written_time(table.cells[i])]
    if not written:
        numeric = find_numeric_time(table, findings)
        if numeric is not None:
            return FoundTime(*numeric)
        if len(table.columns) == 1:
            raise DataError(
                f"There is only one column ({_columns_seen(table)}), without dates or times: each "
                "row needs a time and a number, separated by a comma, a semicolon or a tab."
            )
        raise DataError(
            f"No column holds dates or times (columns: {_columns_seen(table)}): add one with the "
            "time of each row, for example 2024-01-31 13:00."
        )
    best = max(
        written,
        key=lambda i: (has_clock(table.cells.iloc[:, i]), hints_at_time(table.columns[i]), -i),
    )
    others = tuple(quoted(table.columns[i]) for i in written if i != best)
    if others:
        message = f"The time was taken from {quoted(table.columns[best])}, not {listed(others)}."
        findings.append(Finding("info", "time_column", message, choices=others))
    found = _with_time_of_day(table, best, regularity, findings)
    _tell_unexpected(table, found, findings)
    return found


def _tell_unexpected(table: Table, found: FoundTime, findings: list[Finding]) -> None:
    """The name of another column promised times, but its cells hold none."""
    names = [table.columns[i] for i in found.columns]
    promised = {n for n in table.columns if n.lower() in _USUAL_NAMES} - set(names)
    if promised and not any(name.lower() in _USUAL_NAMES for name in names):
        message = (
            f"The time was taken from {listed(map(quoted, names))}: "
            f"{listed(map(quoted, sorted(promised)))} {'holds' if len(promised) == 1 else 'hold'} "
            "no dates."
        )
        findings.append(Finding("info", "time_column", message))


def _columns_seen(table: Table) -> str:
    return listed(quoted(name) if name else "one without a name" for name in table.columns)


def _with_time_of_day(
    table: Table, column: int, regularity: Regularity, findings: list[Finding]
) -> FoundTime:
    """The time written in one column, joined with a second that holds the time of day."""
    cells, name = table.cells[column].str.strip(), table.columns[column]
    second = None
    if cells.duplicated().any() and not has_clock(cells):
        second = next(
            (i for i in range(len(table.columns)) if i != column and _is_clock(table, i)), None
        )
    if second is None:
        return FoundTime(read_written(cells, name, regularity, findings), (column,))
    message = f"The columns {quoted(name)} and {quoted(table.columns[second])} were joined."
    findings.append(Finding("info", "date_and_time", message))
    clock = table.cells[second].str.strip()
    clock = clock.where(clock.str.contains(":", regex=False), clock + ":00")
    joined = (cells + " " + clock).where((cells != "") & (clock != ":00"), "")
    return FoundTime(read_written(joined, name, regularity, findings), (column, second))


def _is_clock(table: Table, column: int) -> bool:
    some = sample(table.cells[column])
    if some.map(lambda cell: TIME_OF_DAY.fullmatch(cell) is not None).mean() >= ENOUGH:
        return True
    return _HOUR.fullmatch(table.columns[column]) is not None and bool(
        some.str.fullmatch(r"[01]?\d|2[0-4]").mean() >= ENOUGH
    )
