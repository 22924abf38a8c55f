"""One window of one head: the series, and below it the measure of every query, exact and sampled.

KL and max-mean are both in nats and both 0 for a query that attends uniformly, and KL never exceeds
max-mean. They stand in rows of their own because max-mean is often many times larger: on one axis
the exact measure would be a flat line.
"""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import TIME_FORMAT, Style, plain
from informer.inspection.results import AttentionInspection, Inspection

_ROWS = {3: ((0.76, 1.0), (0.385, 0.66), (0.0, 0.285)), 2: ((0.62, 1.0), (0.0, 0.48))}


def window_panel(
    inspection: Inspection,
    layer_name: str,
    head: int,
    style: Style,
    *,
    focus: int | None = None,
    target: str | None = None,
    height: int | None = None,
) -> go.Figure:
    """Observed target, exact KL per query, sampled max-mean per query, on one time axis.

    Selected queries are ticks under the series and filled points below; ``focus`` is the query to
    mark. Every point is clickable: its ``customdata`` is the number of its query. Raises KeyError
    when there is no such layer.
    """
    layer = inspection.layer(layer_name)
    rows = _ROWS[2 if layer.measure_sampled is None else 3]
    figure = go.Figure()
    style.finish(
        figure,
        height=height or (400 if len(rows) == 2 else 600),
        revision=f"window {inspection.window} {layer_name}",
    )
    for index, domain in enumerate(rows):
        axis = "yaxis" if index == 0 else f"yaxis{index + 1}"
        figure.layout[axis] = {"domain": domain, "nticks": 5, **style.axis()}
    figure.update_xaxes(anchor=f"y{len(rows)}", showgrid=False, hoverformat=TIME_FORMAT)
    _series_row(figure, inspection, layer, head, style, target)
    _exact_row(figure, layer, head, style)
    if layer.measure_sampled is not None:
        _sampled_row(figure, inspection, layer, head, style)
    if focus is not None:
        _mark_focus(figure, layer, head, focus, style)
    return figure


def _series_row(
    figure: go.Figure,
    inspection: Inspection,
    layer: AttentionInspection,
    head: int,
    style: Style,
    target: str | None,
) -> None:
    """The observed target over the context, the selected queries as ticks at its foot."""
    column = inspection.columns.index(target) if target is not None else 0
    name = inspection.columns[column]
    values = inspection.observed[:, column]
    figure.add_scatter(
        x=inspection.time,
        y=values,
        mode="lines",
        name="observed",
        line={"color": style.colour.observed, "width": 1.6},
        hovertemplate="%{x|" + TIME_FORMAT + "}<br>%{y:,.5~g}<extra></extra>",
    )
    style.header(figure, f"{plain(name, 30)}: observed over the window")
    figure.update_layout(yaxis_title_text=plain(name, 14))
    if layer.selected is None:
        return
    low, high = float(values.min()), float(values.max())
    figure.add_scatter(
        x=layer.time[layer.selected[head]],
        y=np.full(layer.selected.shape[1], low - 0.14 * ((high - low) or 1.0)),
        mode="markers",
        name="selected query (tick)",
        showlegend=False,
        marker={
            "symbol": "line-ns",
            "size": 11,
            "line": {"width": 2, "color": style.colour.selected},
        },
        customdata=layer.selected[head],
        hovertemplate="query %{customdata}, %{x|" + TIME_FORMAT + "}<br>selected<extra></extra>",
    )


def _exact_row(figure: go.Figure, layer: AttentionInspection, head: int, style: Style) -> None:
    """KL(uniform‖p) over all visible keys, and the line above which the exact M would select."""
    kl, exact = layer.kl[head], layer.measure_exact[head]
    figure.add_scatter(
        x=layer.time,
        y=kl,
        yaxis="y2",
        mode="lines",
        name="exact KL",
        line={"color": style.colour.exact, "width": 1.2},
        hoverinfo="skip",
    )
    _points(figure, layer, head, kl, exact, "y2", "KL", "exact M", style)
    style.header(figure, "Exact KL per query (0: attends uniformly)", "y2")
    figure.update_layout(yaxis2_title_text="KL (nats)", yaxis2_rangemode="tozero")
    if layer.n_selected is not None:
        # Ranked by M: with a causal mask its bar is a curve in KL = M − ln(visible keys).
        bar = np.sort(exact)[-layer.n_selected] - np.log(layer.visible)
        _threshold(figure, layer, np.maximum(bar, 0), "y2", style.colour.exact, "exact M", style)


def _sampled_row(
    figure: go.Figure, inspection: Inspection, layer: AttentionInspection, head: int, style: Style
) -> None:
    """What the model ranked by, the same over all keys, and the line above which it selected."""
    assert layer.measure_sampled is not None and layer.n_selected is not None
    sampled = layer.measure_sampled[head]
    if not layer.reference_measure:
        # The reference's form is unscaled and divides by L_K: not on the axis of the exact one.
        figure.add_scatter(
            x=layer.time,
            y=layer.measure_max_mean[head],
            yaxis="y3",
            mode="lines",
            name="exact max-mean",
            line={"color": style.colour.exact, "width": 1.2, "dash": "dot"},
            hovertemplate="%{x|" + TIME_FORMAT + "}<br>exact max-mean %{y:.3f}<extra></extra>",
        )
    figure.add_scatter(
        x=layer.time,
        y=sampled,
        yaxis="y3",
        mode="lines",
        name=f"sampled max-mean (seed {inspection.sampling_seed})",
        line={"color": style.colour.sampled, "width": 1.2},
        hoverinfo="skip",
    )
    _points(figure, layer, head, sampled, sampled, "y3", "sampled max-mean", "it", style)
    form = ", public code's form" if layer.reference_measure else ""
    style.header(figure, f"Sampled max-mean: what the model ranks by{form}", "y3")
    unit = "max-mean" if layer.reference_measure else "max-mean (nats)"
    figure.update_layout(yaxis3_title_text=unit)
    bar = np.full(layer.length, np.sort(sampled)[-layer.n_selected])
    _threshold(figure, layer, bar, "y3", style.colour.sampled, "sampled", style)


def _points(
    figure: go.Figure,
    layer: AttentionInspection,
    head: int,
    values: NDArray[np.float32],
    ranked_by: NDArray[np.float32],
    axis: str,
    quantity: str,
    ranking: str,
    style: Style,
) -> None:
    """Clickable points: selected queries in colour, lazy ones grey."""
    rank = np.empty(layer.length, dtype=np.int64)
    rank[np.argsort(-ranked_by, kind="stable")] = np.arange(1, layer.length + 1)
    active = layer.active(head)
    kinds = (
        ("lazy query (not computed)", ~active, style.colour.lazy, 5),
        (
            "selected query" if layer.selected is not None else "query (all are computed)",
            active,
            style.colour.selected,
            7,
        ),
    )
    for name, mask, fill, size in kinds:
        if not mask.any():
            continue
        figure.add_scatter(
            x=layer.time[mask],
            y=values[mask],
            yaxis=axis,
            mode="markers",
            name=f"{name}: {int(mask.sum())} of {layer.length}",
            legendgroup=name,
            showlegend=axis == "y2",
            marker={
                "color": fill,
                "size": size,
                "line": {"color": style.colour.surface, "width": 0.8},
            },
            customdata=np.flatnonzero(mask),
            text=rank[mask],
            hovertemplate="<b>query %{customdata}</b>, %{x|" + TIME_FORMAT + "}<br>"
            f"{quantity} %{{y:.3f}}<br>rank %{{text}} of {layer.length} by {ranking}<br>"
            f"{name}<br>click to focus<extra></extra>",
        )


def _threshold(
    figure: go.Figure,
    layer: AttentionInspection,
    bar: NDArray[np.floating],
    axis: str,
    colour: str,
    ranking: str,
    style: Style,
) -> None:
    """The value of the u-th largest measure: queries on or above it are that ranking's top u."""
    figure.add_scatter(
        x=layer.time,
        y=bar,
        yaxis=axis,
        mode="lines",
        name=f"top-{layer.n_selected} threshold ({ranking})",
        line={"color": colour, "width": 1.2, "dash": "dash"},
        hovertemplate=f"the {layer.n_selected} queries on or above this line are the top of "
        f"{ranking}<extra></extra>",
    )


def _mark_focus(
    figure: go.Figure, layer: AttentionInspection, head: int, focus: int, style: Style
) -> None:
    """A line through all rows and a ring around the focused query's points."""
    ink = style.colour.ink
    when = layer.time[focus]
    figure.add_shape(
        type="line",
        x0=when,
        x1=when,
        xref="x",
        y0=0,
        y1=1,
        yref="paper",
        line={"color": ink, "width": 1},
        layer="below",
    )
    measures = [("y2", layer.kl)]
    if layer.measure_sampled is not None:
        measures.append(("y3", layer.measure_sampled))
    for axis, measure in measures:
        figure.add_scatter(
            x=[when],
            y=[measure[head, focus]],
            yaxis=axis,
            mode="markers",
            name=f"focused query {focus}",
            showlegend=axis == "y2",
            legendgroup="focus",
            marker={"symbol": "circle-open", "size": 14, "color": ink, "line": {"width": 2}},
            hoverinfo="skip",
        )
