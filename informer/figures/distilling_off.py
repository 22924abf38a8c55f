"""One window forecast with distilling and without, and how far the two are apart."""

import pandas as pd
import plotly.graph_objects as go

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks, tight_range
from informer.inspection.distilling_results import WithoutDistilling


def with_and_without(
    result: WithoutDistilling, style: Style, *, target: str, height: int = 440
) -> go.Figure:
    """Both forecasts of ``target`` over what was observed; their difference below.

    Raises ValueError when there is no such target.
    """
    one, other = result.distilled, result.undistilled
    column = one.columns.index(target)
    style = style.dated(one.context_time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"without distilling {one.window} {target}")
    figure.layout.yaxis = {**style.axis(), "domain": (0.42, 1.0), "title_text": plain(target, 28)}
    figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.27), "nticks": 4}
    start = max(0, len(one.context_time) - 2 * len(one.time))
    hover = "%{y:,.5~g}"
    lines = [
        ("observed", one.context_time[start:], one.context[start:, column], colour.observed, None),
        ("without distilling", other.time, other.values[:, column], colour.scenarios[0], "dash"),
        ("with distilling", one.time, one.values[:, column], colour.forecast, None),
    ]
    if one.actual is not None:
        lines.insert(
            1, ("observed afterwards", one.time, one.actual[:, column], colour.observed, "dot")
        )
    for name, x, y, paint, dash in lines:
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            name=name,
            line={"color": paint, "width": 2.2 if "dist" in name else 1.6, "dash": dash},
            hovertemplate=hover,
        )
    figure.add_bar(
        x=one.time,
        y=other.values[:, column] - one.values[:, column],
        yaxis="y2",
        name="difference",
        showlegend=False,
        marker={"color": colour.scenarios[0], "line": {"width": 0}},
        hovertemplate="%{y:+,.4~g}",
    )
    style.header(figure, f"{plain(target, 16)}: weights trained with distilling")
    style.header(figure, "Difference: without less with distilling", "y2")
    figure.update_layout(yaxis2_title_text="difference", hovermode="x unified", bargap=0.2)
    shown = pd.DatetimeIndex(one.context_time[start:].append(one.time))
    figure.update_xaxes(
        anchor="y2",
        showgrid=False,
        tickangle=0,
        hoverformat=style.time_format,
        range=tight_range(shown),
        **few_ticks(shown, 5),
    )
    return figure
