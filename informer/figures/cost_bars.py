"""What each distilling layer brings, and decoding in one pass or in many: as bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

from informer.costing.plan import chunks, encoder_layers, n_passes
from informer.costing.results import CostRecord, Curve
from informer.figures.style import Style

_LEGIBLE = 0.07
"""Share of the longest bar that a segment must have for its name to fit in."""


def distilling_time(
    record: CostRecord, style: Style, *, backward: bool, height: int = 280
) -> go.Figure:
    """Milliseconds of the encoder by the number of its distilling layers.

    A forward pass is shown layer by layer, attention and distilling apart; forward and backward
    together as one bar.
    """
    figure = go.Figure()
    sparse = record.model.attention == "prob_sparse"
    attends = style.colour.sampled if sparse else style.colour.exact
    whole = record.curve("time", "encoder", backward=True) if backward else _sums(record)
    if backward:
        _bar(figure, "forward and backward", whole, attends, style)
    else:
        least = _LEGIBLE * max(whole.median, default=0.0)
        for i in range(1, encoder_layers(record.model) + 1):
            for kind, colour in (("attention", attends), ("distilling", style.colour.forecast)):
                curve = record.curve("time", "encoder", f"{kind} {i}")
                _bar(figure, f"{kind} layer {i}", curve, colour, style, label=f"{i}", least=least)
                if curve.at and i == 1:
                    figure.data[-1].update(showlegend=True, name=f"{kind} layers, in order")
    _totals(figure, whole, "ms", style)
    _finish(figure, style, "Time of the encoder, measured", "milliseconds", height)
    figure.update_layout(showlegend=not backward, legend_traceorder="normal")
    return figure


def distilling_memory(
    record: CostRecord, style: Style, *, backward: bool, height: int = 280
) -> go.Figure:
    """MiB that the encoder adds at its peak, by the number of its distilling layers."""
    figure = go.Figure()
    curve = record.curve("memory", "encoder", backward=backward)
    name = "forward and backward" if backward else "forward"
    _bar(figure, name, curve, style.colour.baseline, style, unit="MiB")
    _totals(figure, curve, "MiB", style)
    return _finish(figure, style, "Memory added at its peak, measured", "MiB", height)


def decoding_time(record: CostRecord, style: Style, *, height: int = 320) -> go.Figure:
    """Milliseconds until the whole horizon is decoded, by the steps decoded in each pass."""
    curve = record.curve("time", "decoding")
    order = [chunk for chunk in chunks(record.model) if chunk in curve.at]
    at = [curve.at.index(chunk) for chunk in order]
    named = [_passes(chunk, n_passes(record.model, chunk)) for chunk in order]
    figure = go.Figure()
    figure.add_bar(
        x=[curve.median[i] for i in at],
        y=named,
        orientation="h",
        name="time to decode the horizon",
        marker={"color": style.colour.forecast, "line": {"width": 0}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [curve.high[i] - curve.median[i] for i in at],
            "arrayminus": [curve.median[i] - curve.low[i] for i in at],
            "color": style.colour.ink,
            "thickness": 1,
        },
        customdata=[f"{curve.low[i]:.3g} to {curve.high[i]:.3g}" for i in at],
        hovertemplate="%{y}<br>%{x:.3~g} ms, quartiles %{customdata}<extra></extra>",
    )
    _write(figure, named, [curve.high[i] for i in at], [curve.median[i] for i in at], "ms", style)
    return _finish(figure, style, "Time to decode the horizon, measured", "milliseconds", height)


def _passes(chunk: int, passes: int) -> str:
    if passes == 1:
        return "one-shot: 1 pass"
    each = "step by step" if chunk == 1 else f"{chunk:,} steps a pass"
    return f"{each}: {passes:,} passes"


def _sums(record: CostRecord) -> Curve:
    """The layers of a forward pass added up, by the number of distilling layers."""
    found = [
        (n, record.encoder_total("time", n, backward=False))
        for n in range(encoder_layers(record.model))
    ]
    known = [(n, total) for n, total in found if total is not None]
    at, totals = tuple(n for n, _ in known), tuple(total for _, total in known)
    return Curve(at, totals, totals, totals)


def _bar(
    figure: go.Figure,
    name: str,
    curve: Curve,
    colour: str,
    style: Style,
    *,
    label: str = "",
    least: float = 0.0,
    unit: str = "ms",
) -> None:
    """One segment of each bar, named where it is long enough."""
    if not curve.at:
        return
    figure.add_bar(
        x=list(curve.median),
        y=[_distilling(n) for n in curve.at],
        orientation="h",
        name=name,
        showlegend=False,
        marker={"color": colour, "line": {"width": 1, "color": style.colour.surface}},
        text=[label if value >= least else "" for value in curve.median],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"color": style.colour.surface, "size": 12},
        hovertemplate=f"%{{y}}<br>{name}: %{{x:.3~g}} {unit}<extra></extra>",
    )


def _totals(figure: go.Figure, curve: Curve, unit: str, style: Style) -> None:
    named = [_distilling(n) for n in curve.at]
    _write(figure, named, curve.median, curve.median, unit, style)


def _write(
    figure: go.Figure,
    named: Sequence[str],
    ends: Sequence[float],
    values: Sequence[float],
    unit: str,
    style: Style,
) -> None:
    """The value beside the end of each bar, with room for it."""
    for y, end, value in zip(named, ends, values, strict=True):
        figure.add_annotation(
            x=end,
            y=y,
            text=f"{value:,.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}",
            xanchor="left",
            xshift=4,
            showarrow=False,
            font={"size": 12, "color": style.colour.ink},
        )
    figure.update_xaxes(range=[0, 1.2 * max(ends, default=1.0)])


def _distilling(n: int) -> str:
    return "no distilling" if n == 0 else f"{n} distilling layer{'s' * (n > 1)}"


def _finish(figure: go.Figure, style: Style, header: str, unit: str, height: int) -> go.Figure:
    style.finish(figure, height=height, revision=header, legend=False)
    style.header(figure, header)
    figure.update_layout(barmode="stack", bargap=0.3)
    figure.update_xaxes(title_text=unit)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
