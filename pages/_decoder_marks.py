"""Marks of the focused step on the map of the cross-attention; moving them redraws no trace."""

from informer.figures.decoder_cross_map import row_edges
from informer.figures.time_axis import tight_range
from informer.inspection.crossing import CrossMap
from informer.inspection.decoder_results import Decoding
from pages._focus_marks import Mark, pointers


def on_cross_map(decoding: Decoding, maps: tuple[CrossMap, ...], step: int) -> list[Mark]:
    """Pointers at both ends of the step's row, in the map of each replica."""
    block = maps[0].rows_in_block
    rows = row_edges(decoding.horizon, block)
    row = step // block
    middle = rows[row] + (rows[row + 1] - rows[row]) // 2
    left, right = tight_range(decoding.inside.time)
    marks: list[Mark] = []
    for index in range(len(maps)):
        axis = "y" if index == 0 else f"y{index + 1}"
        marks += [mark | {"yref": axis} for mark in pointers(left, right, middle)]
    return marks
