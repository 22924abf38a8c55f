"""The ladders of all layers and heads as one table of coloured cells."""

from collections.abc import Sequence

import plotly.graph_objects as go

from informer.figures.panels import SCORES, percent
from informer.figures.style import Style
from informer.inspection.estimate import RUNGS, Rung

_SHORT = {
    "exact": "exact<br>M",
    "max_mean": "exact<br>max-mean",
    "sampled": "sampled<br>",
    "reference": "public<br>code",
    "harm": "harm<br>oracle",
    "random": "chance<br>",
}


def ladder_heads(
    names: Sequence[str], ladders: Sequence[Sequence[Rung]], score: str, style: Style
) -> go.Figure:
    """One row for each head, ``names`` its label; one column for each rung; brighter is better.

    ``score`` is a key of ``SCORES``. Cells can be clicked: their row is the head's place in
    ``ladders``.
    """
    rows = [{rung.name: getattr(rung.score, score) for rung in ladder} for ladder in ladders]
    values = [[100 * row[name] for name in _SHORT] for row in rows]
    top = max(100.0, *(max(row) for row in values))
    figure = go.Figure()
    figure.add_heatmap(
        x=list(_SHORT.values()),
        y=list(names),
        z=values,
        name=SCORES[score],
        text=[[percent(value / 100) for value in row] for row in values],
        xgap=2,
        ygap=2,
        colorscale="Cividis",
        reversescale=score == "error",
        zmin=0,
        zmax=top,
        showscale=False,
        customdata=[[RUNGS[name] for name in _SHORT]] * len(rows),
        hovertemplate=f"%{{y}}<br>%{{customdata}}<br>{SCORES[score].lower()}: <b>%{{text}}</b>"
        "<br>click to focus this head<extra></extra>",
    )
    _numbers(figure, list(names), values, top, dark_is_high=score == "error")
    style.finish(figure, height=52 + 25 * len(rows), revision=f"heads {score}", legend=False)
    figure.update_layout(margin_t=44)
    figure.update_xaxes(
        side="top", showgrid=False, fixedrange=True, range=[-0.5, len(_SHORT) - 0.5]
    )
    figure.update_yaxes(showgrid=False, fixedrange=True, range=[len(rows) - 0.5, -0.5])
    return figure


def _numbers(
    figure: go.Figure,
    names: list[str],
    values: list[list[float]],
    top: float,
    *,
    dark_is_high: bool,
) -> None:
    """The value on each cell, black on bright and white on dark: plotly's own text is too faint."""
    cells = [
        (column, name, value)
        for name, row in zip(names, values, strict=True)
        for column, value in zip(_SHORT.values(), row, strict=True)
    ]
    bright = [((value > 0.45 * top) != dark_is_high) for _, _, value in cells]
    figure.add_scatter(
        x=[column for column, _, _ in cells],
        y=[name for _, name, _ in cells],
        text=[percent(value / 100) for _, _, value in cells],
        mode="text",
        name="values",
        textfont={"size": 12, "color": ["black" if one else "white" for one in bright]},
        hoverinfo="skip",
    )
