"""Every figure of the estimate section, made up: for the tests of what all figures share."""

from collections.abc import Iterator
from dataclasses import replace

import plotly.graph_objects as go

from informer.figures.estimate_scatter import bound_scatter, sampled_scatter
from informer.figures.factor_curve import factor_figure
from informer.figures.fan import fan_figure
from informer.figures.ladder import ladder_figure
from informer.figures.ladder_heads import ladder_heads
from informer.figures.selection_bands import selection_bands
from informer.figures.style import Style
from informer.inspection.factors import factor_curve
from informer.inspection.ladder import exact_head, ladder
from informer.inspection.resampling import head_scores, resample
from informer.inspection.spread import forecast_fan
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.inspection import made_up


def estimate_figures(style: Style, column: str) -> Iterator[go.Figure]:
    """One of each."""
    seen = made_up.inspection(columns=(column,))
    layer = seen.attention[0]
    assert layer.selected is not None
    assert layer.measure_sampled is not None
    exact, scores = exact_head(layer, 0), head_scores(layer, 0)
    rungs = ladder(exact, layer.selected[0], layer.selected[1])
    yield ladder_figure(rungs, style)
    yield ladder_heads(["Encoder 1 · head 1"], [rungs], "error", style)
    yield factor_figure(factor_curve(seen, "encoder.0", exact, scores, range(1, 4)), style, own=2)
    yield bound_scatter(layer, 0, layer.active(0), style)
    yield sampled_scatter(layer, 0, layer.measure_sampled[0], layer.active(0), style)
    yield selection_bands(layer, resample(seen, "encoder.0", 0, 20, 2), style)
    base = made_up_forecast((column,))
    forecasts = [replace(base, sampling_seed=i, values=base.values + i) for i in range(3)]
    yield fan_figure(forecast_fan(forecasts, column), style)
