"""What holds of every figure: both themes, safe text, transparent ground, no numpy left behind."""

import json
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.data.series import TimeSeries
from informer.figures.attention_focus import focus_panel
from informer.figures.attention_grid import agreement_grid, map_grid, measure_grid
from informer.figures.attention_map import attention_map
from informer.figures.attention_window import window_panel
from informer.figures.calendar import change_map, similarity_map, told_bars
from informer.figures.compared import compared_forecasts
from informer.figures.distilling import distilling_maps, length_strip
from informer.figures.embedding import embedding_figure
from informer.figures.embedding_shares import share_bars
from informer.figures.forecast import forecast_figure
from informer.figures.measure_order import sorted_measure
from informer.figures.measure_strip import measure_strip
from informer.figures.occlusion import occlusion_figure
from informer.figures.overview import overview
from informer.figures.palette import Palette
from informer.figures.series import series_figure
from informer.figures.style import Style, plain
from informer.figures.time_axis import few_ticks
from informer.figures.training import loss_figure
from informer.inspection.attention_mass import head_mass
from informer.inspection.focus import focus_query
from informer.inspection.maps import model_map
from informer.inspection.mass import attention_mass
from tests.unit.figures import test_distilling_figures
from tests.unit.figures.estimate_figures import estimate_figures
from tests.unit.figures.test_cost import all_figures as cost_figures
from tests.unit.figures.test_embedding_figure import (
    made_up_change,
    made_up_embedding,
    made_up_similarity,
)
from tests.unit.figures.test_occlusion_figure import made_up_occlusion
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.inspection import made_up

HOSTILE = "<a href='javascript:x'>b</a> & <img src=x>"


def all_figures(style: Style, series: TimeSeries, name: str = "load") -> Iterator[go.Figure]:
    series = replace(series, columns=("event", name))
    inspection = made_up.inspection(columns=(name,))
    layer = inspection.attention[0]
    yield window_panel(inspection, "encoder.0", 0, style, focus=3)
    yield window_panel(inspection, "decoder.0", 0, style, focus=3)
    yield focus_panel(focus_query(layer, 0, 3), style)
    yield attention_map(model_map(layer, 0), style, focus=3)
    yield sorted_measure(layer, 0, style, focus=3)
    yield sorted_measure(layer, 0, style, mass=attention_mass(layer, 0))
    yield overview(series, name, style, split=(300, 80, 100), ahead=6)
    names = [one.name for one in inspection.attention]
    yield measure_grid(inspection, names, style)
    yield agreement_grid(inspection, names, style)
    maps = [[model_map(one, h, max_cells=8) for h in (0, 1)] for one in inspection.attention]
    yield map_grid(inspection, names, maps, style)
    yield measure_strip(layer, 0, style)
    yield distilling_maps(inspection, style)
    yield from test_distilling_figures.every_figure(style, name)
    yield length_strip([("input", 24), ("after layer 1", 12)], style)
    yield forecast_figure(made_up_forecast((name,)), style, baseline_name=name)
    yield series_figure(series, series.columns, style, split=(300, 80, 100))
    yield from embedding_figures(style, name)
    found = made_up_occlusion(inspection)
    mass = head_mass(inspection, layer, 0).on_blocks(found.spans)
    yield occlusion_figure(found, mass, style, whose=name)
    yield from cost_figures(style)
    yield loss_figure(([1, 2], [1.0, 0.5]), ([2], [0.7]), style, baselines={name: 0.6})
    yield from estimate_figures(style, name)


def embedding_figures(style: Style, name: str) -> Iterator[go.Figure]:
    yield embedding_figure(made_up_embedding(side="decoder", name=name), style)
    yield share_bars(made_up_embedding(), style)
    yield similarity_map(made_up_similarity(), style)
    yield told_bars([name, "Mon"], np.arange(2.0), style, focus=0, column=name)
    yield change_map(made_up_change(), style)
    time = pd.date_range("2024-01-01", periods=4, freq="h")
    yield compared_forecasts(
        time, np.zeros(4), np.ones(4), style, column=name, changed_name=name, actual=np.ones(4)
    )


def strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def test_every_figure_has_what_they_share_in_both_themes(hourly_series: TimeSeries) -> None:
    for light, dark in zip(
        all_figures(Style("light"), hourly_series),
        all_figures(Style("dark"), hourly_series),
        strict=True,
    ):
        for figure, style in ((light, Style("light")), (dark, Style("dark"))):
            layout = figure.layout
            assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
            assert layout.font.color == style.colour.ink
            assert layout.uirevision
            assert layout.height
            other = Style("dark" if style.theme == "light" else "light").colour
            foreign = set(flat(other)) - set(flat(style.colour))
            used = set(strings(json.loads(figure.to_json())))
            assert not foreign & used
        assert len(light.data) == len(dark.data)


def flat(palette: Palette) -> list[str]:
    parts = astuple(palette)
    return [c for part in parts for c in ((part,) if isinstance(part, str) else part)]


def test_one_light_colour_has_one_dark_counterpart() -> None:
    pairs = set(zip(flat(Style("light").colour), flat(Style("dark").colour), strict=True))
    assert len({light for light, _ in pairs}) == len(pairs)


def test_names_from_a_file_never_become_markup(hourly_series: TimeSeries) -> None:
    for figure in all_figures(Style(), hourly_series, HOSTILE):
        for text in strings(json.loads(figure.to_json())):
            assert "<a" not in text
            assert "<img" not in text


def test_the_same_thing_drawn_again_keeps_its_zoom(hourly_series: TimeSeries) -> None:
    inspection = made_up.inspection()
    draw: Callable[[int], go.Figure] = lambda focus: window_panel(  # noqa: E731
        inspection, "encoder.0", 0, Style(), focus=focus
    )
    assert draw(1).layout.uirevision == draw(2).layout.uirevision
    other = window_panel(replace(inspection, window=6), "encoder.0", 0, Style())
    assert draw(1).layout.uirevision != other.layout.uirevision


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("a & b", None, "a &amp; b"),
        ("<b>", None, "&lt;b&gt;"),
        ("two\n lines", None, "two lines"),
        ("abcdefgh", 4, "abc…"),
        ("<<<<<<<<", 4, "&lt;&lt;&lt;…"),
    ],
)
def test_plain_text(text: str, limit: int | None, expected: str) -> None:
    assert plain(text, limit) == expected


@pytest.mark.parametrize(
    ("freq", "periods", "label"),
    [("s", 60, "%H:%M:%S"), ("h", 24, "%H:%M<br>%d %b"), ("h", 168, "%d %b"), ("MS", 36, "%b %Y")],
)
def test_ticks_suit_the_span(freq: str, periods: int, label: str) -> None:
    assert few_ticks(pd.date_range("2024-01-01", periods=periods, freq=freq), 7)["tickformat"] == (
        label
    )
