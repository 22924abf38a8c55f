"""What the focused position reads and what reads it, as shapes over the feature maps.

Shapes can be moved without the maps being drawn again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.figures.distilling import Row, rows_of
from informer.figures.style import Style
from informer.figures.time_axis import Times, cell_edges
from informer.inspection.reach import FeatureMap, Reach, runs

Mark = dict[str, Any]
_CONE_OPACITY = 0.14


def reach_marks(
    maps: Sequence[FeatureMap],
    seen: Reach,
    kept: NDArray[np.bool_],
    time: pd.DatetimeIndex,
    style: Style,
) -> list[Mark]:
    """All marks of one position; ``time`` is that of the window.

    Solid frames: what it reads; dashed ones: what reads it; both joined from map to map. ``kept``
    ``[L, D]`` are the dotted cells of the input map of its distilling layer. A dashed loop below a
    map says that its two ends were joined.
    """
    edges, (rows, _) = cell_edges(time), rows_of(maps)
    marks: list[Mark] = []
    for index in range(len(maps) - 1):
        marks += _cones(maps, rows, seen, index, edges, style)
    for index, (one, row) in enumerate(zip(maps, rows, strict=True)):
        marks += _frames(one, row, seen, index, edges, style)
        if seen.wrapped[index]:
            named = not any(seen.wrapped[:index])
            marks.append(_loop(one, row, edges, style) | {"showlegend": named})
    into = 2 * (seen.index // 2)
    if kept.any():
        marks.append(_dots(maps[into], rows[into], kept, edges, style))
    marks.append(_pointer(maps[seen.index], rows[seen.index], seen.position, edges, style))
    return marks


def _frames(
    one: FeatureMap, row: Row, seen: Reach, index: int, edges: Times, style: Style
) -> Iterator[Mark]:
    """Around each run of positions; a name in the legend for the first of a kind."""
    kind, dash, width = "what it reads", "solid", 2
    if index == seen.index:
        kind, width = "focused position", 3
    elif index > seen.index:
        kind, dash = "what reads it", "dash"
    first_of_kind = index in (0, seen.index, seen.index + 1)
    for number, (start, end) in enumerate(runs(seen.masks[index])):
        yield {
            "type": "rect",
            "x0": str(edges[one.span[start, 0]]),
            "x1": str(edges[one.span[end, 1] + 1]),
            "y0": 0,
            "y1": 1,
            "yref": f"{row.axis} domain",
            "line": {"color": style.colour.selected, "width": width, "dash": dash},
            "name": kind,
            "legendgroup": kind,
            "showlegend": first_of_kind and number == 0,
        }


def _cones(
    maps: Sequence[FeatureMap],
    rows: Sequence[Row],
    seen: Reach,
    index: int,
    edges: Times,
    style: Style,
) -> Iterator[Mark]:
    """From each run in a map to the runs in the next one that stand for the same time."""
    upper, lower = maps[index], maps[index + 1]
    for a, b in runs(seen.masks[index]):
        for c, d in runs(seen.masks[index + 1]):
            above = (upper.span[a, 0], upper.span[b, 1] + 1)
            below = (lower.span[c, 0], lower.span[d, 1] + 1)
            if above[0] >= below[1] or below[0] >= above[1]:
                continue  # joined around the ends: the loop says so
            left, right, at_right, at_left = (
                _iso(edges[step]) for step in (above[0], above[1], below[1], below[0])
            )
            y, under = rows[index].bottom, rows[index + 1].top
            yield {
                "type": "path",
                "path": f"M{left},{y}L{right},{y}L{at_right},{under}L{at_left},{under}Z",
                "yref": "paper",
                "fillcolor": style.colour.selected,
                "opacity": _CONE_OPACITY,
                "line": {"width": 0},
                "layer": "below",
            }


def _loop(one: FeatureMap, row: Row, edges: Times, style: Style) -> Mark:
    """A dashed line below a map, from its last position back to its first."""
    first, last = _iso(edges[one.span[0, 0]]), _iso(edges[one.span[-1, 1] + 1])
    return {
        "type": "path",
        "path": f"M{last},0L{last},-8L{first},-8L{first},0",
        "ysizemode": "pixel",
        "yanchor": 0,
        "yref": f"{row.axis} domain",
        "line": {"color": style.colour.selected, "width": 2, "dash": "dot"},
        "name": "the ends are joined",
        "legendgroup": "loop",
    }


def _dots(one: FeatureMap, row: Row, kept: NDArray[np.bool_], edges: Times, style: Style) -> Mark:
    """One path of small boxes, in the middle of each kept cell."""
    least = (edges[-1] - edges[0]) / 300
    path = []
    for position, feature in np.argwhere(kept):
        left, right = edges[one.span[position, 0]], edges[one.span[position, 1] + 1]
        half = max((right - left) / 2, least) / 2
        middle = left + (right - left) / 2
        a, b = _iso(middle - half), _iso(middle + half)
        low, high = feature - 0.35, feature + 0.35
        path.append(f"M{a},{low:.2f}L{b},{low:.2f}L{b},{high:.2f}L{a},{high:.2f}Z")
    return {
        "type": "path",
        "path": "".join(path),
        "yref": row.axis,
        "fillcolor": style.colour.selected,
        "line": {"width": 0},
        "name": "kept by the max-pool",
        "showlegend": True,
    }


def _pointer(one: FeatureMap, row: Row, position: int, edges: Times, style: Style) -> Mark:
    """A small triangle under the focused position: a frame can be thinner than a pixel."""
    left, right = edges[one.span[position, 0]], edges[one.span[position, 1] + 1]
    return {
        "type": "path",
        "path": "M0,-2L6,-11L-6,-11Z",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": str(left + (right - left) / 2),
        "yanchor": 0,
        "yref": f"{row.axis} domain",
        "fillcolor": style.colour.selected,
        "line": {"width": 1, "color": style.colour.surface},
    }


def _iso(moment: np.datetime64) -> str:
    """A time inside a path of Plotly, where T is a command."""
    return str(moment.astype("datetime64[ms]")).replace("T", "_")
