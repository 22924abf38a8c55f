"""A figure in the dark: drawn in light colours, it is made dark by exchanging them in its JSON."""

from dataclasses import astuple
from functools import cache

from informer.figures.palette import Palette
from informer.figures.style import Style


@cache
def dark_colours() -> dict[str, str]:
    """The dark counterpart of every colour a figure is drawn in, by the light one in small letters.

    A browser exchanges them: see ``recolour`` of ``pages/_plot.js`` and of the report.
    """

    def flat(palette: Palette) -> list[str]:
        return [c for part in astuple(palette) for c in ([part] if isinstance(part, str) else part)]

    light, dark = flat(Style("light").colour), flat(Style("dark").colour)
    return {a.lower(): b for a, b in zip(light, dark, strict=True)}
