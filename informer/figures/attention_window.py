"""One window of one head: the series, and below it the measure of every query, exact and sampled.

KL and max-mean are both in nats and both 0 for a query that attends uniformly, and KL never exceeds
max-mean. They stand in rows of their own because max-mean is often many times larger: on one axis
the exact measure would be a flat line.
"""

import numpy as np
import plotly.graph_objects as go

from informer.figures.query_points import add_points, add_threshold
from informer.figures.style import LABEL_MARGIN, Style, plain
from informer.figures.time_axis import tight_range
from informer.figures.window_marks import mark_focus, shade_horizon
from informer.inspection.results import AttentionInspection, Inspection

_ROWS = {3: ((0.77, 1.0), (0.39, 0.67), (0.0, 0.29)), 2: ((0.64, 1.0), (0.0, 0.5))}


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
    when there is no such layer, ValueError when there is no such target.
    """
    layer = inspection.layer(layer_name)
    rows = _ROWS[2 if layer.measure_sampled is None else 3]
    style = style.dated(inspection.time)
    figure = go.Figure()
    style.finish(
        figure,
        height=height or (420 if len(rows) == 2 else 600),
        revision=f"window {inspection.window} {layer_name}",
    )
    for index, domain in enumerate(rows):
        axis = "yaxis" if index == 0 else f"yaxis{index + 1}"
        figure.layout[axis] = {**style.axis(), "domain": domain, "nticks": 5}
    figure.update_xaxes(
        anchor="y" if len(rows) == 1 else f"y{len(rows)}",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(inspection.time, layer.time),
    )
    figure.update_layout(margin_r=LABEL_MARGIN)
    if layer.time[-1] > inspection.time[-1]:
        shade_horizon(figure, inspection, layer, style)
    _series_row(figure, inspection, layer, head, style, target)
    _exact_row(figure, layer, head, style)
    if layer.measure_sampled is not None:
        _sampled_row(figure, inspection, layer, head, style)
    if focus is not None:
        mark_focus(figure, layer, head, focus, style)
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
    name, values = inspection.columns[column], inspection.observed[:, column]
    figure.add_scatter(
        x=inspection.time,
        y=values,
        mode="lines",
        name="observed",
        showlegend=False,
        line={"color": style.colour.observed, "width": 1.6},
        hovertemplate="%{x|" + style.time_format + "}<br>%{y:,.5~g}<extra></extra>",
    )
    ticks = "" if layer.selected is None else "; ticks: selected queries"
    style.header(figure, f"{plain(name, 22)}, observed{ticks}")
    figure.update_layout(yaxis_title_text=plain(name, 14))
    if layer.selected is None:
        return
    low, high = float(values.min()), float(values.max())
    figure.add_scatter(
        x=layer.time[layer.selected[head]],
        y=np.full(layer.selected.shape[1], low - 0.16 * ((high - low) or 1.0)),
        mode="markers",
        name="selected query",
        showlegend=False,
        marker={
            "symbol": "line-ns",
            "size": 10,
            "line": {"width": 2, "color": style.colour.selected},
        },
        customdata=layer.selected[head],
        hovertemplate="<b>query %{customdata}</b>, %{x|" + style.time_format + "}<br>selected<br>"
        "click to focus<extra></extra>",
    )


def _exact_row(figure: go.Figure, layer: AttentionInspection, head: int, style: Style) -> None:
    """KL(uniform‖p) over all visible keys, and the line above which the exact M would select."""
    kl, exact = layer.kl[head], layer.measure_exact[head]
    figure.add_scatter(
        x=layer.time,
        y=kl,
        yaxis="y2",
        mode="lines",
        name="exact: all keys",
        legendgroup="exact",
        legendrank=3,
        line={"color": style.colour.exact, "width": 1.2},
        hoverinfo="skip",
    )
    if layer.n_selected is not None:
        # Ranked by M: with a causal mask its bar is a curve in KL = M − ln(visible keys).
        bar = np.sort(exact)[-layer.n_selected] - np.log(layer.visible)
        add_threshold(figure, layer, np.maximum(bar, 0), "y2", style.colour.exact, "exact M", style)
    add_points(figure, layer, head, kl, "y2", style, quantity="KL", rank_by=("exact M", exact))
    style.header(figure, "Exact KL per query (0: attends uniformly)", "y2")
    figure.update_layout(yaxis2_title_text="KL (nats)", yaxis2_rangemode="tozero")


def _sampled_row(
    figure: go.Figure, inspection: Inspection, layer: AttentionInspection, head: int, style: Style
) -> None:
    """What the model ranked by, the same over all keys, and the line above which it selected."""
    assert layer.measure_sampled is not None
    assert layer.n_selected is not None
    sampled, colour = layer.measure_sampled[head], style.colour
    if not layer.reference_measure:
        # The reference's form is unscaled and divides by L_K: not on the axis of the exact one.
        figure.add_scatter(
            x=layer.time,
            y=layer.measure_max_mean[head],
            yaxis="y3",
            mode="lines",
            name="exact max-mean",
            legendgroup="exact",
            showlegend=False,
            line={"color": colour.exact, "width": 1.2},
            hovertemplate="%{x|"
            + style.time_format
            + "}<br>exact max-mean %{y:.3f}<extra></extra>",
        )
    figure.add_scatter(
        x=layer.time,
        y=sampled,
        yaxis="y3",
        mode="lines",
        name=f"sampled: seed {inspection.sampling_seed}",
        legendrank=4,
        line={"color": colour.sampled, "width": 1.2},
        hoverinfo="skip",
    )
    bar = np.full(layer.length, np.sort(sampled)[-layer.n_selected])
    add_threshold(figure, layer, bar, "y3", colour.sampled, "the sampled measure", style)
    add_points(
        figure,
        layer,
        head,
        sampled,
        "y3",
        style,
        quantity="sampled max-mean",
        rank_by=("it", sampled),
    )
    form = ", in the public code's form" if layer.reference_measure else ": what the model ranks by"
    style.header(figure, f"Sampled max-mean{form}", "y3")
    unit = "" if layer.reference_measure else " (nats)"
    figure.update_layout(yaxis3_title_text=f"max-mean{unit}", yaxis3_rangemode="tozero")
