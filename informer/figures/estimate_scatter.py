"""Every query as a point: exact max-mean against exact KL, and against its sampled estimate."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.inspection.results import AttentionInspection, Floats

_MANY = 300
DRAWN = 400
"""Of more lazy points than this, so many are drawn; all can be hovered and clicked."""


def bound_scatter(
    layer: AttentionInspection,
    head: int,
    active: NDArray[np.bool_],
    style: Style,
    *,
    height: int = 360,
) -> go.Figure:
    """Exact KL over exact max-mean, and the two lines between which every point must lie.

    max-mean − ln L ≤ KL ≤ max-mean (Lemma 1, less ln L). ``active`` ``[L]`` is true for the
    selected queries. Points can be clicked: ``customdata`` is the query.
    """
    x, y = layer.measure_max_mean[head], layer.kl[head]
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"bound {layer.name} {head}")
    right, top = _end(x), _end(y)
    log_n = float(np.log(layer.length))
    _line(figure, style, [0, right], [0, right], "bound: KL = max-mean", "solid")
    _line(
        figure, style, [log_n, right], [0, max(right - log_n, 0)],
        f"max-mean − ln {layer.length}", "dot",
    )  # fmt: skip
    _points(figure, layer, active, x, y, style, "KL", "exact max-mean")
    figure.update_xaxes(title_text="exact max-mean (nats)", range=[-0.03 * right, right])
    figure.update_yaxes(title_text="exact KL (nats)", range=[-0.04 * top, top], nticks=6)
    style.header(figure, "Exact KL never exceeds exact max-mean")
    return figure


def sampled_scatter(
    layer: AttentionInspection,
    head: int,
    measure: Floats,
    active: NDArray[np.bool_],
    style: Style,
    *,
    height: int = 360,
) -> go.Figure:
    """The sampled measure ``[L]`` over the exact max-mean, with the identity and both cuts.

    Right of the vertical line stand the queries that the exact max-mean would select; above the
    horizontal one those that the sample selects. The public code's form is on a scale of its own,
    so it has no identity. Points can be clicked: ``customdata`` is the query.
    """
    x, y, colour = layer.measure_max_mean[head], measure, style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"sampled {layer.name} {head}")
    right, top = _end(x), _end(y)
    if not layer.reference_measure:
        _line(figure, style, [0, min(right, top)], [0, min(right, top)], "sampled = exact", "solid")
    _points(figure, layer, active, x, y, style, "sampled max-mean", "exact max-mean")
    n_selected = int(active.sum())
    cuts = (
        ("x", float(np.sort(x)[-n_selected]), colour.exact),
        ("y", float(y[active].min()), colour.sampled),
    )
    for axis, cut, ink in cuts:
        other = "y" if axis == "x" else "x"
        figure.add_shape(
            type="line",
            **{f"{axis}0": cut, f"{axis}1": cut, f"{other}0": 0, f"{other}1": 1},
            **{f"{axis}ref": axis, f"{other}ref": f"{other} domain"},
            line={"color": ink, "width": 1.2, "dash": "dash"},
        )
        figure.add_annotation(
            text=f"top {n_selected}",
            showarrow=False,
            font={"size": 12, "color": ink},
            **{axis: cut, other: 1 if axis == "x" else 0, f"{other}ref": f"{other} domain"},
            **(
                {"xanchor": "left", "yanchor": "top", "xshift": 3}
                if axis == "x"
                else {"xanchor": "left", "yanchor": "bottom", "xshift": 3}
            ),
        )
    unit = "" if layer.reference_measure else " (nats)"
    low = min(0.0, float(y.min()))
    figure.update_xaxes(title_text="exact max-mean (nats)", range=[-0.03 * right, right])
    figure.update_yaxes(
        title_text=f"sampled max-mean{unit}", range=[low - 0.04 * top, top], nticks=6
    )
    style.header(figure, "What the sample made of it")
    return figure


def _points(
    figure: go.Figure,
    layer: AttentionInspection,
    active: NDArray[np.bool_],
    x: Floats,
    y: Floats,
    style: Style,
    quantity: str,
    against: str,
) -> None:
    """One clickable point per query, the selected ones over the others."""
    style = style.dated(layer.time)
    small = layer.length > _MANY
    chosen = "query" if active.all() else "selected"
    for name, mask, fill, size in (
        ("lazy", ~active, style.colour.lazy, 4 if small else 6),
        (chosen, active, style.colour.selected, 6 if small else 8),
    ):
        if not mask.any():
            continue
        figure.add_scatter(
            x=x[mask],
            y=y[mask],
            mode="markers",
            name=f"{name}: {int(mask.sum())} of {layer.length}",
            legendrank=2 if name == "lazy" else 1,
            marker={
                "color": fill,
                "size": size,
                "maxdisplayed": DRAWN if name == "lazy" and mask.sum() > DRAWN else 0,
                "line": {"color": style.colour.surface, "width": 0.4 if small else 0.8},
            },
            customdata=np.flatnonzero(mask),
            text=layer.time[mask].strftime(style.time_format),
            hovertemplate=f"<b>query %{{customdata}}</b>, %{{text}}<br>{quantity} %{{y:.3f}}<br>"
            f"{against} %{{x:.3f}}<br>{name}<br>click to focus<extra></extra>",
        )


def _line(
    figure: go.Figure, style: Style, x: list[float], y: list[float], name: str, dash: str
) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name=name,
        legendrank=3,
        line={"color": style.colour.exact, "width": 1.3, "dash": dash},
        hoverinfo="skip",
    )


def _end(values: Floats) -> float:
    """A little beyond the largest value; never an empty axis."""
    return max(1.06 * float(values.max()), 1e-3)
