"""The feature map as it shrinks: before and after each distilling layer, on one time axis."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.figures.time_axis import Times, cell_edges, tight_range
from informer.inspection.results import DistillingInspection, Floats, Inspection, Ints
from informer.inspection.views import ReceptiveField

MAX_COLUMNS = 512


def distilling_maps(
    inspection: Inspection,
    style: Style,
    *,
    replica: int = 0,
    receptive: ReceptiveField | None = None,
    row_height: int = 170,
) -> go.Figure:
    """Feature maps in and out of each distilling layer of one encoder replica.

    Features down, time across; a cell is as wide as the steps its position stands for. All maps
    share one symmetrical scale. ``receptive`` frames, in each map, the positions that one position
    of the last map reads, and dots the inputs that the last pooling kept for it.
    """
    layers = inspection.distilling_layers(replica)
    style = style.dated(inspection.time)
    figure = go.Figure()
    count = 2 * len(layers)
    style.finish(
        figure,
        height=80 + row_height * max(count, 1),
        revision=f"distilling {inspection.window} {replica}",
        legend=receptive is not None,
    )
    figure.update_xaxes(showgrid=False, hoverformat=style.time_format)
    if not layers:
        figure.add_annotation(text="This encoder has no distilling layer.", showarrow=False)
        return figure
    steps = cell_edges(inspection.time)
    maps = [layer.input for layer in layers] + [layer.output for layer in layers]
    bound = max(float(np.quantile(np.abs(values), 0.995)) for values in maps) or 1.0
    gap = 0.26 / count
    share = (1 - gap * (count - 1)) / count
    for index in range(count):
        layer, out = layers[index // 2], index % 2 == 1
        axis = "y" if index == 0 else f"y{index + 1}"
        top = 1 - index * (share + gap)
        figure.layout[axis.replace("y", "yaxis")] = {
            **style.axis(),
            "domain": [max(top - share, 0.0), top],
            "title_text": "feature",
            "nticks": 3,
            "showgrid": False,
            "zeroline": False,
            "range": [-0.5, layer.input.shape[1] - 0.5],
        }
        values, span = (layer.output, layer.span_out) if out else (layer.input, layer.span_in)
        _draw_map(figure, values, span, steps, axis, bound, style)
        place = "After" if out else "Before"
        size = f"length {values.shape[0]}, {values.shape[1]} features"
        number = int(layer.name.rsplit(".", 1)[1]) + 1
        style.header(figure, f"{place} distilling layer {number}: {size}", axis)
        if receptive is not None:
            _frame(figure, receptive.levels[index // 2 + out], span, steps, axis, index == 0, style)
    if receptive is not None:
        kept = int(np.flatnonzero(receptive.levels[-1])[0])
        _dot_winners(figure, layers[-1], kept, inspection.time, f"y{count - 1}", style)
    figure.update_xaxes(anchor=f"y{count}", range=tight_range(inspection.time))
    return figure


def length_strip(steps: Sequence[tuple[str, int]], style: Style, *, height: int = 150) -> go.Figure:
    """The length of the map after each step of the encoder, as bars: 96, 48, 24."""
    figure = go.Figure()
    lengths = [length for _, length in steps]
    figure.add_bar(
        x=lengths,
        y=[name for name, _ in steps],
        orientation="h",
        marker={"color": style.colour.forecast, "line": {"width": 0}},
        text=[str(length) for length in lengths],
        textposition="inside",
        insidetextanchor="start",
        textfont={"color": style.colour.surface},
        hovertemplate="%{y}: %{x} positions<extra></extra>",
    )
    style.finish(figure, height=height, revision="lengths", legend=False)
    style.header(figure, "Length of the feature map, in positions")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_layout(bargap=0.25)
    return figure


def _draw_map(
    figure: go.Figure,
    values: Floats,
    span: Ints,
    steps: Times,
    axis: str,
    bound: float,
    style: Style,
) -> None:
    """One map; longer ones than a screen is wide are averaged over neighbouring positions."""
    block = -(-len(values) // MAX_COLUMNS)
    starts = np.arange(0, len(values), block)
    counts = np.diff(np.r_[starts, len(values)])
    shown = (np.add.reduceat(values, starts, axis=0) / counts[:, None]).astype(np.float32)
    mean_of = "" if block == 1 else f" (mean of {block} positions)"
    figure.add_heatmap(
        z=np.ascontiguousarray(shown.T),
        x=np.r_[steps[span[starts, 0]], steps[span[-1, 1] + 1]],
        y=np.arange(shown.shape[1]),
        yaxis=axis,
        colorscale="Cividis",
        zmin=-bound,
        zmax=bound,
        showscale=axis == "y",
        colorbar={
            "title": {"text": "activation", "side": "right", "font": {"size": 12}},
            "thickness": 10,
            "outlinewidth": 0,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="%{x|" + style.time_format + "}<br>feature %{y}<br>activation %{z:.3f}"
        f"{mean_of}<extra></extra>",
    )


def _frame(
    figure: go.Figure,
    mask: NDArray[np.bool_],
    span: Ints,
    steps: Times,
    axis: str,
    legend: bool,
    style: Style,
) -> None:
    """Frames around the runs of positions that are read."""
    change = np.diff(np.r_[0, mask.astype(np.int8), 0])
    for start, end in zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True):
        figure.add_shape(
            type="rect",
            x0=steps[span[start, 0]],
            x1=steps[span[end - 1, 1] + 1],
            y0=0,
            y1=1,
            yref=f"{axis} domain",
            line={"color": style.colour.selected, "width": 2},
            name="read by the focused position",
            legendgroup="frame",
            showlegend=legend and bool(start == np.flatnonzero(change == 1)[0]),
        )


def _dot_winners(
    figure: go.Figure,
    layer: DistillingInspection,
    position: int,
    time: pd.DatetimeIndex,
    axis: str,
    style: Style,
) -> None:
    """The input position that the pooling kept for each feature of one output position."""
    winners = layer.winners[position]
    first = time.to_numpy()[layer.span_in[winners, 0]]
    last = time.to_numpy()[layer.span_in[winners, 1]]
    figure.add_scatter(
        x=first + (last - first) // 2,
        y=np.arange(len(winners)),
        yaxis=axis,
        mode="markers",
        name="kept by the last max-pool",
        marker={
            "color": style.colour.selected,
            "size": 5,
            "line": {"color": style.colour.surface, "width": 0.8},
        },
        hovertemplate="feature %{y}: kept from the position of %{x|"
        + style.time_format
        + "}<extra></extra>",
    )
