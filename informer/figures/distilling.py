"""The feature map as it shrinks: before and after each distilling layer, on one time axis."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.attention_map import cell_edges
from informer.figures.style import TIME_FORMAT, Style
from informer.inspection.results import DistillingInspection, Inspection

MAX_COLUMNS = 512


def distilling_maps(
    inspection: Inspection,
    style: Style,
    *,
    replica: int = 0,
    position: int | None = None,
    row_height: int = 170,
) -> go.Figure:
    """Feature maps in and out of each distilling layer of one encoder replica.

    Features down, time across; a cell is as wide as the steps its position stands for. All maps
    share one symmetrical scale.
    """
    layers = replica_layers(inspection, replica)
    maps: list[tuple[str, NDArray[np.float32], NDArray[np.int64]]] = []
    for layer in layers:
        before, after = layer.input, layer.output
        maps.append((f"into {layer.name}: {_size(before)}", before, layer.span_in))
        maps.append((f"out of {layer.name}: {_size(after)}", after, layer.span_out))
    figure = go.Figure()
    count = len(maps)
    style.finish(
        figure,
        height=70 + row_height * count,
        revision=f"distilling {inspection.window} {replica}",
        legend=False,
    )
    bound = max((float(np.quantile(np.abs(m), 0.995)) for _, m, _ in maps), default=1.0) or 1.0
    gap = 0.25 / count if count else 0.0
    share = (1 - gap * (count - 1)) / max(count, 1)
    for index, (title, values, span) in enumerate(maps):
        axis = "y" if index == 0 else f"y{index + 1}"
        top = 1 - index * (share + gap)
        figure.layout[axis.replace("y", "yaxis")] = {
            "domain": [max(top - share, 0.0), top],
            "title_text": "feature",
            "nticks": 3,
            **style.axis(),
            "showgrid": False,
            "zeroline": False,
        }
        shown, edges = _columns(values, span, inspection.time)
        figure.add_heatmap(
            z=shown,
            x=edges,
            y=np.arange(shown.shape[0]),
            yaxis=axis,
            colorscale="Cividis",
            zmin=-bound,
            zmax=bound,
            showscale=index == 0,
            colorbar={
                "title": {"text": "activation", "side": "right", "font": {"size": 12}},
                "thickness": 12,
                "outlinewidth": 0,
                "tickfont": {"size": 12, "color": style.colour.muted},
            },
            hovertemplate="%{x|" + TIME_FORMAT + "}<br>feature %{y}<br>%{z:.3f}<extra></extra>",
        )
        style.header(figure, title, axis)
    figure.update_xaxes(anchor=f"y{count}" if count > 1 else "y", showgrid=False)
    return figure


def length_strip(steps: Sequence[tuple[str, int]], style: Style, *, height: int = 150) -> go.Figure:
    """The length of the map after each step of the encoder, as bars: 96, 48, 24."""
    figure = go.Figure()
    names = [name for name, _ in steps]
    lengths = [length for _, length in steps]
    figure.add_bar(
        x=lengths,
        y=names,
        orientation="h",
        marker={"color": style.colour.forecast, "line": {"width": 0}},
        text=[f"{length}" for length in lengths],
        textposition="auto",
        hovertemplate="%{y}: %{x} positions<extra></extra>",
    )
    style.finish(figure, height=height, revision="lengths", legend=False)
    style.header(figure, "Length of the feature map")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title_text="positions", rangemode="tozero")
    return figure


def replica_layers(inspection: Inspection, replica: int) -> tuple[DistillingInspection, ...]:
    """The distilling layers of one encoder replica, in order."""
    prefix = f"distilling.{replica}."
    stacked = [layer for layer in inspection.distilling if layer.name.startswith(prefix)]
    if stacked:
        return tuple(stacked)
    plain = [layer for layer in inspection.distilling if layer.name.count(".") == 1]
    return tuple(plain) if replica == 0 else ()


def _size(values: NDArray[np.float32]) -> str:
    return f"{values.shape[0]} positions × {values.shape[1]} features"


def _columns(
    values: NDArray[np.float32], span: NDArray[np.int64], time: pd.DatetimeIndex
) -> tuple[NDArray[np.float32], NDArray[np.datetime64]]:
    """The map as drawn ``[D, columns]`` and the time borders of its columns.

    Longer maps than a screen is wide are averaged over neighbouring positions.
    """
    block = -(-len(values) // MAX_COLUMNS)
    starts = np.arange(0, len(values), block)
    counts = np.diff(np.r_[starts, len(values)])
    shown = (np.add.reduceat(values, starts, axis=0) / counts[:, None]).astype(np.float32)
    steps = cell_edges(time.to_numpy())
    edges = np.r_[steps[span[starts, 0]], steps[span[-1, 1] + 1]]
    return np.ascontiguousarray(shown.T), edges
