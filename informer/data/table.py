"""From text to a table of cells, where rows may be of unequal length."""

import csv
import io
import warnings
from dataclasses import dataclass

import pandas as pd

from informer.data.header import column_names, find_header
from informer.data.separator import find_separator, split_rows
from informer.data.series import DataError, Finding


@dataclass(frozen=True)
class Table:
    """``cells`` holds one text column a column of the file, numbered; ``columns`` their names."""

    columns: tuple[str, ...]
    cells: pd.DataFrame
    separator: str

    def __len__(self) -> int:
        return len(self.cells)


def parse_table(text: str, findings: list[Finding]) -> Table:
    """Split text into named columns of cells; nothing is interpreted yet.

    Raises :class:`DataError` when the text is no table or its header does not fit its rows.
    """
    csv.field_size_limit(10_000_000)
    separator, text = find_separator(text)
    first, skip, header = find_header(text, separator, findings)
    width = len(first)
    cells = _read(text, separator, width, skip, findings)
    if header:
        columns = column_names(first, findings)
    else:
        columns = tuple(f"column_{i + 1}" for i in range(width))
        message = (
            "The first line holds data, so the columns were given the names column_1, column_2 …"
        )
        findings.append(Finding("warning", "no_header", message))
    return Table(columns, cells, separator)


def _read(
    text: str, separator: str, width: int, skip: int, findings: list[Finding]
) -> pd.DataFrame:
    """Cells as text, ``width`` columns; short rows are filled with empty cells."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return pd.read_csv(
                io.StringIO(text),
                sep=separator,
                header=None,
                names=range(width),
                index_col=False,
                skiprows=skip,
                dtype=str,
                na_filter=False,
                skipinitialspace=True,
            )
    except pd.errors.EmptyDataError:
        return pd.DataFrame({i: pd.Series(dtype=str) for i in range(width)})
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return _read_uneven(text, separator, width, skip, findings)


def _read_uneven(
    text: str, separator: str, width: int, skip: int, findings: list[Finding]
) -> pd.DataFrame:
    """As :func:`_read`, where a row is too long: only its first field can be trusted."""
    rows: list[list[str]] = []
    long: list[tuple[int, int, int]] = []
    try:
        numbered = split_rows(text, separator, strict=True)
    except csv.Error as error:
        raise DataError(
            f"The quotation marks do not pair up ({error}): close every quoted text."
        ) from error
    for line, row in numbered:
        if line <= skip:
            continue
        if any(field.strip() for field in row[width:]):
            long.append((len(rows), line, len(row)))
            row = row[:1]  # noqa: PLW2901 - nobody can know which field is the extra one
        rows.append((row + [""] * width)[:width])
    if len(long) > max(3, 0.1 * len(rows)):
        raise DataError(
            f"{len(long)} of {len(rows)} rows have more fields than the {width} columns (first: "
            f"line {long[0][1]}): put numbers or text that hold a separator in quotes."
        )
    if long:
        _, line, fields = long[0]
        message = (
            f"Line {line} has {fields} fields instead of {width}"
            + (f", as have {len(long) - 1} more" if len(long) > 1 else "")
            + ": only the first field was used, the others count as missing."
        )
        examples = tuple(row for row, _, _ in long[:5])
        findings.append(Finding("warning", "long_rows", message, rows=examples))
    return pd.DataFrame(rows, dtype=str)
