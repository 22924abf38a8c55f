"""A part of an attention map, by the numbers of its queries and keys; a link can name one."""

import re
from dataclasses import dataclass

_TEXT = re.compile(r"(\d{1,9})-(\d{1,9})\.(\d{1,9})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class MapPart:
    """Queries and keys of a rectangle, as ``range``s of positions of the layer."""

    queries: range
    keys: range

    @classmethod
    def whole(cls, length: int) -> "MapPart":
        """All of a layer of ``length`` positions."""
        return cls(range(length), range(length))

    @classmethod
    def read(cls, text: str | None, length: int) -> "MapPart":
        """What :meth:`__str__` wrote, kept within ``length`` positions; nonsense is the whole map.

        >>> str(MapPart.read("120-240.300-420", 400)), str(MapPart.read("a part", 400))
        ('120-240.300-399', '0-399.0-399')
        """
        found = _TEXT.fullmatch(text or "")
        if found is None:
            return cls.whole(length)
        a, b, c, d = (int(number) for number in found.groups())
        return cls(_within(a, b, length), _within(c, d, length))

    def __str__(self) -> str:
        """First and last query, first and last key: ``120-240.300-420``."""
        q, k = self.queries, self.keys
        return f"{q[0]}-{q[-1]}.{k[0]}-{k[-1]}"


def _within(first: int, last: int, length: int) -> range:
    """Positions ``first`` to ``last`` of those there are; two at least, for a cell has a width."""
    if first >= length or last < first:
        return range(length)
    last = min(last, length - 1)
    if first == last:
        first = max(first - 1, 0)
    return range(first, max(last, min(first + 1, length - 1)) + 1)
