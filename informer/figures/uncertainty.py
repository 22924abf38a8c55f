"""What the model does not know beside what the sampling of keys moves: two sizes, one scale."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks

Doubles = NDArray[np.float64]


def uncertainty_figure(
    time: pd.DatetimeIndex,
    half_width: Doubles | None,
    sampled: Doubles | None,
    style: Style,
    *,
    column: str,
    level: float,
    n_seeds: int,
    height: int = 320,
) -> go.Figure:
    """Plus or minus how much, at each step ``[steps]``, in units of ``column``.

    ``half_width`` is that of the interval of ``level``, ``sampled`` half of the range that holds
    the same share of the forecasts under ``n_seeds`` sampling seeds; either may be missing.
    """
    style = style.dated(time)
    colour, figure = style.colour, go.Figure()
    sizes = (
        (half_width, f"{100 * level:g} % interval", colour.forecast, colour.interval),
        (sampled, f"{100 * level:g} % of {n_seeds} seeds", colour.sampled, colour.sampled),
    )
    for size, name, drawn, filled in sizes:
        if size is None:
            continue
        figure.add_scatter(
            x=time,
            y=size,
            mode="lines" if len(time) > 1 else "markers",
            name=name,
            line={"color": drawn, "width": 2.2},
            fill="none" if half_width is None else "tozeroy",  # alone it has no size to show
            fillcolor=filled,
            hovertemplate="± %{y:,.4~g}",
        )
    style.finish(figure, height=height, revision=f"uncertainty {time[0]} {plain(column)}")
    style.header(figure, "Plus or minus, by time ahead")
    figure.update_yaxes(title_text=f"± {plain(column, 24)}", rangemode="tozero")
    figure.update_xaxes(showgrid=False, hoverformat=style.time_format, **few_ticks(time, 6))
    figure.update_layout(hovermode="x unified")
    return figure
