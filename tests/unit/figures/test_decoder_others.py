"""Mix, the race, and what all figures of the decoder share."""

import json
from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from informer.figures.decoder_causal import causal_panel, lazy_figure
from informer.figures.decoder_cross import cross_focus
from informer.figures.decoder_cross_map import cross_map
from informer.figures.decoder_mix import held, mix_figure
from informer.figures.decoder_race import chunk_forecast, race_by_step, race_figure
from informer.figures.decoder_strip import decoder_strip
from informer.figures.style import Style
from informer.inspection.calendar_fields import calendar_fields
from informer.inspection.crossing import cross_maps, cross_weights, looks_most
from informer.inspection.lazy_rows import lazy_rows
from informer.inspection.mixing import mixed_rows
from tests.unit.figures.decoder_made_up import decoding, race
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.figures.test_style import HOSTILE, flat, strings

STYLE = Style()


def every_figure(style: Style, name: str = "load") -> Iterator[go.Figure]:
    for replicas in (1, 2):
        seen = decoding(name=name, replicas=replicas)
        yield decoder_strip(seen, calendar_fields(seen.time, "h"), style)
        (look,) = looks_most(cross_weights(seen.cross[0], None, slice(2, 3)), seen.memory)
        row = cross_maps(seen, 0, None, steps=slice(2, 3))
        yield cross_focus(seen, row, 2, look, style)
        yield cross_map(seen, cross_maps(seen, 0, None), style)
    yield causal_panel(seen, 0, 1, style, target=name)
    layer = seen.inside.attention[0]
    yield lazy_figure(layer, 0, lazy_rows(layer, 0), 6, style)
    yield mix_figure(mixed_rows(14, 2, 4), style)
    yield race_figure(race(), style, unit=name)
    yield race_by_step(race(), style, unit=name, focus=5)
    said = made_up_forecast((name,))
    yield chunk_forecast(said, said.values + 1, 5, style, target=name, history=12, title=name)


def named(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def test_they_share_the_layout_and_never_hold_markup() -> None:
    for light, dark in zip(
        every_figure(Style("light"), HOSTILE), every_figure(Style("dark"), HOSTILE), strict=True
    ):
        assert light.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert light.layout.uirevision
        assert len(light.data) == len(dark.data)
        for one, mine, other in ((light, "light", "dark"), (dark, "dark", "light")):
            foreign = set(flat(Style(other).colour)) - set(flat(Style(mine).colour))
            assert not foreign & set(strings(json.loads(one.to_json())))
        for text in strings(json.loads(light.to_json())):
            assert "<a" not in text
            assert "<img" not in text


def test_cells_of_mix_tell_later_from_earlier() -> None:
    rows = mixed_rows(4, 2, 3)  # row 0 holds 0 and 1, row 1 holds 2 and 3, and so again
    picture = held(rows.time, 4)
    assert picture.tolist() == [[1, 2, 0, 0], [0, 0, 2, 2], [1, 1, 0, 0], [0, 0, 1, 1]]
    assert held(rows.time, 4, 2).tolist() == [[2, 2], [1, 1]]
    left, right = mix_figure(rows, STYLE).data[:2]
    np.testing.assert_array_equal(left.z, np.eye(4))
    np.testing.assert_array_equal(right.z, picture)


def test_the_race_is_drawn_in_milliseconds_and_units() -> None:
    found = race()
    (points,) = race_figure(found, STYLE, unit="load").data
    np.testing.assert_allclose(points.x, [10, 20, 100])
    np.testing.assert_allclose(points.error_x.array, [2, 4, 20])
    np.testing.assert_allclose(points.error_x.arrayminus, [1, 2, 10])
    np.testing.assert_allclose(points.y, [entry.errors.mean() for entry in found.entries])
    assert list(points.customdata) == [10, 5, 1]
    steps = race_by_step(found, STYLE, unit="load", focus=5)
    for entry, name in zip(
        found.entries, ("one-shot", "5 steps a pass", "step by step"), strict=True
    ):
        np.testing.assert_allclose(named(steps, name).y, entry.errors.mean((0, 2)))
    colours = [named(steps, name).line.color for name in ("one-shot", "5 steps a pass")]
    assert colours == [STYLE.colour.forecast, STYLE.colour.scenarios[0]]
    assert named(steps, "step by step").line.color == STYLE.colour.lazy


def test_a_chunked_forecast_stands_over_the_one_shot_one() -> None:
    said = made_up_forecast()
    common = {"target": "load", "history": 12, "title": "load"}
    figure = chunk_forecast(said, said.values + 1, 4, STYLE, **common)
    np.testing.assert_array_equal(named(figure, "one-shot").y, said.values[:, 0])
    chunked = named(figure, "4 steps a pass")
    np.testing.assert_array_equal(chunked.y, said.values[:, 0] + 1)
    begins = [at for at, size in enumerate(chunked.marker.size) if size]
    assert begins == [0, 4, 8]
    alone = chunk_forecast(said, said.values, 10, STYLE, **common)
    assert len(alone.data) == len(figure.data) - 1
