"""Marks of the focused query, drawn over figures that themselves stay as they are.

They are Plotly shapes: moving them redraws no trace, so that stepping from query to query is quick
however long the window.
"""

from typing import Any

import numpy as np

from informer.figures.style import Style
from informer.figures.time_axis import cell_edges
from informer.inspection.results import AttentionInspection
from informer.inspection.views import AttentionMap

Mark = dict[str, Any]
_COLOUR = Style().colour


def on_window(layer: AttentionInspection, head: int, query: int) -> list[Mark]:
    """A line through all rows, and a ring around the query's points."""
    when = layer.time[query].isoformat()
    rings = [("y2", layer.kl)]
    if layer.measure_sampled is not None:
        rings.append(("y3", layer.measure_sampled))
    line = {
        "type": "line",
        "x0": when,
        "x1": when,
        "y0": 0,
        "y1": 1,
        "line": {"color": _COLOUR.muted, "width": 1},
        "layer": "below",
    }
    lines = [line | {"yref": f"{axis} domain"} for axis in ("y", *(axis for axis, _ in rings))]
    return lines + [_ring(when, float(rows[head, query]), axis) for axis, rows in rings]


def on_map(picture: AttentionMap, query: int) -> list[Mark]:
    """Pointers at both ends of the query's row; a frame would hide a row a few pixels high."""
    edges = cell_edges(picture.time)
    row = min(query // picture.block, len(picture.time) - 1)
    middle = edges[row] + (edges[row + 1] - edges[row]) // 2
    return [
        {
            "type": "path",
            "path": path,
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": str(at),
            "yanchor": str(middle),
            "fillcolor": _COLOUR.selected,
            "line": {"width": 1, "color": _COLOUR.surface},
        }
        for at, path in ((edges[0], "M-9,-6L2,0L-9,6Z"), (edges[-1], "M9,-6L-2,0L9,6Z"))
    ]


def on_order(layer: AttentionInspection, head: int, query: int) -> list[Mark]:
    """A ring around the query's bar in the sorted measures."""
    order = np.argsort(-layer.measure_exact[head], kind="stable")
    rank = int(np.flatnonzero(order == query)[0]) + 1
    return [_ring(rank, float(layer.kl[head, query]), "y")]


def _ring(x: str | int, y: float, axis: str) -> Mark:
    return {
        "type": "circle",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xref": "x",
        "yref": axis,
        "xanchor": x,
        "yanchor": y,
        "x0": -8,
        "x1": 8,
        "y0": -8,
        "y1": 8,
        "line": {"color": _COLOUR.ink, "width": 2},
    }
