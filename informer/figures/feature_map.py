"""A map of features over time, coarser where it has more cells than a screen could show."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.figures.time_axis import Times
from informer.inspection.results import Floats

_COLUMNS, _CELLS = 512, 2**16


def add_feature_map(
    figure: go.Figure,
    values: Floats,
    edges: Times,
    axis: str,
    style: Style,
    *,
    name: str,
    bound: float,
    colorscale: str = "Cividis",
    scale: dict[str, object] | None = None,
) -> None:
    """``values`` ``[L, D]`` over the borders ``edges`` ``[L + 1]`` of their steps.

    The colours run from −``bound`` to ``bound``; ``scale`` places the colour bar of a row that has
    one. More than 512 columns, or 65,536 cells, are means of neighbouring steps.
    """
    columns = max(1, min(_COLUMNS, _CELLS // values.shape[1]))
    block = -(-len(values) // columns)
    starts, shown = column_means(values, block)
    mean_of = "" if block == 1 else f" (mean of {block} steps)"
    figure.add_heatmap(
        z=np.ascontiguousarray(shown.T),
        x=np.r_[edges[starts], edges[-1]],
        y=np.arange(shown.shape[1]),
        yaxis=axis,
        name=name,
        colorscale=colorscale,
        zmin=-bound,
        zmax=bound,
        showscale=scale is not None,
        colorbar={
            "title": {"text": "value of a feature", "side": "right", "font": {"size": 12}},
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 5,
            "tickfont": {"size": 12, "color": style.colour.muted},
            **(scale or {}),
        },
        hovertemplate="%{x|" + style.time_format + "}<br>feature %{y}: %{z:.3f}"
        f"{mean_of}<extra>{name}</extra>",
    )


def column_means(values: Floats, block: int) -> tuple[NDArray[np.intp], Floats]:
    """First step and mean ``[n, D]`` of each ``block`` steps; the last block may be shorter.

    >>> column_means(np.float32([[1.0], [3.0], [7.0]]), 2)[1].tolist()
    [[2.0], [7.0]]
    """
    starts = np.arange(0, len(values), block)
    counts = np.diff(np.r_[starts, len(values)])
    return starts, (np.add.reduceat(values, starts, axis=0) / counts[:, None]).astype(np.float32)


def map_axis(style: Style, domain: tuple[float, float], features: int) -> dict[str, object]:
    """The vertical axis of a feature map."""
    return {
        **style.axis(),
        "domain": domain,
        "title_text": "feature",
        "nticks": 3,
        "showgrid": False,
        "zeroline": False,
        "range": [-0.5, features - 0.5],
    }


def bound_of(*maps: Floats) -> float:
    """A common end of the colours: few cells lie beyond it."""
    sizes = [np.abs(values) for values in maps]
    usual = max(float(np.quantile(size, 0.995)) for size in sizes)
    return usual or max(float(size.max()) for size in sizes) or 1.0
