"""A CSV file to a :class:`TimeSeries`: every decision is told, and what is in doubt is refused."""

import hashlib
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.columns import numeric_columns
from informer.data.content import to_text
from informer.data.grid import regularity
from informer.data.long_format import TimedRows, widen
from informer.data.repair import Rows, make_regular
from informer.data.series import DataError, Finding, TimeSeries
from informer.data.table import Table, parse_table
from informer.data.time_column import FoundTime, find_time
from informer.data.wording import counted, listed, quoted

MIN_ROWS = 48
"""Fewer rows are too few to train on and to test."""


def read_csv(
    source: Path | bytes,
    name: str | None = None,
    *,
    min_rows: int = MIN_ROWS,
    wanted: Collection[str] = (),
) -> TimeSeries:
    """Read a CSV: encoding, separator, time column, frequency and numeric columns are found.

    ``name`` is what the series is called; by default the name of the file. Fewer rows than
    ``min_rows`` are refused, and columns that never change are left out unless they are ``wanted``:
    a file to forecast from may be shorter than one to train on, and hold no holiday. Raises
    :class:`DataError`, one sentence, when the file can't be read or holds nothing to forecast; its
    ``findings`` are what had been found before that.
    """
    findings: list[Finding] = []
    try:
        if isinstance(source, Path):
            name = name or source.name
            source = read_bytes(source)
        return _read(source, name or "upload", min_rows, wanted, findings)
    except DataError as error:
        error.findings = tuple(findings)
        raise


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises :class:`DataError` when it can't be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"There is no file {quoted(str(path))}.") from error
    except OSError as error:
        raise DataError(f"The file {quoted(str(path))} can't be read: {error.strerror}.") from error


def _read(
    data: bytes, name: str, min_rows: int, wanted: Collection[str], findings: list[Finding]
) -> TimeSeries:
    text = to_text(data, findings)
    table = parse_table(text, findings)
    _tell_line_breaks(table, text, findings)
    if not len(table):
        raise DataError("The file has a header but no rows.")
    found = find_time(table, regularity, findings)
    kept = _rows_with_time(table, found, findings)
    kept = kept & ~_copies(table, kept, findings)
    _refuse_few(int(kept.sum()), min_rows)
    used = Table(table.columns, table.cells[kept].reset_index(drop=True), table.separator)
    time = found.time[kept].reset_index(drop=True)
    rows = widen(TimedRows(used, time, found.columns, np.flatnonzero(kept)), findings)
    columns, values = numeric_columns(rows.table, rows.time_columns, rows.row, findings, wanted)
    regular = make_regular(Rows(pd.DatetimeIndex(rows.time), values, rows.row), columns, findings)
    _refuse_few(len(regular.time), min_rows)
    return TimeSeries(
        name=name,
        time=regular.time,
        values=regular.values,
        columns=columns,
        freq=regular.freq,
        filled=regular.filled,
        fingerprint=hashlib.sha256(data).hexdigest(),
        time_column=" + ".join(table.columns[i] or f"column_{i + 1}" for i in found.columns),
        rows_read=len(table),
        findings=tuple(findings),
    )


def _tell_line_breaks(table: Table, text: str, findings: list[Finding]) -> None:
    """A quotation mark that is not closed swallows rows up to the next one."""
    if sum(1 for line in text.splitlines() if line.strip()) <= len(table) + 1:
        return
    broken = np.zeros(len(table), dtype=bool)
    for i in table.cells:
        broken |= table.cells[i].str.contains("\n", regex=False).to_numpy()
    if broken.any():
        rows = tuple(np.flatnonzero(broken)[:5].tolist())
        message = (
            f"Cells of {counted(int(broken.sum()), 'row')} hold line breaks, the first is row "
            f"{rows[0] + 1}: if that was not meant, a quotation mark is left open there."
        )
        findings.append(Finding("warning", "line_breaks", message, rows))


def _rows_with_time(table: Table, found: FoundTime, findings: list[Finding]) -> NDArray[np.bool_]:
    """Rows whose time was read; what was dropped is told. Refuses when that is too much."""
    kept = found.time.notna().to_numpy()
    empty = (table.cells == "").all(axis=1).to_numpy()
    dropped = np.flatnonzero(~kept & ~empty)
    if not len(dropped):
        return kept
    time_cells = table.cells[found.columns[0]]
    example = quoted(str(time_cells.iloc[dropped[-1]]))
    if len(dropped) > 0.2 * len(table):
        raise DataError(
            f"{len(dropped)} of {len(table)} rows have no time that can be read (such as "
            f"{example}): write them all in one way, for example 2024-01-31 13:00."
        )
    if dropped[0] == 0 and _is_second_header(table):
        units = [f"{quoted(name)} in {quoted(cell)}" for name, cell in _first_row(table) if cell]
        message = f"The row below the header holds no data and was skipped: {listed(units)}."
        findings.append(Finding("info", "second_header", message, rows=(0,)))
        dropped = dropped[1:]
    if len(dropped):
        message = (
            f"{counted(len(dropped), 'row')} without a time that can be read (such as {example}) "
            f"{'was' if len(dropped) == 1 else 'were'} dropped."
        )
        rows = tuple(dropped[:5].tolist())
        findings.append(Finding("warning", "rows_without_time", message, rows))
    return kept


def _copies(table: Table, kept: NDArray[np.bool_], findings: list[Finding]) -> NDArray[np.bool_]:
    """Rows that repeat an earlier one in every cell; they are told."""
    copies = table.cells.duplicated().to_numpy() & kept
    n = int(copies.sum())
    if n:
        message = f"{counted(n, 'exact duplicate row')} removed."
        rows = tuple(np.flatnonzero(copies)[:5].tolist())
        findings.append(Finding("info", "copies", message, rows))
    return copies


def _first_row(table: Table) -> list[tuple[str, str]]:
    return list(zip(table.columns, (str(cell) for cell in table.cells.iloc[0]), strict=True))


def _is_second_header(table: Table) -> bool:
    """Does the first row hold only texts, such as units?"""
    cells = [cell for _, cell in _first_row(table) if cell.strip()]
    return bool(cells) and all(not any(letter.isdigit() for letter in cell) for cell in cells)


def _refuse_few(rows: int, needed: int) -> None:
    if rows < needed:
        what_for = "train and to test" if needed == MIN_ROWS else "make a forecast"
        raise DataError(
            f"The file has {counted(rows, 'usable row')}, which is too few: at least {needed} "
            f"are needed to {what_for}."
        )
