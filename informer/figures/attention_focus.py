"""One query of one head: its scores, and its softmax beside that of a query that does nothing."""

import numpy as np
import plotly.graph_objects as go

from informer.figures.bars import MANY, add_bars
from informer.figures.style import LABEL_MARGIN, Style
from informer.figures.time_axis import tight_range
from informer.inspection.results import FocusedQuery


def focus_panel(focused: FocusedQuery, style: Style, *, height: int = 460) -> go.Figure:
    """Scores over the keys with their maximum and mean, and the softmax against 1 / L.

    The gap between the two levels of the upper row is the exact max-mean measure; sampled keys are
    lit in both rows.
    """
    style = style.dated(focused.key_time)
    figure = go.Figure()
    style.finish(
        figure,
        height=height,
        revision=f"focus {focused.layer} {focused.head} {focused.query}",
    )
    figure.layout.yaxis = {**style.axis(), "domain": (0.57, 1.0), "nticks": 5}
    figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.43), "nticks": 5}
    figure.update_xaxes(
        anchor="y2",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(focused.key_time),
    )
    figure.update_layout(
        yaxis_title_text="score s = q·k/√d",
        yaxis2_title_text="weight",
        yaxis2_rangemode="tozero",
        barmode="overlay",
        margin_r=LABEL_MARGIN + 8,
    )
    _scores(figure, focused, style)
    _weights(figure, focused, style)
    style.header(figure, f"Scores of query {focused.query}, {focused.time:{style.time_format}}")
    state = "" if focused.selected else " (lazy: the model skipped it)"
    style.header(figure, f"Softmax over {len(focused.scores)} keys{state}", "y2")
    return figure


def _where(style: Style) -> str:
    return "key %{customdata}, %{x|" + style.time_format + "}<br>"


def _scores(figure: go.Figure, focused: FocusedQuery, style: Style) -> None:
    """The scores as a line, sampled keys as points, maximum and mean as levels."""
    colour = style.colour
    figure.add_scatter(
        x=focused.key_time,
        y=focused.scores,
        mode="lines",
        name="key, not sampled",
        legendgroup="other",
        line={"color": colour.exact, "width": 1.2},
        customdata=np.arange(len(focused.scores)),
        hovertemplate=_where(style) + "score %{y:.3f}<extra></extra>",
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
            hovertemplate=_where(style) + "score %{y:.3f}, sampled<extra></extra>",
        )
    _level(figure, focused, style, "max", float(focused.scores.max()), "y", "dot")
    _level(figure, focused, style, "mean", float(focused.scores.mean()), "y", "dash")


def _weights(figure: go.Figure, focused: FocusedQuery, style: Style) -> None:
    """The softmax as bars, those of sampled keys lit, and the uniform line."""
    colour = style.colour
    lit = np.zeros(len(focused.weights), dtype=np.bool_)
    if focused.sampled is not None:
        lit[focused.sampled] = True
    for name, group, mask, fill in (
        ("not sampled", "other", ~lit, colour.exact),
        ("sampled key", "sampled", lit, colour.sampled),
    ):
        if mask.any():
            add_bars(
                figure,
                focused.key_time[mask],
                focused.weights[mask],
                fill=fill,
                width=0.9 * _step(focused),
                many=len(focused.weights) > MANY,
                numbers=np.flatnonzero(mask),
                yaxis="y2",
                name=name,
                legendgroup=group,
                showlegend=False,
                hovertemplate=_where(style)
                + f"weight %{{y:.4f}}, uniform {focused.uniform:.4f}<br>"
                f"{name}<extra></extra>",
            )
    _level(figure, focused, style, f"1/{len(focused.weights)}", focused.uniform, "y2", "dash")


def _step(focused: FocusedQuery) -> float:
    """Milliseconds from key to key: bars of few keys would else be as wide as their gaps."""
    seconds = np.diff(focused.key_time.to_numpy()) / np.timedelta64(1, "s")
    return 1e3 * float(np.median(seconds)) if len(seconds) else 1.0


def _level(
    figure: go.Figure,
    focused: FocusedQuery,
    style: Style,
    name: str,
    y: float,
    axis: str,
    dash: str,
) -> None:
    """A horizontal line over all keys with its name and value at the right end."""
    meaning = {"max": "largest score", "mean": "mean score"}.get(name, "uniform attention")
    figure.add_scatter(
        x=tight_range(focused.key_time),
        y=[y, y],
        yaxis=axis,
        mode="lines",
        name=meaning,
        showlegend=False,
        line={"color": style.colour.ink, "width": 1.2, "dash": dash},
        hovertemplate=f"{meaning} over all keys: %{{y:.4f}}<extra></extra>",
    )
    text = name if axis == "y2" else f"{name} {round(y, 2) + 0.0:.2f}"  # never -0.00
    style.level_label(figure, text, y, axis, style.colour.ink)
