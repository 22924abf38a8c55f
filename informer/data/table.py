"""From text to a table of cells: the separator, the header, rows of unequal length."""

import csv
import io
import re
import warnings
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from informer.data.series import DataError, Finding
from informer.data.wording import counted, listed, quoted

_SEPARATORS = (",", ";", "\t", "|")
_LINES_TO_LOOK_AT = 100
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?")
_DIRECTIVE = re.compile(r'"?sep=(?P<separator>[,;|\t])"?[ \t]*\r?\n', re.IGNORECASE)


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
    directive = _DIRECTIVE.match(text)
    if directive:  # a spreadsheet's own first line, which names the separator
        text = text[directive.end() :]
    separator = directive["separator"] if directive else _sniff(text)
    first, skip, header = _find_header(text, separator, findings)
    width = len(first)
    cells = _read(text, separator, width, skip, findings)
    if header:
        columns = _names(first, findings)
    else:
        columns = tuple(f"column_{i + 1}" for i in range(width))
        message = (
            "The first line holds data, so the columns were given the names column_1, column_2 …"
        )
        findings.append(Finding("warning", "no_header", message))
    return Table(columns, cells, separator)


def _rows(
    text: str, separator: str, most: int | None = None, strict: bool = False
) -> list[tuple[int, list[str]]]:
    """Rows with fields, each with the number of the line it ends on; empty lines left out."""
    lines = io.StringIO(text)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict)
    rows: list[tuple[int, list[str]]] = []
    for row in reader:
        if any(field.strip() for field in row):
            rows.append((reader.line_num, row))
        if most is not None and len(rows) >= most:
            break
    return rows


def _sniff(text: str) -> str:
    """The separator that splits the most lines into the same number of fields."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = Counter(len(row) for _, row in _rows(text[:200_000], separator, _LINES_TO_LOOK_AT))
        if not widths:
            return 0.0, 0
        width, lines = widths.most_common(1)[0]
        return (round(lines / widths.total(), 2), width) if width > 1 else (0.0, 0)

    best = max(_SEPARATORS, key=evenness)
    share, _ = evenness(best)
    if share == 0.0:
        return ","  # a single column: there may still be something to say about it
    if share < 0.5:
        raise DataError(
            "This text is no table: a CSV file has one row a line, with columns separated by "
            "commas, semicolons or tabs."
        )
    return best


def _find_header(text: str, separator: str, findings: list[Finding]) -> tuple[list[str], int, bool]:
    """The first row of the table, the lines above its data, and whether it names the columns."""
    rows = _rows(text, separator, _LINES_TO_LOOK_AT)
    if not rows:
        raise DataError("The file is empty.")
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    at = next(i for i, (_, row) in enumerate(rows) if len(row) == width)
    end, first = rows[at]
    header = not _is_data(first)
    if at == 0:
        return first, end if header else 0, header
    before, above = rows[at - 1]
    beyond = [field for _, row in rows[at:] for field in row[len(above) :]]
    if 1 < len(above) < width and not any(field.strip() for field in beyond):
        return above, before, True  # each row ends with a separator that the header lacks
    if not header and len(above) > 1:
        raise DataError(
            f"Line {before} names {len(above)} columns, but the rows below have {width} fields: "
            "give each column a name, or put numbers with decimal commas in quotes."
        )
    message = f"{counted(at, 'line')} above the table {'was' if at == 1 else 'were'} skipped."
    findings.append(Finding("info", "lines_above", message))
    return first, end if header else before, header


def _is_data(row: list[str]) -> bool:
    filled = [field.strip() for field in row if field.strip()]
    return any(_DATE.match(field) for field in filled) or all(
        _NUMBER.fullmatch(field) for field in filled
    )


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
        numbered = _rows(text, separator, strict=True)
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


def _names(header: list[str], findings: list[Finding]) -> tuple[str, ...]:
    """Trimmed, and each once: a second ``a`` becomes ``a (2)``; a missing name stays empty."""
    seen: Counter[str] = Counter()
    names, renamed = [], []
    for field in header:
        name = " ".join(field.replace("\ufeff", "").split())
        seen[name] += 1
        while name and seen[name] > 1:
            name = f"{name} ({seen[name]})"
            seen[name] += 1
            renamed.append(name)
        names.append(name)
    if renamed:
        message = f"Several columns have the same name: {listed(map(quoted, renamed))} renamed."
        findings.append(Finding("warning", "same_names", message))
    return tuple(names)
