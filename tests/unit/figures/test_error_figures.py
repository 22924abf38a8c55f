"""Figures of errors: every forecaster's numbers as they are, and windows that can be clicked."""

import numpy as np
import pandas as pd

from informer.figures.error_along import error_along
from informer.figures.error_profile import error_profile, week_map
from informer.figures.style import Style
from informer.forecasting.bad_windows import BadWindow
from informer.forecasting.profile import Profile

STYLE = Style()
NAMES = {"informer": "Informer", "linear": "linear", "naive": "naive"}


def made_up(by: str = "hour", far: float = 1.0) -> Profile:
    hours = np.arange(1.0, 25.0)
    return Profile(
        by=by,  # type: ignore[arg-type]
        labels=tuple(f"{hour:02d}:00" for hour in range(24)),
        mae={"informer": hours, "linear": hours + 1, "naive": far * hours},
        counts=np.full(24, 9),
    )


def test_each_forecaster_is_drawn_as_it_is_the_model_last_and_in_its_colour() -> None:
    figure = error_profile(made_up(), STYLE, names=NAMES, column="<b>load</b>")
    assert [trace.name for trace in figure.data] == ["linear", "naive", "Informer"]
    np.testing.assert_array_equal(figure.data[-1].y, made_up().mae["informer"])
    assert figure.data[-1].line.color == STYLE.colour.forecast
    assert {trace.line.color for trace in figure.data[:-1]} == {STYLE.colour.baseline}
    assert len({trace.line.dash for trace in figure.data[:-1]}) == 2
    assert "<b>" not in figure.layout.yaxis.title.text


def test_a_baseline_far_above_waits_in_the_legend() -> None:
    drawn = {
        trace.name.split(":")[0]: trace.visible
        for trace in error_profile(made_up(far=50), STYLE, names=NAMES, column="load").data
    }
    assert drawn == {"linear": True, "naive": "legendonly", "Informer": True}


def test_a_cell_of_the_week_knows_the_best_simple_forecast() -> None:
    mine = np.arange(168.0).reshape(7, 24)
    simple = mine + 2
    simple[0, 0] = np.nan
    found = Profile(
        "week",
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        {"informer": mine, "linear": simple, "naive": mine + 5},
        np.ones((7, 24), dtype=np.int64),
    )
    (cells,) = week_map(found, STYLE, column="load").data
    np.testing.assert_array_equal(cells.z, mine)
    assert cells.customdata[3, 4] == mine[3, 4] + 2
    assert cells.customdata[0, 0] == 5


def test_every_drawn_point_along_the_part_is_a_window() -> None:
    rng = np.random.default_rng(0)
    windows, start = np.arange(40, 4040), pd.date_range("2024-01-01", periods=4000, freq="h")
    mine = rng.random(4000)
    mine[1234] = 9.0
    worst = [BadWindow(1274, start[1234], np.array([9.0]), 18.0)]
    figure = error_along(
        windows, start, mine, mine + 1, worst, STYLE, column="load", simple_name="linear"
    )
    line, rings = figure.data[1], figure.data[2]
    assert len(line.x) < 2100
    assert 1274 in line.customdata
    np.testing.assert_array_equal(line.y, mine[np.asarray(line.customdata) - 40])
    assert (list(rings.customdata), list(rings.y)) == ([1274], [9.0])
    assert rings.marker.color == STYLE.colour.selected
