"""The attention of every step of the forecast over the history, as a map."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from informer.figures.attention_map import ROOT_CIVIDIS
from informer.figures.decoder_cross import replica_name, spans_in_words
from informer.figures.stacked_rows import stack_rows
from informer.figures.style import Style
from informer.figures.time_axis import Times, cell_edges, few_ticks, tight_range
from informer.inspection.crossing import CrossMap
from informer.inspection.decoder_results import Decoding


def cross_map(
    decoding: Decoding, maps: tuple[CrossMap, ...], style: Style, *, height: int = 400
) -> go.Figure:
    """Steps of the horizon down, the history across; one map for each replica of the encoder.

    The index of a clicked cell is ``[row, column]``; a row is ``rows_in_block`` steps.
    """
    time, horizon = decoding.inside.time, decoding.horizon
    style = style.dated(time)
    figure = go.Figure()
    each = max(150, height // len(maps))
    axes = stack_rows(
        figure,
        [each] * len(maps),
        style,
        revision=f"cross map {decoding.inside.window}",
        legend=False,
    )
    edges, rows = cell_edges(time), row_edges(horizon, maps[0].rows_in_block)
    highest = max(float(one.weights.max()) for one in maps)
    when = [f"{moment:{style.time_format}}" for moment in horizon[:: maps[0].rows_in_block]]
    for one, axis in zip(maps, axes, strict=True):
        spans = spans_in_words(one, time, style)
        figure.add_heatmap(
            z=100 * one.weights,
            x=np.r_[edges[one.span[:, 0]], edges[one.span[-1, 1] + 1]],
            y=rows,
            yaxis=axis,
            name=f"attention over {replica_name(one)}",
            colorscale=ROOT_CIVIDIS,
            zmin=0.0,
            zmax=100 * highest,
            showscale=axis == "y",
            colorbar={
                "title": {"text": "share (%)", "side": "right", "font": {"size": 12}},
                "thickness": 10,
                "outlinewidth": 0,
                "nticks": 6,
                "tickfont": {"size": 12, "color": style.colour.muted},
            },
            customdata=[[f"{row}<br>looks at {span}" for span in spans] for row in when],
            hovertemplate="forecast for %{customdata}<br>%{z:.2f} %<br>click to focus"
            "<extra></extra>",
        )
        figure.layout[axis.replace("y", "yaxis")].update(
            range=[rows[-1], rows[0]],
            title_text="forecast step (time)",
            showgrid=False,
            zeroline=False,
            tickangle=0,
            **few_ticks(horizon, 5),
        )
        style.header(figure, _heading(one, len(maps)), axis)
    figure.update_xaxes(
        title_text="history (time)",
        range=tight_range(time),
        tickangle=0,
        **few_ticks(time, 5),
    )
    return figure


def row_edges(horizon: pd.DatetimeIndex, block: int) -> Times:
    """Borders of rows of ``block`` steps each; the last may be shorter."""
    edges = cell_edges(horizon)
    return edges[np.minimum(np.arange(0, len(horizon) + block, block), len(horizon))]


def _heading(one: CrossMap, count: int) -> str:
    blocks = ""
    if one.rows_in_block * one.columns_in_block > 1:
        blocks = f" ({one.rows_in_block}×{one.columns_in_block} means)"
    where = "" if count == 1 else f", {replica_name(one)}"
    return f"Attention of every step{where}{blocks}"
