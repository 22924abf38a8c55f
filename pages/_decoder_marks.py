"""Marks of the focused step on the map of the cross-attention; moving them redraws no trace."""

from informer.figures.decoder_cross_map import row_edges
from informer.figures.style import Style
from informer.figures.time_axis import tight_range
from informer.inspection.crossing import CrossMap
from informer.inspection.decoder_results import Decoding
from pages._focus_marks import Mark


def on_cross_map(decoding: Decoding, maps: tuple[CrossMap, ...], step: int) -> list[Mark]:
    """A frame around the step's row, in the map of each replica."""
    block = maps[0].rows_in_block
    rows = row_edges(decoding.horizon, block)
    row = step // block
    left, right = tight_range(decoding.inside.time)
    return [
        {
            "type": "rect",
            "x0": str(left),
            "x1": str(right),
            "y0": str(rows[row]),
            "y1": str(rows[row + 1]),
            "yref": "y" if index == 0 else f"y{index + 1}",
            "line": {"width": 2, "color": Style().colour.selected},
        }
        for index in range(len(maps))
    ]
