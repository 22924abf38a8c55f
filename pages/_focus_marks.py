"""Marks of the focused query, drawn over figures that themselves stay as they are.

They are Plotly shapes: moving them redraws no trace, so that stepping from query to query is quick
however long the window.
"""

from typing import Any

import numpy as np

from informer.data.series import TimeSeries
from informer.figures.grid_cells import Cells
from informer.figures.style import Style
from informer.figures.time_axis import block_edges
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
    return lines + [ring(when, float(rows[head, query]), axis) for axis, rows in rings]


def on_overview(series: TimeSeries, window: int, seq_len: int, pred_len: int) -> list[Mark]:
    """Context and horizon of a window over the whole series, and a handle where they meet.

    The handle and the lines are some pixels wide: a window may be less than one of many rows.
    """
    time, start = series.time, window + seq_len
    end = start + pred_len - 1
    ahead = series.future_time(pred_len) if end >= len(time) else time[:0]
    first, meet, last = (
        (time[row] if row < len(time) else ahead[row - len(time)]).isoformat()
        for row in (window, start, end)
    )
    band = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1}
    return [
        band
        | {"x0": first, "x1": meet, "fillcolor": _COLOUR.grid}
        | {"line": {"width": 1, "color": _COLOUR.muted}},
        band
        | {"x0": meet, "x1": last, "fillcolor": _COLOUR.interval}
        | {"line": {"width": 2, "color": _COLOUR.forecast}},
        {
            "type": "path",
            "path": "M-6,7L6,7L0,-2Z",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": meet,
            "yref": "paper",
            "yanchor": 1,
            "fillcolor": _COLOUR.forecast,
            "line": {"width": 1, "color": _COLOUR.surface},
        },
    ]


def on_map(picture: AttentionMap, query: int) -> list[Mark]:
    """Pointers at both ends of the query's row; a frame would hide a row a few pixels high.

    None when the query is not in this part of the map.
    """
    row = (query - picture.first_query) // picture.block
    if not 0 <= row < len(picture.computed):
        return []
    rows = block_edges(picture.time, picture.block)
    columns = block_edges(picture.key_time, picture.key_block)
    middle = rows[row] + (rows[row + 1] - rows[row]) // 2
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
        for at, path in ((columns[0], "M-9,-6L2,0L-9,6Z"), (columns[-1], "M9,-6L-2,0L9,6Z"))
    ]


def on_order(layer: AttentionInspection, head: int, query: int) -> list[Mark]:
    """A ring around the query's bar in the sorted measures."""
    order = np.argsort(-layer.measure_exact[head], kind="stable")
    rank = int(np.flatnonzero(order == query)[0]) + 1
    return [ring(rank, float(layer.kl[head, query]), "y")]


def on_time(layer: AttentionInspection, query: int) -> list[Mark]:
    """A line through a figure of one row over the queries' times."""
    when = layer.time[query].isoformat()
    line = {"color": _COLOUR.muted, "width": 1}
    ends = {"x0": when, "x1": when, "y0": 0, "y1": 1, "yref": "y domain"}
    return [{"type": "line", **ends, "line": line}]


def on_grid(cells: Cells, layer: int, head: int) -> list[Mark]:
    """A frame around the picture of the layer and head in focus."""
    x0, x1, y0, y1 = cells.box(layer, head)
    frame = {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1}
    return [frame | {"line": {"color": _COLOUR.selected, "width": 2}}]


def ring(x: str | float, y: float, axis: str = "y") -> Mark:
    """A ring of one size, whatever the zoom."""
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
