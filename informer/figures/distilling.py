"""The feature map as it shrinks: before and after each distilling layer, on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from informer.figures import units
from informer.figures.feature_map import bound_of, column_means, map_axis
from informer.figures.style import Style
from informer.figures.time_axis import Times, cell_edges, few_ticks, tight_range
from informer.inspection.operations import map_bytes
from informer.inspection.reach import FeatureMap, feature_maps
from informer.inspection.results import Inspection

MAX_COLUMNS = 512
_GAP, _TOP, _BOTTOM = 62, 62, 84
"""Pixels between two maps, above the first and below the last."""


@dataclass(frozen=True)
class Row:
    """Where a map stands in the figure: its axis, and its ends as shares of the plot's height."""

    axis: str
    bottom: float
    top: float


def rows_of(maps: Sequence[FeatureMap]) -> tuple[tuple[Row, ...], int]:
    """The place of each map, and the height in pixels of all. As high as it is long.

    All are as wide, so that the area of a map is its memory.
    """
    first = 220 if len(maps) <= 4 else 260
    heights = [max(first * len(one.values) / len(maps[0].values), 6.0) for one in maps]
    total = sum(heights) + _GAP * (len(maps) - 1)
    rows, top = [], total
    for index, height in enumerate(heights):
        axis = "y" if index == 0 else f"y{index + 1}"
        rows.append(Row(axis, max((top - height) / total, 0.0), top / total))
        top -= height + _GAP
    return tuple(rows), round(total)


def distilling_maps(inspection: Inspection, style: Style, *, replica: int = 0) -> go.Figure:
    """Feature maps in and out of each distilling layer of one encoder replica.

    Features down, time across; a cell is as wide as the steps its position stands for, a map as
    high as it is long: its area is its memory. All share one symmetrical scale. The name of a trace
    is that of its map. What is focused is drawn over it (:mod:`informer.figures.distilling_marks`).
    """
    maps = feature_maps(inspection.distilling_layers(replica))
    style = style.dated(inspection.time)
    figure = go.Figure()
    rows, plot_height = rows_of(maps) if maps else ((), 120)
    style.finish(
        figure,
        height=plot_height + _TOP + _BOTTOM,
        revision=f"distilling {inspection.window} {replica}",
    )
    figure.update_layout(margin_t=_TOP, margin_b=_BOTTOM)
    if not maps:
        figure.add_annotation(text="This encoder has no distilling layer.", showarrow=False)
        return figure
    steps = cell_edges(inspection.time)
    bound = bound_of(*(one.values for one in maps))
    for one, row in zip(maps, rows, strict=True):
        height = plot_height * (row.top - row.bottom)
        length, width = one.values.shape
        figure.layout[row.axis.replace("y", "yaxis")] = {
            **map_axis(style, (row.bottom, row.top), width),
            "title_text": "feature" if row.axis == "y" else "",
            "nticks": 3 if height > 80 else 2,
            "showticklabels": height > 30,
        }
        _draw_map(figure, one, steps, row.axis, bound, style)
        style.header(
            figure,
            f"<span style='color:{style.colour.muted}'>↓ {one.maker}</span><br>"
            f"{one.name}: {length} × {width}, {units.memory(map_bytes(length, width))}",
            row.axis,
        )
    figure.update_xaxes(
        anchor=rows[-1].axis,
        range=tight_range(inspection.time),
        showgrid=False,
        hoverformat=style.time_format,
        tickangle=0,
        **few_ticks(inspection.time, 5),
    )
    return figure


def length_strip(steps: Sequence[tuple[str, int]], style: Style, *, height: int = 150) -> go.Figure:
    """The length of the map after each step of the encoder, as bars: 96, 48, 24."""
    figure = go.Figure()
    lengths = [length for _, length in steps]
    figure.add_bar(
        x=lengths,
        y=[name for name, _ in steps],
        orientation="h",
        name="positions",
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


def block_of(one: FeatureMap) -> int:
    """How many neighbouring positions one drawn column stands for."""
    return -(-len(one.values) // MAX_COLUMNS)


def _draw_map(
    figure: go.Figure, one: FeatureMap, steps: Times, axis: str, bound: float, style: Style
) -> None:
    """One map; longer ones than a screen is wide are averaged over neighbouring positions."""
    span, block = one.span, block_of(one)
    starts, shown = column_means(one.values, block)
    mean_of = "" if block == 1 else f" (mean of {block} positions)"
    figure.add_heatmap(
        z=np.ascontiguousarray(shown.T),
        x=np.r_[steps[span[starts, 0]], steps[span[-1, 1] + 1]],
        y=np.arange(shown.shape[1]),
        yaxis=axis,
        name=one.name,
        colorscale="Cividis",
        zmin=-bound,
        zmax=bound,
        showscale=axis == "y",
        colorbar={  # above the maps: beside them it would take a fifth of a phone's width
            "orientation": "h",
            "title": {"text": "activation", "side": "top", "font": {"size": 12}},
            "tickvals": [-bound, 0, bound],
            "ticktext": [f"−{bound:.1f}", "0", f"{bound:.1f}"],
            "len": 0.26,
            "x": 0.98,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
            "ypad": 2,
            "thickness": 8,
            "outlinewidth": 0,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="%{x|" + style.time_format + "}<br>feature %{y}<br>activation %{z:.3f}"
        f"{mean_of}<extra></extra>",
    )
