"""Coming values of the known-future columns, from a CSV: one row for each step ahead."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.cells import parse_numbers
from informer.data.content import to_text
from informer.data.reading import read_bytes
from informer.data.series import DataError
from informer.data.table import Table, parse_table
from informer.data.time_column import find_time
from informer.data.wording import counted, listed, quoted

Doubles = NDArray[np.float64]


def read_known_future(source: Path | bytes, config: RunConfig, time: pd.DatetimeIndex) -> Doubles:
    """``[steps, n_known_future]`` what a file says of these times; other rows are passed over.

    The file has a time column and the known-future columns. Raises :class:`DataError`, one
    sentence, when it lacks a column or a time, or holds what is no number.
    """
    names = config.data.known_future
    if not names:
        raise DataError("This run has no columns that are known in the future.")
    data = read_bytes(source) if isinstance(source, Path) else source
    table = parse_table(to_text(data, []), [])
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise DataError(
            f"The file of coming values lacks {listed(map(quoted, missing))}; its columns are "
            f"{listed(map(quoted, table.columns), 12)}."
        )
    found = pd.DatetimeIndex(find_time(table, lambda times: float(times.notna().mean()), []).time)
    row = _rows(found, time)
    return np.stack([_column(table, name, row, time) for name in names], axis=1)


def _rows(found: pd.DatetimeIndex, time: pd.DatetimeIndex) -> NDArray[np.int64]:
    """The row of each time, the last one where a time stands twice."""
    last = pd.Series(np.arange(len(found)), index=found)
    last = last[~last.index.duplicated(keep="last") & last.index.notna()]
    row = last.reindex(time)
    absent = row.isna().to_numpy()
    if absent.any():
        raise DataError(
            f"The file of coming values lacks {counted(int(absent.sum()), 'step')} of the "
            f"{len(time)} that are forecast, the first is {time[absent][0]}: it needs one row for "
            f"each from {time[0]} to {time[-1]}."
        )
    return row.to_numpy(dtype=np.int64)


def _column(table: Table, name: str, row: NDArray[np.int64], time: pd.DatetimeIndex) -> Doubles:
    cells = table.cells[table.columns.index(name)].str.strip()
    values = parse_numbers(cells).values[row]
    unread = ~np.isfinite(values)
    if unread.any():
        first = int(unread.argmax())
        cell = str(cells.iloc[row[first]])
        raise DataError(
            f"The coming value of {quoted(name)} at {time[first]} is "
            f"{quoted(cell) if cell else 'empty'}, which is no number."
        )
    return np.asarray(values)
