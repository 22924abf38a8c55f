"""How often each query is selected, over sampling seeds, on the time axis."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.bars import MANY
from informer.figures.style import Style
from informer.figures.time_axis import tight_range
from informer.inspection.estimate import Resampling
from informer.inspection.results import AttentionInspection

_BARS = MANY
"""Queries above which the shares are drawn as filled steps."""


def selection_bands(
    layer: AttentionInspection, drawn: Resampling, style: Style, *, height: int = 300
) -> go.Figure:
    """Always, sometimes and never selected; the theory as a line; ticks for the first seed's.

    ``y`` in per cent of the draws. Points can be clicked: ``customdata`` is the query.
    """
    style = style.dated(layer.time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"bands {layer.name}")
    share = 100 * drawn.counts / drawn.n_draws
    _theory(figure, layer, drawn, style)
    for name, mask, fill, opacity in (
        ("always", drawn.always, colour.selected, 1.0),
        ("sometimes", drawn.sometimes, colour.selected, 0.5),
    ):
        if mask.any():
            _shares(figure, layer, drawn, mask, share, name, fill, opacity, style)
    if drawn.never.any():
        _ticks(figure, layer, drawn.never, -4, "never", colour.lazy, style)
    _ticks(
        figure, layer, np.isin(np.arange(layer.length), drawn.selected[0]), -11,
        f"selected under seed {drawn.first_seed}", colour.selected, style,
    )  # fmt: skip
    figure.update_xaxes(
        showgrid=False, hoverformat=style.time_format, range=tight_range(layer.time)
    )
    figure.update_yaxes(
        title_text="share of draws (%)", range=[-16, 104], tickvals=[0, 25, 50, 75, 100]
    )
    figure.update_layout(bargap=0)
    return figure


def _theory(figure: go.Figure, layer: AttentionInspection, drawn: Resampling, style: Style) -> None:
    """What one number per query, m, leads to expect."""
    figure.add_scatter(
        x=layer.time,
        y=100 * drawn.expected,
        mode="lines",
        name="theory: 1 − (1 − m/L)<sup>U</sup>",
        legendrank=1001,
        line={"color": style.colour.exact, "width": 1.4 if layer.length <= _BARS else 0.8},
        customdata=np.arange(layer.length),
        text=drawn.matches,
        hovertemplate="<b>query %{customdata}</b><br>m = %{text} keys lift it over the cut<br>"
        "expected in %{y:.0f} % of the draws<extra></extra>",
    )


def _shares(
    figure: go.Figure,
    layer: AttentionInspection,
    drawn: Resampling,
    mask: NDArray[np.bool_],
    share: NDArray[np.float64],
    name: str,
    fill: str,
    opacity: float,
    style: Style,
) -> None:
    """The share of the draws, for the queries of one band."""
    about = {
        "name": f"{name}: {int(mask.sum())}",
        "hovertemplate": "<b>query %{customdata}</b>, %{x|"
        + style.time_format
        + "}<br>selected in "
        f"%{{text}} of {drawn.n_draws} draws: {name}<br>click to focus<extra></extra>",
    }
    if layer.length <= _BARS:
        figure.add_bar(
            x=layer.time[mask],
            y=share[mask],
            marker={"color": fill, "line": {"width": 0}},
            opacity=opacity,
            customdata=np.flatnonzero(mask),
            text=drawn.counts[mask],
            textposition="none",
            **about,
        )
        return
    figure.add_scatter(
        x=layer.time,
        y=np.where(mask, share, 0),
        mode="lines",
        line={"shape": "hvh", "width": 0},
        fill="tozeroy",
        fillcolor=fill,
        opacity=opacity,
        customdata=np.arange(layer.length),
        text=drawn.counts,
        **about,
    )


def _ticks(
    figure: go.Figure,
    layer: AttentionInspection,
    mask: NDArray[np.bool_],
    y: float,
    name: str,
    ink: str,
    style: Style,
) -> None:
    """A row of short ticks below the zero line."""
    count = f": {int(mask.sum())}" if name == "never" else ""
    figure.add_scatter(
        x=layer.time[mask],
        y=np.full(int(mask.sum()), y),
        mode="markers",
        name=name + count,
        marker={
            "symbol": "line-ns",
            "size": 7,
            "maxdisplayed": _BARS,
            "line": {"width": 1.6, "color": ink},
        },
        customdata=np.flatnonzero(mask),
        hovertemplate="<b>query %{customdata}</b>, %{x|" + style.time_format + "}<br>"
        f"{name}<br>click to focus<extra></extra>",
    )
