"""How alike neighbouring positions are along time, before and after each distilling layer."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from informer.figures.style import Style
from informer.figures.time_axis import cell_edges, few_ticks, tight_range
from informer.inspection.distilling_results import NeighbourSimilarity
from informer.inspection.reach import FeatureMap

_GAP, _TOP, _BOTTOM = 44, 30, 76


def similarity_rows(
    found: Sequence[NeighbourSimilarity],
    maps: Sequence[FeatureMap],
    time: pd.DatetimeIndex,
    style: Style,
    *,
    row_height: int = 150,
) -> go.Figure:
    """A row a layer: cosines of neighbours before, of every second one before, and after.

    A point stands at the border between the two positions it compares.
    """
    style, edges = style.dated(time), cell_edges(time)
    figure = go.Figure()
    count = len(found)
    plot = count * row_height + (count - 1) * _GAP
    style.finish(figure, height=plot + _TOP + _BOTTOM, revision=f"similarity {time[0]} {count}")
    figure.update_layout(margin_t=_TOP, margin_b=_BOTTOM)
    colour = style.colour
    for number, one in enumerate(found):
        axis = "y" if number == 0 else f"y{number + 1}"
        top = 1 - number * (row_height + _GAP) / plot
        figure.layout[axis.replace("y", "yaxis")] = {
            **style.axis(),
            "domain": [max(top - row_height / plot, 0.0), top],
            "title_text": "cosine",
            "nticks": 5,
        }
        into, out = maps[2 * number], maps[2 * number + 1]
        borders = edges[into.span[:-1, 1] + 1]
        for name, x, y, line in (
            (
                "before: neighbours",
                borders,
                one.before,
                {"color": colour.observed, "width": 1.2},
            ),
            (
                "before: every second one",
                edges[into.span[1:-1:2, 1] + 1][: len(one.before_apart)],
                one.before_apart,
                {"color": colour.baseline, "width": 1.4, "dash": "dash"},
            ),
            (
                "after: neighbours",
                edges[out.span[:-1, 1] + 1],
                one.after,
                {"color": colour.forecast, "width": 2},
            ),
        ):
            figure.add_scatter(
                x=x,
                y=y,
                yaxis=axis,
                mode="lines" if len(y) > 1 else "markers",
                name=name,
                legendgroup=name,
                showlegend=number == 0,
                line=line,
                hovertemplate=f"{name}<br>%{{x|{style.time_format}}}<br>cosine %{{y:.3f}}"
                "<extra></extra>",
            )
        style.header(figure, f"Distilling {number + 1}: how alike are neighbours? (1: alike)", axis)
    figure.update_xaxes(
        anchor="y" if count == 1 else f"y{count}",
        showgrid=False,
        tickangle=0,
        range=tight_range(time),
        hoverformat=style.time_format,
        **few_ticks(time, 5),
    )
    return figure
