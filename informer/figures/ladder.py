"""The approximation ladder of one head: each way to rank its queries, by three scores."""

from collections.abc import Sequence

import plotly.graph_objects as go

from informer.figures.panels import SCORES, percent, three_panels
from informer.figures.style import Style
from informer.inspection.estimate import RUNGS, Rung


def ladder_figure(
    rungs: Sequence[Rung], style: Style, *, ranked_by: str = "sampled", revision: str = "ladder"
) -> go.Figure:
    """A row of three bars for each rung; ``ranked_by`` is the one by which the model ranks.

    One trace a score: ``x`` in per cent, ``y`` the rung's name, ``customdata`` its key.
    """
    colour = style.colour
    fill = {
        "sampled": colour.sampled,
        "reference": colour.sampled,
        "random": colour.baseline,
    }
    names = [RUNGS[rung.name] for rung in rungs]
    fills = [fill.get(rung.name, colour.exact) for rung in rungs]
    faint = [1.0 if rung.name in ("exact", ranked_by) else 0.45 for rung in rungs]
    figure = go.Figure()
    suffixes = three_panels(
        figure, style, height=46 + 43 * len(rungs), revision=revision, legend=False
    )
    for suffix, (score, title) in zip(suffixes, SCORES.items(), strict=True):
        values = [getattr(rung.score, score) for rung in rungs]
        figure.add_bar(
            x=[100 * value for value in values],
            y=names,
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
            orientation="h",
            name=title,
            width=0.36,
            offset=0.02,
            marker={"color": fills, "opacity": faint, "line": {"width": 0}},
            text=[percent(value) for value in values],
            textposition="outside",
            textfont={"size": 12, "color": colour.ink},
            cliponaxis=False,
            customdata=[rung.name for rung in rungs],
            hovertemplate=f"%{{y}}<br>{title.lower()}: <b>%{{x:.1f}} %</b><extra></extra>",
        )
        top = 100.0 if score != "error" else 100 * max(*values, 1e-3)
        figure.layout[f"xaxis{suffix}"].update(
            range=[0, 1.36 * top],
            showticklabels=False,
            showgrid=False,
            zeroline=False,
            showline=False,
        )
        figure.layout[f"yaxis{suffix}"].update(
            range=[len(rungs) - 0.5, -0.6],
            showticklabels=False,
            showgrid=False,
            zeroline=False,
            showline=False,
        )
    for row, rung in enumerate(rungs):
        own = " · <b>what the model ranks by</b>" if rung.name == ranked_by else ""
        figure.add_annotation(
            text=f"{_label(rung, rungs)}{own}",
            xref="paper",
            x=0,
            xanchor="left",
            yref="y",
            y=row,
            yanchor="bottom",
            yshift=-1,
            showarrow=False,
            font={"size": 12, "color": colour.muted},
        )
    return figure


def _label(rung: Rung, rungs: Sequence[Rung]) -> str:
    """What a rung is, in a few words."""
    same = "" if any(one.name == "kl" for one in rungs) else ", the order of KL"
    return {
        "exact": f"Exact M, all keys{same}",
        "kl": "Exact KL = M − ln(keys seen)",
        "max_mean": "Exact max-mean, all keys",
        "sampled": "Sampled max-mean",
        "reference": "Sampled, in the public code's form",
        "harm": "Harm oracle: least error possible",
        "random": "Random choice, expected",
    }[rung.name]
