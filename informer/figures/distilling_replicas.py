"""The replicas of a stacked encoder: what each reads, and how their outputs join along time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from informer.figures.style import Style
from informer.figures.time_axis import cell_edges, few_ticks, tight_range


def replica_strips(
    lengths: Sequence[tuple[int, ...]],
    time: pd.DatetimeIndex,
    chosen: int,
    style: Style,
) -> go.Figure:
    """Above, the part of the input each replica reads; below, the memory that they make together.

    ``lengths`` are those of the attention layers of each replica: its first is how many of the last
    steps it reads, its last how many positions it hands on. Bars carry the replica's number.
    """
    style, edges = style.dated(time), cell_edges(time)
    figure = go.Figure()
    count = len(lengths)
    style.finish(figure, height=190 + 44 * count, revision=f"replicas {count}", legend=False)
    split = 78 / (90 + 44 * count)
    names = [f"replica {i + 1}" for i in range(count)]
    fills = [style.colour.forecast if i == chosen else style.colour.baseline for i in range(count)]
    starts = edges[[len(time) - sizes[0] for sizes in lengths]]
    figure.add_bar(
        x=(edges[-1] - starts) / np.timedelta64(1, "ms"),
        base=[str(start) for start in starts],
        y=names,
        orientation="h",
        name="reads",
        marker={"color": fills, "line": {"width": 0}},
        text=[" → ".join(map(str, sizes)) for sizes in lengths],
        textposition="inside",
        insidetextanchor="end",
        textfont={"color": style.colour.surface},
        customdata=list(range(count)),
        hovertemplate="%{y}: %{text} positions<br>reads from %{base}<extra></extra>",
    )
    handed = [sizes[-1] for sizes in lengths]
    figure.add_bar(
        x=handed,
        base=[sum(handed[:i]) for i in range(count)],
        y=["memory"] * count,
        xaxis="x2",
        yaxis="y2",
        orientation="h",
        name="memory",
        marker={"color": fills, "line": {"width": 2, "color": style.colour.surface}},
        text=[f"{i + 1}: {n}" for i, n in enumerate(handed)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": style.colour.surface},
        customdata=list(range(count)),
        hovertemplate="%{x} positions of replica %{customdata}<extra></extra>",
    )
    figure.layout.yaxis = {
        **style.axis(),
        "domain": [split + 0.22, 1],
        "autorange": "reversed",
        "showgrid": False,
    }
    figure.layout.yaxis2 = {**style.axis(), "domain": [0, split - 0.04], "showgrid": False}
    figure.layout.xaxis2 = {
        **style.axis(),
        "anchor": "y2",
        "title_text": "position in the decoder's memory",
        "range": [0, sum(handed)],
        "nticks": 6,
        "showgrid": False,
    }
    figure.update_layout(barmode="overlay", bargap=0.25)
    figure.update_xaxes(
        selector={"anchor": None},
        anchor="y",
        type="date",
        showgrid=False,
        tickangle=0,
        range=tight_range(time),
        **few_ticks(time, 5),
    )
    total = " + ".join(map(str, handed))
    style.header(figure, "What each replica reads of the input, and its lengths")
    style.header(figure, f"What they hand to the decoder: {total} = {sum(handed)}", "y2")
    return figure
