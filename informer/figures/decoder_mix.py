"""Which times a row of the decoder holds content of: its own, or after ``mix`` several others."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import TRANSPARENT, Style
from informer.inspection.mixing import MixedRows
from informer.inspection.results import Floats, Ints

MAX_CELLS = 400


def mix_figure(rows: MixedRows, style: Style, *, height: int = 430) -> go.Figure:
    """Rows down, source times across, both as step numbers: left as they are, right after ``mix``.

    A cell is 1 where a row holds content of its own time or an earlier one, 2 of a later one.
    """
    length = rows.length
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"mix {length} {rows.time.shape[1]}")
    figure.layout.xaxis.update(domain=(0.0, 0.47))
    figure.layout.xaxis2 = {**style.axis(), "domain": (0.53, 1.0), "anchor": "y2", "matches": "x"}
    figure.layout.yaxis2 = {**style.axis(), "anchor": "x2", "matches": "y", "showticklabels": False}
    same = np.arange(length)[:, None]
    for axis, times, text in (("", same, "Without mix"), ("2", rows.time, "After mix")):
        block = -(-length // MAX_CELLS)
        figure.add_heatmap(
            z=held(times, length, block),
            x0=(block - 1) / 2,
            dx=block,
            y0=(block - 1) / 2,
            dy=block,
            xaxis=f"x{axis}",
            yaxis=f"y{axis}",
            name=text,
            colorscale=[
                (0.0, TRANSPARENT),
                (0.25, TRANSPARENT),
                (0.25, style.colour.observed),
                (0.75, style.colour.observed),
                (0.75, style.colour.scenarios[0]),
                (1.0, style.colour.scenarios[0]),
            ],
            zmin=0,
            zmax=2,
            showscale=False,
            hovertemplate="row %{y} holds content of time %{x}<extra>" + text + "</extra>",
        )
        figure.add_annotation(
            text=text,
            xref=f"x{axis} domain",
            yref=f"y{axis} domain",
            x=0,
            y=1,
            xanchor="left",
            yanchor="bottom",
            yshift=3,
            showarrow=False,
            font={"size": 13, "color": style.colour.ink},
        )
    for name, colour in (
        ("its own time or an earlier one", style.colour.observed),
        ("a later time", style.colour.scenarios[0]),
    ):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=name,
            marker={"symbol": "square", "size": 11, "color": colour},
        )
    figure.update_xaxes(
        range=[-0.5, length - 0.5], title_text="content of step", nticks=6, zeroline=False
    )
    figure.update_yaxes(range=[length - 0.5, -0.5], nticks=6, zeroline=False)
    figure.update_layout(yaxis_title_text="row of the decoder")
    return figure


def held(times: Ints, length: int, block: int = 1) -> Floats:
    """``[L, L]`` 0: nothing of that time in the row, 1: of its own or an earlier one, 2: later.

    ``times`` is ``[L, pieces]``. In blocks, a cell holds the largest of its numbers.
    """
    picture = np.zeros((length, length), dtype=np.float32)
    place = np.broadcast_to(np.arange(length)[:, None], times.shape)
    picture[place, times] = 1 + (times > place)
    return picture if block == 1 else _largest(_largest(picture, block).T, block).T


def _largest(picture: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    largest: NDArray[np.float32] = np.maximum.reduceat(
        picture, np.arange(0, len(picture), block), axis=0
    )
    return largest
