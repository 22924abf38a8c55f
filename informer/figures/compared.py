"""A forecast beside the same forecast with one thing changed: a block masked, another calendar."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.scenarios import Line, scenario_forecasts
from informer.figures.style import Style

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
    line = Line(changed_name, changed, forecast, time, number=0)
    return scenario_forecasts(
        time, forecast, [line], style, column=column, actual=actual, height=height
    )
