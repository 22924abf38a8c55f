"""How training goes: the losses as they fall, the best one, and what they must beat."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from informer.figures.style import Style, plain


def loss_figure(
    train: tuple[Sequence[int], Sequence[float]],
    validation: tuple[Sequence[int], Sequence[float]],
    style: Style,
    *,
    baselines: Mapping[str, float] | None = None,
    height: int = 340,
) -> go.Figure:
    """Train and validation loss over steps, the best validation marked, baselines as lines.

    ``train`` and ``validation`` are steps and their MSE on standardised values; ``baselines`` the
    same measure of other forecasts on the validation part. The axis is logarithmic once the losses
    span a factor of eight.
    """
    colour = style.colour
    figure = go.Figure()
    figure.add_scatter(
        x=list(train[0]),
        y=list(train[1]),
        mode="lines",
        name="train",
        line={"color": colour.train, "width": 1.2},
        hovertemplate="step %{x:,}<br>train loss %{y:.4f}<extra></extra>",
    )
    figure.add_scatter(
        x=list(validation[0]),
        y=list(validation[1]),
        mode="lines+markers",
        name="validation",
        line={"color": colour.validation, "width": 2.2},
        marker={"size": 5},
        hovertemplate="step %{x:,}<br>validation loss %{y:.4f}<extra></extra>",
    )
    if len(validation[1]):
        best = int(np.argmin(validation[1]))
        figure.add_scatter(
            x=[validation[0][best]],
            y=[validation[1][best]],
            mode="markers",
            name=f"best validation {validation[1][best]:.4f}",
            marker={
                "size": 12,
                "symbol": "star",
                "color": colour.selected,
                "line": {"color": colour.surface, "width": 1},
            },
            hovertemplate="best so far: step %{x:,}, loss %{y:.4f}<extra></extra>",
        )
    steps = [*train[0], *validation[0]]
    ends = [min(steps), max(steps)] if steps else [0, 1]
    dashes = ("dash", "dot", "dashdot", "longdash")
    for index, (name, loss) in enumerate((baselines or {}).items()):
        figure.add_scatter(
            x=ends,
            y=[loss, loss],
            mode="lines",
            name=f"{plain(name)} {loss:.4f}",
            line={"color": colour.baseline, "width": 1.4, "dash": dashes[index % len(dashes)]},
            hovertemplate=f"{plain(name)}: loss %{{y:.4f}}<extra></extra>",
        )
    losses = np.array([*train[1], *validation[1], *(baselines or {}).values()], dtype=np.float64)
    losses = losses[np.isfinite(losses) & (losses > 0)]
    wide = losses.size > 0 and losses.max() > 8 * losses.min()
    style.finish(figure, height=height, revision="loss")
    style.header(figure, "Loss: squared error, standardised values")
    figure.update_xaxes(title_text="training steps", showgrid=False, rangemode="tozero")
    figure.update_yaxes(title_text="loss (MSE)")
    if wide:
        ticks = _log_ticks(float(losses.min()), float(losses.max()))
        figure.update_yaxes(type="log", tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks])
    return figure


def _log_ticks(lowest: float, highest: float) -> list[float]:
    """1, 2 and 5 of each power of ten, written out: plotly's own ticks say only "2" and "5"."""
    powers = range(math.floor(math.log10(lowest)), math.ceil(math.log10(highest)) + 1)
    ticks = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    if len(powers) > 4:
        ticks = [10.0**power for power in powers]
    return [tick for tick in ticks if lowest / 2 <= tick <= highest * 2]
