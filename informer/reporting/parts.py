"""What a report is made of: sections of sentences, tables, figures and code.

All text here is plain text: the template escapes it where it is written.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

Tone = Literal["plain", "small", "good", "bad"]


class Figure(Protocol):
    """A plotly figure, as far as a report knows it."""

    def to_json(self) -> str | None:
        """Traces and layout."""


@dataclass(frozen=True)
class Words:
    """A paragraph; ``good`` and ``bad`` are verdicts, ``small`` an aside."""

    text: str
    tone: Tone = "plain"
    kind: Literal["words"] = "words"


@dataclass(frozen=True)
class Points:
    """A list of short sentences."""

    items: tuple[str, ...]
    kind: Literal["points"] = "points"


@dataclass(frozen=True)
class Numbers:
    """A few numbers worth a glance: label, number, and what it is compared with."""

    items: tuple[tuple[str, str, str], ...]
    kind: Literal["numbers"] = "numbers"


@dataclass(frozen=True)
class Facts:
    """Names and what they are."""

    items: tuple[tuple[str, str], ...]
    fold: str = ""
    """What many short ones are folded under; they stand in columns, and in print they are shown."""
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Table:
    """Cells as text; all but the first column are numbers, or are set like them."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fold: str = ""
    """What a long table is folded under; in print it is whole."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Drawn:
    """A figure, drawn in light colours."""

    figure: Figure
    alt: str
    kind: Literal["drawn"] = "drawn"


@dataclass(frozen=True)
class Code:
    """Lines to be copied."""

    text: str
    kind: Literal["code"] = "code"


Part = Words | Points | Numbers | Facts | Table | Drawn | Code


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Report:
    """All of it."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    foot: str
