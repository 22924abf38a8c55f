"""A forecast beside the same forecast with one thing changed: a block masked, another calendar."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks, tight_range

Doubles = NDArray[np.float64]


def compared_forecasts(
    time: pd.DatetimeIndex,
    forecast: Doubles,
    changed: Doubles,
    style: Style,
    *,
    column: str,
    changed_name: str,
    actual: Doubles | None = None,
    height: int = 360,
) -> go.Figure:
    """Both forecasts ``[pred_len]`` in units of ``column``, below them changed less original.

    ``actual`` is what was observed, where the data reach that far.
    """
    style = style.dated(time)
    colour = style.colour
    figure = go.Figure()
    style.finish(figure, height=height, revision=f"compared {time[0]} {column}")
    figure.layout.yaxis = {**style.axis(), "domain": (0.4, 1.0), "nticks": 5, "zeroline": False}
    figure.layout.yaxis2 = {**style.axis(), "domain": (0.0, 0.25), "nticks": 4}
    hover = "%{y:,.5~g}"
    # a forecast of one step is a point
    mode = "lines" if len(time) > 1 else "markers"
    if actual is not None:
        figure.add_scatter(
            x=time,
            y=actual,
            mode=mode,
            name="observed afterwards",
            line={"color": colour.observed, "width": 1.6, "dash": "dot"},
            hovertemplate=hover,
        )
    figure.add_scatter(
        x=time,
        y=forecast,
        mode=mode,
        name="forecast, as it is",
        line={"color": colour.forecast, "width": 2.4},
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=time,
        y=changed,
        mode=mode,
        name=plain(changed_name),
        line={"color": colour.scenarios[0], "width": 2.4},
        hovertemplate=hover,
    )
    figure.add_bar(
        x=time,
        y=changed - forecast,
        yaxis="y2",
        name="difference",
        showlegend=False,
        marker={"color": colour.scenarios[0]},
        hovertemplate="%{y:+,.4~g}<extra>difference</extra>",
    )
    style.header(figure, f"{plain(column, 22)}, forecast over the horizon")
    style.header(figure, "Difference", "y2")
    figure.update_layout(hovermode="x unified", bargap=0.15, yaxis_title_text=plain(column, 18))
    figure.update_xaxes(
        anchor="y2",
        showgrid=False,
        hoverformat=style.time_format,
        range=tight_range(time),
        tickangle=0,
        **few_ticks(time, 5),
    )
    return figure
