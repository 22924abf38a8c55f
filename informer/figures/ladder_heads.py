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
    figure = go.Figure()
    figure.add_heatmap(
        x=list(_SHORT.values()),
        y=list(names),
        z=values,
        name=SCORES[score],
        text=[[percent(value / 100) for value in row] for row in values],
        texttemplate="%{text}",
        textfont={"size": 12},
        xgap=2,
        ygap=2,
        colorscale="Cividis",
        reversescale=score == "error",
        zmin=0,
        zmax=100 if score != "error" else max(100.0, *(max(row) for row in values)),
        showscale=False,
        customdata=[[RUNGS[name] for name in _SHORT]] * len(rows),
        hovertemplate=f"%{{y}}<br>%{{customdata}}<br>{SCORES[score].lower()}: <b>%{{text}}</b>"
        "<br>click to focus this head<extra></extra>",
    )
    style.finish(figure, height=52 + 25 * len(rows), revision=f"heads {score}", legend=False)
    figure.update_layout(margin_t=44)
    figure.update_xaxes(side="top", showgrid=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, fixedrange=True)
    return figure
