"""Where a table begins, and what its columns are called."""

import re
from collections import Counter

from informer.data.separator import LINES_TO_LOOK_AT, split_rows
from informer.data.series import DataError, Finding
from informer.data.wording import counted, listed, quoted

_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?")


def find_header(text: str, separator: str, findings: list[Finding]) -> tuple[list[str], int, bool]:
    """The first row of the table, the lines above its data, and whether it names the columns."""
    rows = split_rows(text, separator, LINES_TO_LOOK_AT)
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


def column_names(header: list[str], findings: list[Finding]) -> tuple[str, ...]:
    """Names trimmed and told apart: a second ``a`` becomes ``a (2)``; a missing one stays empty."""
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


def _is_data(row: list[str]) -> bool:
    filled = [field.strip() for field in row if field.strip()]
    return any(_DATE.match(field) for field in filled) or all(
        _NUMBER.fullmatch(field) for field in filled
    )
