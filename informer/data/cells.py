"""Cells of one column to numbers: missing markers, decimal commas, units, yes and no.

A column is read in one style throughout, decided by all its cells and by the file around it; no
cell is guessed on its own.
"""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MISSING = frozenset(
    {"", "-", "--", "—", "–", ".", "?", "na", "n/a", "#n/a", "#na", "n.a.", "nan", "null", "none"}
    | {"nil", "missing", "#value!", "#div/0!", "#ref!", "#null!", "(null)", "\\n", "<na>", "*"}
)
"""Cells that stand for a missing value, in lower case."""

_EXPONENT = r"(?:[eE][+-]?\d+)?"
_DOT = re.compile(rf"[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)?(?:\.\d*)?{_EXPONENT}")
_COMMA = re.compile(rf"[+-]?(?:\d{{1,3}}(?:\.\d{{3}})+|\d+)?(?:,\d*)?{_EXPONENT}")
_SURELY_DECIMAL = {
    sign: re.compile(
        rf"[+-]?(?:(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+){point}(?:\d{{1,2}}|\d{{4,}})"
        rf"|0{point}\d+|\d{{1,3}}(?:{group}\d{{3}})+{point}\d+)"
    )
    for sign, point, group in ((",", ",", r"\."), (".", r"\.", ","))
}
DecimalCommas = Literal["no", "likely", "sure"]
_GROUP_SPACE = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
_WITH_UNIT = re.compile(
    r"(?P<before>[$€£¥₹]|[A-Z]{3}(?= ))?\s*(?P<number>[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?)"
    r"\s*(?P<after>[^\d\s.,:;+-][^\d\s:]{0,9})?"
)
_MAGNITUDES = frozenset(
    {"k", "K", "m", "M", "b", "B", "t", "T", "G", "bn", "Mio", "Mrd", "tsd", "Tsd"}
)
_YES_NO = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"}, {"on", "off"})


@dataclass(frozen=True)
class Numbers:
    """What the cells of one column say; ``values`` ``[T]`` is NaN where they say nothing."""

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    """Empty cells and markers such as ``NA``."""
    markers: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
    """Rows whose cell is neither a number nor missing."""
    notes: tuple[str, ...] = ()
    """What had to be interpreted: ``units kW removed``."""
    doubt: str | None = None
    """What could be meant differently."""

    @property
    def share_read(self) -> float:
        """Cells read as numbers, of those that hold something; 0 for an empty column."""
        held = len(self.values) - int(self.missing.sum())
        return 1 - len(self.unread) / held if held else 0.0


def has_decimal(sign: str, cells: pd.Series) -> bool:
    """Is ``sign`` surely the decimal sign, as the comma is in ``7,5`` and ``1.234,50``?"""
    held = {cell for cell in cells.iloc[:2000].tolist() if sign in cell}
    bare = [_GROUP_SPACE.sub("", cell.strip()) for cell in held]
    sure = sum(_SURELY_DECIMAL[sign].fullmatch(cell) is not None for cell in bare)
    return sure > 0.5 * len(held)


def parse_numbers(cells: pd.Series, commas: DecimalCommas = "no") -> Numbers:
    """Read the text cells of a column as numbers.

    ``commas`` says whether the file around it has decimal commas: then ``1.234`` is one thousand,
    unless the column speaks against it.
    """
    plain = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
    dotted = commas != "no" and bool(cells.str.contains(".", regex=False).any())
    if len(plain) and not dotted and not np.isnan(plain).any():
        return Numbers(plain, np.zeros(len(plain), dtype=bool))
    text = cells.str.strip()
    lower = text.str.lower()
    missing = lower.isin(MISSING).to_numpy()
    held = text[~missing]
    markers = tuple(marker for marker in text[missing].unique() if marker)
    values = np.full(len(text), np.nan)
    if held.empty:
        return Numbers(values, missing, markers)
    if not dotted and not np.isnan(plain[~missing]).any():
        return Numbers(np.where(missing, np.nan, plain), missing, markers)
    numbers, notes, doubt = _read(held, commas)
    values[~missing] = numbers
    unread = tuple(np.flatnonzero(~missing)[np.isnan(numbers)].tolist())
    return Numbers(values, missing, markers, unread, notes, doubt)


def _read(
    held: pd.Series, commas: DecimalCommas
) -> tuple[NDArray[np.float64], tuple[str, ...], str | None]:
    words = set(held.str.lower().unique()) if held.nunique() <= 4 else set()
    for pair in _YES_NO:
        if words and words <= pair:
            yes = held.str.lower().isin({"true", "yes", "y", "t", "on"})
            return np.asarray(yes, dtype=np.float64), ("yes and no read as 1 and 0",), None
    # Only different texts are interpreted, once each; the style is that of the whole column.
    unique = pd.Index(held.unique())
    bare, notes = _bare_numbers(unique)
    style, doubt = _style([text for text in bare if text is not None], commas)
    read = {text: _number(number, style) for text, number in zip(unique, bare, strict=True)}
    signs = {sign for text in bare for sign in ",." if sign in (text or "")}
    if style == "," and "," in signs:
        notes.append("',' read as the decimal sign")
    for sign in signs - {style}:
        notes.append(f"'{sign}' read as the thousands sign")
    return held.map(read).to_numpy(np.float64), tuple(notes), doubt


def _bare_numbers(cells: pd.Index) -> tuple[list[str | None], list[str]]:
    """The number in each text, as it is written (None: there is none), and what was removed."""
    bare: list[str | None] = []
    units: list[str] = []
    grouped = brackets = False
    for cell in cells:
        text = str(cell).replace("−", "-")
        if text.startswith("(") and text.endswith(")"):
            text, brackets = "-" + text[1:-1], True
        closed = _GROUP_SPACE.sub("", re.sub(r"^-\s*([$€£¥₹])", r"\1-", text))
        grouped |= len(closed) < len(text)
        if closed.lower().lstrip("+-") in ("inf", "infinity"):
            bare.append(closed)
            continue
        match = _WITH_UNIT.fullmatch(closed)
        bare.append(match["number"] if match else None)
        if match and (match["before"] or match["after"]):
            units.append(f"{match['before'] or ''} {match['after'] or ''}".strip())
    kinds = set(units)
    # 900 beside 1.2k, or 5 W beside 5 kW: the same number means different things.
    if len(kinds) > 1 or (len(units) < len(cells) and kinds & _MAGNITUDES):
        return [None] * len(bare), []
    notes = [f"'{unit}' removed from the cells" for unit in kinds]
    if grouped:
        notes.append("spaces between the digits removed")
    if brackets:
        notes.append("brackets read as a minus")
    return bare, notes


def _style(texts: list[str], commas: DecimalCommas) -> tuple[str, str | None]:
    """The decimal sign of a column, ``.`` or ``,``, and what is doubtful about it."""
    dot = sum(_DOT.fullmatch(text) is not None for text in texts)
    comma = sum(_COMMA.fullmatch(text) is not None for text in texts)
    if dot != comma:
        return ("." if dot > comma else ","), None
    style, other = (".", ",") if commas == "no" else (",", ".")
    example = next((text for text in texts if "." in text or "," in text), None)
    if example is None or (commas == "sure" and "," in example):
        return style, None
    read, meant = _number(example, style), _number(example, other)
    return style, f"'{example}' was read as {read:,.10g}, but could also be {meant:,.10g}"


def _number(text: str | None, style: str) -> float:
    if text is None:
        return np.nan
    if text.lower().lstrip("+-") in ("inf", "infinity"):
        return float(text)
    pattern, thousands = (_DOT, ",") if style == "." else (_COMMA, ".")
    if pattern.fullmatch(text) is None:
        return np.nan
    return float(text.replace(thousands, "").replace(",", "."))
