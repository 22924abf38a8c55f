"""Few bars are bars; many are one line of stems with the same values in it."""

import numpy as np
import plotly.graph_objects as go
import pytest

from informer.figures.attention_focus import focus_panel
from informer.figures.bars import MANY, add_bars
from informer.figures.measure_order import sorted_measure
from informer.figures.style import Style
from informer.inspection.focus import focus_query
from tests.unit.inspection import made_up


@pytest.mark.parametrize("many", [False, True])
def test_values_and_numbers_are_the_same_either_way(many: bool) -> None:
    figure = go.Figure()
    x, y, numbers = np.arange(3), np.array([1.0, 4.0, 2.0]), np.array([7, 8, 9])
    add_bars(figure, x, y, fill="#000000", width=0.9, many=many, numbers=numbers, name="b")
    (trace,) = figure.data
    top = slice(1, None, 3) if many else slice(None)
    assert trace.type == ("scatter" if many else "bar")
    assert list(trace.x[top]) == [0, 1, 2]
    assert list(trace.y[top]) == [1, 4, 2]
    assert list(trace.customdata[top]) == [7, 8, 9]
    if many:
        assert (trace.y[::3] == 0).all()
        assert np.isnan(trace.y[2::3]).all()


@pytest.mark.parametrize("length", [MANY, MANY + 1])
def test_a_long_window_is_drawn_without_bars(length: int) -> None:
    layer = made_up.attention(length, 1)
    few = length <= MANY
    for figure in (
        sorted_measure(layer, 0, Style()),
        focus_panel(focus_query(layer, 0, 3), Style()),
    ):
        assert any(trace.type == "bar" for trace in figure.data) == few
        assert any(trace.meta == {"stems": True} for trace in figure.data) != few
