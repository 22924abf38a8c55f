"""From text to rows of fields, and the separator that splits them."""

import csv
import io
import re
from collections import Counter

from informer.data.series import DataError

LINES_TO_LOOK_AT = 100
_SEPARATORS = (",", ";", "\t", "|")
_DIRECTIVE = re.compile(r'"?sep=(?P<separator>[,;|\t])"?[ \t]*\r?\n', re.IGNORECASE)


def find_separator(text: str) -> tuple[str, str]:
    """The separator of a text, and the text without the line that names it, where it has one.

    Raises :class:`DataError` when no separator splits the lines into columns.
    """
    directive = _DIRECTIVE.match(text)
    if directive:  # a spreadsheet's own first line, which names the separator
        return directive["separator"], text[directive.end() :]
    return _sniff(text), text


def split_rows(
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
        widths = Counter(
            len(row) for _, row in split_rows(text[:200_000], separator, LINES_TO_LOOK_AT)
        )
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
