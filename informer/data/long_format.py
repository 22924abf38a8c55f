"""Several series one below the other (date, store, sales) to one column for each of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.series import DataError, Finding
from informer.data.table import Table
from informer.data.wording import listed, quoted

_MOST_SERIES = 50
_FULL = 0.8
"""Share of the times that the series must have in common, to be told apart by a column."""


@dataclass(frozen=True)
class TimedRows:
    """Rows of a table with their times, and their numbers ``row`` in the file."""

    table: Table
    time: pd.Series
    time_columns: tuple[int, ...]
    row: NDArray[np.int_]


def widen(rows: TimedRows, findings: list[Finding]) -> TimedRows:
    """One row a time, where most times occur several times, once for each value of a column.

    Any other table is returned as it is. Raises :class:`DataError` when most times occur several
    times and no column tells the rows apart: their mean would be of things unknown.
    """
    per_time = rows.time.value_counts()
    if (per_time > 1).mean() <= 0.5:
        return rows
    others = [i for i in range(len(rows.table.columns)) if i not in rows.time_columns]
    key = next((i for i in others if _tells_apart(rows.table.cells[i], rows.time)), None)
    if key is None:
        raise DataError(
            f"Most times occur several times ({per_time.index[0]} occurs {per_time.iloc[0]} "
            "times) and no column tells the rows apart: keep one row a time."
        )
    return _pivot(rows, key, [i for i in others if i != key], findings)


def _tells_apart(cells: pd.Series, time: pd.Series) -> bool:
    n_series, n_times = cells.nunique(), time.nunique()
    if not 2 <= n_series <= _MOST_SERIES or (cells == "").any():
        return False
    unique = not pd.DataFrame({"time": time, "key": cells}).duplicated().any()
    return unique and len(cells) >= _FULL * n_series * n_times


def _pivot(rows: TimedRows, key: int, others: list[int], findings: list[Finding]) -> TimedRows:
    """Time columns first, then each other column once for every series."""
    table = rows.table
    first = ~rows.time.duplicated()
    time = rows.time[first].reset_index(drop=True)
    place = pd.Series(np.arange(len(time)), index=time)[rows.time].to_numpy()
    columns = [table.columns[i] for i in rows.time_columns]
    cells = [table.cells[i][first].reset_index(drop=True) for i in rows.time_columns]
    names = [str(name) for name in table.cells[key].unique()]
    for i in others:
        for name in names:
            mine = (table.cells[key] == name).to_numpy()
            held = np.full(len(time), "", dtype=object)
            held[place[mine]] = table.cells[i].to_numpy()[mine]
            columns.append(f"{table.columns[i]} {name}")
            cells.append(pd.Series(held, dtype=str))
    message = (
        f"Each time occurs once for every {quoted(table.columns[key])} "
        f"({listed(map(quoted, names))}): each was given columns of its own."
    )
    choices = ("Keep one of them", "Add them up")
    findings.append(Finding("warning", "several_series", message, choices=choices))
    wide = Table(tuple(columns), pd.DataFrame(dict(enumerate(cells))), table.separator)
    return TimedRows(wide, time, tuple(range(len(rows.time_columns))), rows.row[first.to_numpy()])
