"""Small multiples of all layers (down) and heads (across), in one pair of axes.

A figure with axes for each of dozens of pictures takes the browser seconds. Here a head is one unit
wide and a layer one unit high, everything of one kind is one trace, and what can be hovered and
clicked is one map of cells that nobody sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import TRANSPARENT, Style
from informer.inspection.results import AttentionInspection, Inspection

_LABEL, _TITLE, _GAP = 24, 20, 18
_SIDE = 0.03
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """Where the pictures are; ``picture`` is the height of one in pixels."""

    n_layers: int
    n_heads: int
    picture: int

    @property
    def row(self) -> int:
        """Pixels from one layer to the next."""
        return _LABEL + _TITLE + self.picture + _GAP

    def x(self, head: int, share: Doubles | float) -> Doubles:
        """Places from left (0) to right (1) in the pictures of a head."""
        return np.asarray(head + _SIDE + (1 - 2 * _SIDE) * np.asarray(share, dtype=np.float64))

    def y(self, layer: int, share: Doubles | float) -> Doubles:
        """Places from bottom (0) to top (1) in the pictures of a layer; the axis runs down."""
        bottom = layer + 1 - _GAP / self.row
        return np.asarray(bottom - self.picture / self.row * np.asarray(share, dtype=np.float64))

    def box(self, layer: int, head: int) -> tuple[float, float, float, float]:
        """``x0, x1, y0, y1`` around one picture and its title."""
        return head, head + 1, layer + (_LABEL - 2) / self.row, layer + 1 - 0.3 * _GAP / self.row


def path(pieces: Sequence[Doubles]) -> NDArray[np.float32]:
    """Pieces of a line one after the other, apart by NaN: one trace for all pictures."""
    gap = np.array([np.nan])
    joined = [part for piece in pieces for part in (np.asarray(piece, dtype=np.float64), gap)]
    return (np.concatenate(joined) if joined else gap).astype(np.float32)


def empty_grid(
    inspection: Inspection,
    names: Sequence[str],
    notes: Sequence[Sequence[str]],
    cells: Cells,
    style: Style,
    *,
    revision: str,
) -> go.Figure:
    """Boxes, the names of layers and heads, the precision of each, and a note at its right."""
    figure = go.Figure()
    style.finish(
        figure,
        height=cells.row * cells.n_layers + 40,
        revision=f"grid {revision} {cells.n_layers} {cells.n_heads}",
    )
    figure.update_layout(margin={"l": 2, "r": 2, "t": 24, "b": 40}, dragmode=False)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[0, cells.n_heads], **hidden)
    figure.update_yaxes(range=[cells.n_layers, 0], **hidden)
    both = [(i, h) for i in range(cells.n_layers) for h in range(cells.n_heads)]
    outline = np.array([0.0, 1, 1, 0, 0]), np.array([0.0, 0, 1, 1, 0])
    figure.add_scatter(
        x=path([cells.x(h, outline[0]) for _, h in both]),
        y=path([cells.y(i, outline[1]) for i, _ in both]),
        mode="lines",
        name="frames",
        showlegend=False,
        hoverinfo="skip",
        line={"color": style.colour.grid, "width": 1},
    )
    titles = [
        f"<b>head {h + 1}</b>{precision(inspection.attention[i], h, ' · {:.0%}')}" for i, h in both
    ]
    left = [float(cells.x(h, 0)) for _, h in both]
    right = [float(cells.x(h, 1)) for _, h in both]
    above = [i + (_LABEL + 0.5 * _TITLE) / cells.row for i, _ in both]
    flat = [note for row in notes for note in row]
    first = [i + 0.4 * _LABEL / cells.row for i in range(cells.n_layers)]
    labels = [
        layer_label(layer, name) for layer, name in zip(inspection.attention, names, strict=True)
    ]
    for name, x, y, text, side, colour in (
        ("layers", [left[0]] * cells.n_layers, first, labels, "middle right", style.colour.ink),
        ("heads", left, above, titles, "middle right", style.colour.ink),
        ("notes", right, above, flat, "middle left", style.colour.muted),
    ):
        figure.add_scatter(
            x=x,
            y=y,
            text=text,
            name=name,
            mode="text",
            textposition=side,
            textfont={"size": 13 if name == "layers" else 12, "color": colour},
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
        )
    return figure


def add_cells(
    figure: go.Figure, inspection: Inspection, names: Sequence[str], cells: Cells
) -> None:
    """What is hovered and clicked, over all that is drawn: ``index`` is ``[layer, head]``."""
    figure.add_heatmap(
        z=np.zeros((cells.n_layers, cells.n_heads), dtype=np.uint8),
        x=np.arange(cells.n_heads + 1),
        y=np.arange(cells.n_layers + 1),
        text=[
            [
                f"<b>{name}, head {h + 1}</b>"
                + precision(layer, h, "<br>precision at u: {:.0%}")
                + f"<br>largest exact KL {layer.kl[h].max():.3f} nats"
                for h in range(cells.n_heads)
            ]
            for layer, name in zip(inspection.attention, names, strict=True)
        ],
        name="cells",
        colorscale=[(0, TRANSPARENT), (1, TRANSPARENT)],
        showscale=False,
        hovertemplate="%{text}<br>click to focus<extra></extra>",
    )


def precision(layer: AttentionInspection, head: int, form: str) -> str:
    """Precision at u in this form; nothing where nothing was selected."""
    return "" if layer.precision_at_u is None else form.format(float(layer.precision_at_u[head]))


def layer_label(layer: AttentionInspection, name: str) -> str:
    """The layer, its queries, and what a random choice of as many would reach."""
    first, last = (f"{layer.time[i]:%d %b %Y}" for i in (0, -1))
    span = first if first == last else f"{first} to {last}"
    if layer.n_selected is None:
        return f"<b>{name}</b>: {layer.length} queries, all computed · {span}"
    return (
        f"<b>{name}</b>: {layer.n_selected} of {layer.length} queries selected, "
        f"by chance {layer.n_selected / layer.length:.0%} right · {span}"
    )
