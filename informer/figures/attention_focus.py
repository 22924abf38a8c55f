"""One query of one head: its scores, and its softmax against the line of a query that does nothing."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.style import TIME_FORMAT, Style
from informer.inspection.results import FocusedQuery


def focus_panel(focused: FocusedQuery, style: Style, *, height: int = 460) -> go.Figure:
    """Scores over the keys with their maximum and mean, and the softmax against 1 / L.

    The gap between the two lines of the upper row is the exact max-mean measure; sampled keys are
    lit in both rows.
    """
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"focus {focused.layer} {focused.query}")
    lower = {"domain": (0.0, 0.42), "rangemode": "tozero", "nticks": 5, **style.axis()}
    figure.update_layout(yaxis={"domain": (0.56, 1.0), "nticks": 5}, yaxis2=lower)
    figure.update_xaxes(anchor="y2", showgrid=False, hoverformat=TIME_FORMAT)
    _scores(figure, focused, style)
    _weights(figure, focused, style)
    style.header(figure, f"Scores of query {focused.query}: {focused.time:%a %d %b %H:%M}")
    state = "computed by the model" if focused.selected else "lazy: not computed by the model"
    style.header(figure, f"Softmax over {len(focused.scores)} keys ({state})", "y2")
    figure.update_layout(
        yaxis_title_text="score s = q·k/√d", yaxis2_title_text="weight", bargap=0.1
    )
    figure.update_layout(legend_font_color=colour.ink, barmode="overlay")
    return figure


def _scores(figure: go.Figure, focused: FocusedQuery, style: Style) -> None:
    """The scores as a line, sampled keys as points, maximum and mean as levels."""
    colour = style.colour
    where = "key %{customdata}, %{x|" + TIME_FORMAT + "}<br>"
    numbers = np.arange(len(focused.scores))
    figure.add_scatter(
        x=focused.key_time,
        y=focused.scores,
        mode="lines",
        name="score, every key",
        line={"color": colour.exact, "width": 1.2},
        customdata=numbers,
        hovertemplate=where + "score %{y:.3f}<extra></extra>",
    )
    if focused.sampled is not None and len(focused.sampled):
        figure.add_scatter(
            x=focused.key_time[focused.sampled],
            y=focused.scores[focused.sampled],
            mode="markers",
            name=f"sampled key: {len(focused.sampled)} of {len(focused.scores)}",
            legendgroup="sampled",
            marker={"color": colour.sampled, "size": 7},
            customdata=focused.sampled,
            hovertemplate=where + "score %{y:.3f}, sampled<extra></extra>",
        )
    for name, level, dash in (
        ("maximum over all keys", focused.scores.max(), "dot"),
        ("mean over all keys", focused.scores.mean(), "dash"),
    ):
        figure.add_scatter(
            x=[focused.key_time[0], focused.key_time[-1]],
            y=[level, level],
            mode="lines",
            name=name,
            line={"color": colour.ink, "width": 1.2, "dash": dash},
            hovertemplate=f"{name}: %{{y:.3f}}<extra></extra>",
        )


def _weights(figure: go.Figure, focused: FocusedQuery, style: Style) -> None:
    """The softmax as bars, those of sampled keys lit, and the uniform line."""
    colour = style.colour
    lit = np.zeros(len(focused.weights), dtype=np.bool_)
    if focused.sampled is not None:
        lit[focused.sampled] = True
    for name, mask, fill in (
        ("other key", ~lit, colour.exact),
        ("sampled key", lit, colour.sampled),
    ):
        if mask.any():
            figure.add_bar(
                x=focused.key_time[mask],
                y=focused.weights[mask],
                yaxis="y2",
                name=name,
                showlegend=False,
                marker={"color": fill, "opacity": 0.85, "line": {"width": 0}},
                customdata=np.flatnonzero(mask),
                hovertemplate="key %{customdata}, %{x|" + TIME_FORMAT + "}<br>"
                f"weight %{{y:.4f}}, uniform {focused.uniform:.4f}<br>{name}<extra></extra>",
            )
    figure.add_scatter(
        x=[focused.key_time[0], focused.key_time[-1]],
        y=[focused.uniform, focused.uniform],
        yaxis="y2",
        mode="lines",
        name=f"uniform 1/{len(focused.weights)} = {focused.uniform:.4f}",
        line={"color": colour.selected, "width": 1.4, "dash": "dash"},
        hovertemplate="a query that attends uniformly: %{y:.4f}<extra></extra>",
    )
