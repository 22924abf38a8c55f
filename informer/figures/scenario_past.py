"""What a scenario makes of the past, and which queries are selected before and after."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.scenarios import scenario_stroke
from informer.figures.style import Style, plain
from informer.figures.time_axis import cell_edges, few_ticks, tight_range
from informer.inspection.selection_change import SelectionChange

Doubles = NDArray[np.float64]
_ROWS = ("as it is", "scenario")


def spans_of(changed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last step of each run of changed ones.

    >>> spans_of(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], changed, [False]]).astype(int)))
    return [(int(first), int(end) - 1) for first, end in edges.reshape(-1, 2)]


def scenario_past(
    time: pd.DatetimeIndex,
    observed: Doubles,
    read: Doubles,
    style: Style,
    *,
    column: str,
    number: int,
    selection: SelectionChange | None = None,
    head: int = 0,
    whose: str = "",
    headroom: bool = False,
    height: int = 360,
) -> go.Figure:
    """One column of the context ``[L]`` as it was and as the scenario reads it, bands over what
    differs; below, the queries that one head of one layer selects before and after.

    A pen goes over its steps (``meta`` is ``pen``), with ``headroom`` also above and below what is
    there. ``selection`` of full attention has nothing to draw: leave it out.
    """
    style = style.dated(time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"past {time[0]} {column} {headroom}")
    below = selection is not None
    figure.layout.yaxis = {**style.axis(), "domain": (0.4 if below else 0.0, 1.0), "nticks": 5}
    figure.layout.yaxis.zeroline = False
    hover = "%{x|" + style.time_format + "}<br>%{y:,.5~g}"
    changed = read != observed
    edges, stroke = cell_edges(time), scenario_stroke(number, style)
    for first, last in spans_of(changed):
        figure.add_shape(
            type="rect", x0=edges[first], x1=edges[last + 1], y0=0, y1=1, yref="y domain",
            fillcolor=stroke["color"], opacity=0.12, line_width=0, layer="below",
        )  # fmt: skip
    figure.add_scatter(
        x=time, y=observed, mode="lines", name="observed", meta="pen",
        line={"color": colour.observed, "width": 1.4},
        hovertemplate=hover + "<extra>observed</extra>",
    )  # fmt: skip
    if changed.any():
        # from the step before to the step after: where nothing changed, what was observed is seen
        near = np.convolve(changed, np.ones(3), mode="same") > 0
        figure.add_scatter(
            x=time, y=np.where(near, read, np.nan), mode="lines", name="the scenario's past",
            line={**stroke, "width": 2.2}, hovertemplate=hover + "<extra>scenario</extra>",
        )  # fmt: skip
    if headroom:
        low, high = (f(np.concatenate([observed, read])) for f in (np.min, np.max))
        space = 0.3 * (high - low or abs(high) or 1.0)
        figure.layout.yaxis.range = [low - space, high + space]
    style.header(figure, f"{plain(column, 22)}, what the model reads")
    if selection is not None:
        figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.2)}
        _queries(figure, selection, head, style)
        style.header(figure, f"Selected queries: {plain(whose, 34)}", "y2")
    figure.update_layout(yaxis_title_text=plain(column, 18))
    figure.update_xaxes(
        anchor="y2" if below else "y",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(time),
        tickangle=0,
        **few_ticks(time, 6),
    )
    return figure


def _queries(figure: go.Figure, selection: SelectionChange, head: int, style: Style) -> None:
    """Ticks of the selected before and after; those that come and go stand out."""
    colour = style.colour
    before = np.empty(0, int) if selection.before is None else selection.before[head]
    gained, lost = selection.gained(head), selection.lost(head)
    kept = np.setdiff1d(before, lost)
    both = pd.DatetimeIndex([*selection.times(kept), *selection.times(kept)])
    rows = [_ROWS[0]] * len(kept) + [_ROWS[1]] * len(kept)
    shown: Sequence[tuple[str, pd.DatetimeIndex, list[str], str, str, int]] = (
        ("selected in both", both, rows, colour.baseline, "line-ns", 10),
        ("no longer", selection.times(lost), [_ROWS[0]] * len(lost), colour.selected, "x-thin", 9),
        ("new", selection.times(gained), [_ROWS[1]] * len(gained), colour.selected, "line-ns", 16),
    )
    for name, at, row, ink, symbol, size in shown:
        figure.add_scatter(
            x=at, y=row, yaxis="y2", mode="markers", name=f"query {name}",
            marker={"symbol": symbol, "size": size, "color": ink,
                    "line": {"width": 2, "color": ink}},
            hovertemplate="%{x|" + style.time_format + "}<extra>" + name + "</extra>",
        )  # fmt: skip
    figure.layout.yaxis2.update(
        type="category", categoryorder="array", categoryarray=list(_ROWS[::-1]),
        range=[-0.6, 1.6], showgrid=False, zeroline=False,
    )  # fmt: skip
