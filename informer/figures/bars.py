"""Bars of any number: thousands of them as one line of stems, which a browser draws at once.

A bar is an element of its own to the browser, and 2,880 of them take a seventh of a second.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

MANY = 600
"""Bars above which each is thinner than a pixel or two."""


def add_bars(
    figure: go.Figure,
    x: Any,
    y: NDArray[np.floating],
    *,
    fill: str,
    width: float,
    many: bool,
    numbers: NDArray[np.integer],
    text: Any = None,
    **about: Any,
) -> None:
    """Bars of one colour; ``numbers`` are their ``customdata``, ``many`` says how to draw them.

    Stems carry ``meta.stems``: of three points each (foot, top, gap), the second holds the values.
    """
    if not many:
        figure.add_bar(
            x=x,
            y=y,
            width=width,
            marker={"color": fill, "line": {"width": 0}},
            customdata=numbers,
            text=text,
            textposition="none",
            **about,
        )
        return
    stems = np.stack([np.zeros_like(y), y, np.full_like(y, np.nan)], axis=1).ravel()
    figure.add_scatter(
        x=np.repeat(np.asarray(x), 3),
        y=stems,
        mode="lines",
        line={"color": fill, "width": 1},
        customdata=np.repeat(numbers, 3),
        text=None if text is None else np.repeat(np.asarray(text), 3),
        meta={"stems": True},
        **about,
    )
