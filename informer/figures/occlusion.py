"""Occlusion on one time axis: the blocks, what masking each does, and the attention on each."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style, plain
from informer.figures.time_axis import Times, cell_edges, few_ticks
from informer.inspection.attention_mass import AttentionMass
from informer.inspection.masking import Occlusion

_ROWS = ((0.74, 1.0), (0.39, 0.64), (0.0, 0.29))


def occlusion_figure(
    occlusion: Occlusion,
    mass: AttentionMass,
    style: Style,
    *,
    whose: str,
    target: int = 0,
    height: int = 560,
) -> go.Figure:
    """Series with its blocks, the change of the forecast without each, the attention on each.

    ``mass`` is that on the blocks of ``occlusion``, ``whose`` says what it is of, ``target`` is the
    number of the target. Every bar's ``customdata`` is the number of its block. What stands in a
    block's place while it is masked is the dashed line.
    """
    style = style.dated(occlusion.time)
    figure = go.Figure()
    style.finish(
        figure, height=height, revision=f"occlusion {occlusion.window} {len(occlusion.spans)}"
    )
    for index, domain in enumerate(_ROWS):
        axis = "yaxis" if index == 0 else f"yaxis{index + 1}"
        figure.layout[axis] = {**style.axis(), "domain": domain, "nticks": 4, "zeroline": False}
    edges = cell_edges(occlusion.time)
    figure.update_xaxes(
        anchor="y3",
        showgrid=False,
        hoverformat=style.time_format,
        range=[edges[0], edges[-1]],
        tickangle=0,
        **few_ticks(occlusion.time, 6),
    )
    name = plain(occlusion.columns[target], 22)
    _series(figure, occlusion, edges, target, style)
    style.header(figure, f"{name}, and what stands in for each block")
    figure.update_layout(yaxis_title_text=plain(occlusion.columns[target], 14))
    _change(figure, occlusion, edges, target, style)
    style.header(figure, "Change of the forecast without the block, exact", "y2")
    figure.update_layout(yaxis2_title_text="mean |change|", yaxis2_rangemode="tozero")
    _mass(figure, occlusion, mass, edges, style)
    style.header(figure, f"Attention on the block: {plain(whose, 34)}", "y3")
    figure.update_layout(
        yaxis3_title_text="share", yaxis3_rangemode="tozero", yaxis3_tickformat=".0%", bargap=0
    )
    return figure


def _series(
    figure: go.Figure, occlusion: Occlusion, edges: Times, target: int, style: Style
) -> None:
    """The observed target over shaded blocks; a dashed line where each block's stand-in lies."""
    for first, last in occlusion.spans[::2]:
        figure.add_shape(
            type="rect",
            x0=edges[first],
            x1=edges[last + 1],
            y0=0,
            y1=1,
            yref="y domain",
            fillcolor=style.colour.bands[0],
            line_width=0,
            layer="below",
        )
    hover = "%{x|" + style.time_format + "}<br>%{y:,.5~g}"
    figure.add_scatter(
        x=occlusion.time,
        y=occlusion.observed[:, target],
        mode="lines",
        name="observed",
        line={"color": style.colour.observed, "width": 1.6},
        hovertemplate=hover + "<extra>observed</extra>",
    )
    last = occlusion.spans[:-1, 1] + 1  # a gap after each block but the last
    figure.add_scatter(
        x=np.insert(occlusion.time.to_numpy(), last, np.datetime64("NaT")),
        y=np.insert(occlusion.filled[:, target], last, np.nan),
        mode="lines",
        name="in its place, while masked",
        line={"color": style.colour.scenarios[0], "width": 1.6, "dash": "dot"},
        hovertemplate=hover + "<extra>while masked</extra>",
    )


def _change(
    figure: go.Figure, occlusion: Occlusion, edges: Times, target: int, style: Style
) -> None:
    """Mean |difference| of the forecast over the horizon, a bar a block."""
    middle, width = _bars(occlusion, edges)
    figure.add_bar(
        x=middle,
        y=occlusion.change[:, target],
        width=width,
        yaxis="y2",
        name="change of the forecast",
        showlegend=False,
        marker=_outlined(style.colour.forecast, style),
        customdata=np.arange(len(middle)),
        hovertemplate="<b>block %{customdata}</b>, around %{x|" + style.time_format + "}<br>"
        "the forecast changes by %{y:,.4~g}<br>click to look at it<extra></extra>",
    )


def _mass(
    figure: go.Figure, occlusion: Occlusion, mass: AttentionMass, edges: Times, style: Style
) -> None:
    """Exact attention as bars, the model's own as dashes over them, uniform attention as a line."""
    middle, width = _bars(occlusion, edges)
    here = mass.covered
    number = np.arange(len(middle))
    if not here.any():
        figure.add_annotation(
            text="no key of this layer lies in the context",
            x=0.5,
            y=0.5,
            xref="paper",
            yref="y3 domain",
            showarrow=False,
            font={"size": 13, "color": style.colour.muted},
        )
        figure.update_layout(yaxis3_showticklabels=False, yaxis3_showgrid=False)
        return
    figure.add_bar(
        x=middle[here],
        y=mass.exact[here],
        width=width[here],
        yaxis="y3",
        name="exact, all queries",
        marker=_outlined(style.colour.exact, style),
        customdata=number[here],
        hovertemplate="<b>block %{customdata}</b>, around %{x|" + style.time_format + "}<br>"
        "%{y:.2%} of full attention<extra>exact</extra>",
    )
    if mass.own is not None:
        figure.add_scatter(
            x=middle[here],
            y=mass.own[here],
            yaxis="y3",
            mode="markers",
            name=f"the model's own, sampled (seed {occlusion.sampling_seed})",
            marker={
                "symbol": "diamond",
                "size": 8,
                "color": style.colour.sampled,
                "line": {"width": 1, "color": style.colour.surface},
            },
            customdata=number[here],
            hovertemplate="<b>block %{customdata}</b><br>%{y:.2%} of what the model computed"
            "<extra>its own</extra>",
        )
    left, right = edges[occlusion.spans[here, 0]], edges[occlusion.spans[here, 1] + 1]
    figure.add_scatter(
        x=np.stack([left, right], axis=1).ravel(),
        y=np.repeat(mass.uniform[here], 2),
        yaxis="y3",
        mode="lines",
        name="its share if attention were uniform",
        line={"color": style.colour.baseline, "width": 1.6, "dash": "dash"},
        hovertemplate="%{y:.2%} if uniform<extra></extra>",
    )


def _bars(occlusion: Occlusion, edges: Times) -> tuple[Times, NDArray[np.float64]]:
    """Middle of each block, and its width in milliseconds."""
    left, right = edges[occlusion.spans[:, 0]], edges[occlusion.spans[:, 1] + 1]
    width = (right - left) / np.timedelta64(1, "ms")
    return left + (right - left) // 2, width


def _outlined(colour: str, style: Style) -> dict[str, object]:
    """A thin edge in the colour of the page keeps neighbouring bars apart."""
    return {"color": colour, "line": {"width": 1.5, "color": style.colour.surface}}
