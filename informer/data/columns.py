"""Which columns can be forecast: those with numbers that change."""

import re
from collections import defaultdict
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from informer.data.cells import DecimalCommas, Numbers, has_decimal, parse_numbers
from informer.data.series import DataError, Finding
from informer.data.table import Table
from informer.data.wording import counted, listed, percent, quoted

_LARGEST = 1e30
"""Beyond this a number can't be scaled and held as float32."""
_CODES = (99.99, 999.0, 999.9, 9999.0, 9999.9, 99999.0, 999999.0)
"""Numbers that loggers write for a missing value, with either sign."""
_COUNTER = re.compile(
    r"|index|id|no|nr|num|row|rownum|rownames|record|step|n|unnamed: 0", re.IGNORECASE
)
_MANY = 100
_KINDS: dict[str, tuple[str, str]] = {
    "text_columns": ("info", "Not offered, since they hold text: {}."),
    "counter_columns": ("info", "Not offered, since they only count the rows: {}."),
    "empty_columns": ("warning", "Not offered, since they are empty: {}."),
    "constant_columns": ("warning", "Not offered, since they never change: {}."),
    "sparse_columns": ("warning", "Not offered, since most of their cells are missing: {}."),
    "mixed_columns": ("warning", "Not offered, since they mix numbers and text: {}."),
    "units_and_signs": ("info", "Cells were interpreted: {}."),
    "missing_markers": ("info", "Cells with a marker count as missing: {}."),
    "doubtful_numbers": ("warning", "Numbers that could mean two things: {}."),
    "unread_cells": ("warning", "Cells that are no numbers count as missing: {}."),
    "infinite_cells": ("warning", "Infinite values count as missing: {}."),
    "extreme_cells": ("warning", "Values too large to compute with count as missing: {}."),
    "missing_codes": ("warning", "Values that look like codes for missing count as missing: {}."),
}


class _Notes:
    """What is said about columns, collected so that 2,000 columns give one sentence a kind."""

    def __init__(self, row: NDArray[np.int_]) -> None:
        self._row = row
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._rows: dict[str, list[int]] = defaultdict(list)

    def add(self, kind: str, text: str, rows: NDArray[np.int_] | tuple[int, ...] = ()) -> None:
        self._texts[kind].append(text)
        self._rows[kind].extend(int(self._row[row]) for row in rows[:5])

    def findings(self) -> list[Finding]:
        return [
            Finding(
                "info" if level == "info" else "warning",
                kind,
                sentence.format(listed(self._texts[kind])),
                tuple(self._rows[kind][:5]),
            )
            for kind, (level, sentence) in _KINDS.items()
            if kind in self._texts
        ]


def numeric_columns(
    table: Table,
    skip: tuple[int, ...],
    row: NDArray[np.int_],
    findings: list[Finding],
    wanted: Collection[str] = (),
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Names and values ``[T, C]`` of the columns that can be used, NaN where a cell is missing.

    ``row`` is the number of each row in the file. A column that is ``wanted`` may be constant. Each
    column left out, and each cell that is not read plainly, is told in ``findings``. Raises
    :class:`DataError` when no column is left.
    """
    notes = _Notes(row)
    others = [i for i in range(len(table.columns)) if i not in skip]
    commas = _decimal_commas(table, others)
    names: list[str] = []
    columns: list[NDArray[np.float64]] = []
    for i in others:
        name = table.columns[i]
        label = quoted(name) if name else f"column {i + 1}, which has no name"
        read = parse_numbers(table.cells[i], commas)
        reason = _unreadable(read, name)
        if reason is None:
            values = _without_fillers(read.values, label, notes)
            reason = _unusable(values)
        if reason == "constant_columns" and name in wanted:
            reason = None
        if reason is not None:
            notes.add(reason, label)
            continue
        _tell(read, label, table.cells[i].to_numpy(), notes)
        names.append(name or f"column_{i + 1}")
        columns.append(values)
    findings.extend(notes.findings())
    if not columns:
        raise DataError(_nothing_left(len(others), notes))
    if len(names) > _MANY:
        message = f"There are {counted(len(names), 'column')}: only those you choose are used."
        findings.append(Finding("warning", "many_columns", message))
    return tuple(names), np.stack(columns, axis=1)


def _decimal_commas(table: Table, columns: list[int]) -> DecimalCommas:
    """Does the file write ``7,5``? Semicolons are the separator where the comma is taken."""
    if any(has_decimal(",", table.cells[i]) for i in columns):
        return "sure"
    dots = any(has_decimal(".", table.cells[i]) for i in columns)
    return "likely" if table.separator == ";" and not dots else "no"


def _nothing_left(n_others: int, notes: _Notes) -> str:
    if n_others == 0:
        return "There is only a time column, so there is nothing to forecast: add one with numbers."
    reasons = " ".join(finding.message for finding in notes.findings())
    return (
        f"There is no column with numbers that change, so there is nothing to forecast. {reasons}"
    )


def _unreadable(read: Numbers, name: str) -> str | None:
    """Why the cells can't be used as numbers; None: they can."""
    if read.missing.all():
        return "empty_columns"
    if read.share_read < 0.5:
        return "text_columns"
    if read.share_read < 0.95:
        return "mixed_columns"
    if _COUNTER.fullmatch(name) and np.array_equal(
        read.values, read.values[0] + np.arange(len(read.values))
    ):
        return "counter_columns"
    return None


def _unusable(values: NDArray[np.float64]) -> str | None:
    """Why the numbers can't be forecast; None: they can."""
    held = values[np.isfinite(values)]
    if len(held) < 0.5 * len(values):
        return "sparse_columns"
    return "constant_columns" if held.min() == held.max() else None


def _tell(read: Numbers, label: str, cells: NDArray[np.object_], notes: _Notes) -> None:
    if read.notes:
        notes.add("units_and_signs", f"{label}: {', '.join(read.notes)}")
    if read.doubt:
        notes.add("doubtful_numbers", f"{label}: {read.doubt}")
    if read.markers:
        markers = listed((quoted(marker) for marker in read.markers), 12)
        notes.add("missing_markers", f"{label} ({markers})")
    if read.unread:
        example = quoted(str(cells[read.unread[0]]))
        text = f"{label} ({counted(len(read.unread), 'cell')} such as {example})"
        notes.add("unread_cells", text, read.unread)


def _without_fillers(values: NDArray[np.float64], label: str, notes: _Notes) -> NDArray[np.float64]:
    """Infinite and extreme values, and the codes of loggers, become missing; each is told."""
    values = values.copy()
    infinite = np.isinf(values)
    if infinite.any():
        notes.add("infinite_cells", f"{label} ({infinite.sum()})", np.flatnonzero(infinite))
    extreme = np.isfinite(values) & (np.abs(values) > _LARGEST)
    if extreme.any():
        text = f"{label} ({extreme.sum()}, such as {values[extreme][0]:.3g})"
        notes.add("extreme_cells", text, np.flatnonzero(extreme))
    values[infinite | extreme] = np.nan
    coded = np.isin(np.abs(values), _CODES)
    plain = values[~coded & ~np.isnan(values)]
    if not coded.any() or len(plain) < 2:
        return values
    low, high = plain.min(), plain.max()
    # A code stands alone, farther from all other values than they are from each other.
    coded &= (values > high + (high - low)) | (values < low - (high - low))
    for code in np.unique(values[coded]):
        rows = np.flatnonzero(values == code)
        share = percent(len(rows) / len(values))
        notes.add("missing_codes", f"{label} ({code:g}, {len(rows)} times, {share})", rows)
        values[rows] = np.nan
    return values
