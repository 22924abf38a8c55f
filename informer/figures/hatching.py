"""Hatched: there is no number here. The same pattern wherever something was not computed."""

from typing import Any

from informer.figures.style import TRANSPARENT, Style


def hatching(style: Style) -> dict[str, Any]:
    """The ``fillpattern`` of an area without numbers."""
    return {
        "shape": "/",
        "size": 6,
        "solidity": 0.22,
        "fgcolor": style.colour.lazy,
        "bgcolor": TRANSPARENT,
    }
