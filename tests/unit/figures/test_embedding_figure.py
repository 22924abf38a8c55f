"""Maps hold the parts they name, on one scale; long ones are means of their steps."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.figures.calendar import change_map, similarity_map, told_bars
from informer.figures.embedding import embedding_figure, part_colours
from informer.figures.embedding_shares import share_bars
from informer.figures.style import Style
from informer.inspection.embedded import CalendarSimilarity, EmbeddedInput, EmbeddingChange
from informer.inspection.moments import Moment

STYLE = Style()


def made_up_embedding(
    length: int = 30, width: int = 8, *, side: str = "encoder", name: str = "load"
) -> EmbeddedInput:
    rng = np.random.default_rng(0)
    value, position, calendar = rng.normal(size=(3, length, width)).astype(np.float32)
    decodes = side == "decoder"
    return EmbeddedInput(
        side=side,
        time=pd.date_range("2024-01-01", periods=length, freq="h"),
        channels=("event", name),
        read=rng.normal(size=(length, 2)).astype(np.float32),
        n_token=12 if decodes else length,
        placeholder="zero" if decodes else None,
        n_known_future=1,
        assumption=None,
        value=3 * value,
        position=position,
        calendar=calendar,
    )


def made_up_change(where: str = "window") -> EmbeddingChange:
    rng = np.random.default_rng(0)
    return EmbeddingChange(
        moment=Moment("weekday", 6, where),
        time=pd.date_range("2024-01-01", periods=30, freq="h"),
        n_context=24,
        difference=rng.normal(size=(30, 8)).astype(np.float32),
        length=np.ones(30),
    )


def made_up_similarity() -> CalendarSimilarity:
    cosine = np.eye(7, dtype=np.float32)
    cosine[3] = cosine[:, 3] = np.nan
    return CalendarSimilarity("encoder", "weekday", tuple(range(7)), cosine)


def maps(figure: go.Figure) -> dict[str, go.Heatmap]:
    return {trace.name: trace for trace in figure.data if trace.type == "heatmap"}


def test_the_maps_are_the_parts_and_their_sum_on_one_scale() -> None:
    embedded = made_up_embedding()
    found = maps(embedding_figure(embedded, STYLE))
    assert list(found) == ["value", "position", "calendar", "sum"]
    for name in ("value", "position", "calendar"):
        np.testing.assert_array_equal(found[name].z, embedded.part(name).T)
    np.testing.assert_allclose(
        found["sum"].z, sum(found[name].z for name in ("value", "position", "calendar")), rtol=1e-5
    )
    assert len({(one.zmin, one.zmax) for one in found.values()}) == 1
    assert sum(bool(one.showscale) for one in found.values()) == 1
    assert all(len(one.x) == 31 for one in found.values())


@pytest.mark.parametrize(("length", "width"), [(2880, 64), (700, 512)])
def test_long_windows_are_means_of_steps(length: int, width: int) -> None:
    embedded = made_up_embedding(length, width)
    value = maps(embedding_figure(embedded, STYLE))["value"]
    columns = value.z.shape[1]
    assert columns <= 512
    assert columns * width <= 2**16
    block = -(-length // columns)
    np.testing.assert_allclose(value.z[:, 0], embedded.value[:block].mean(0), atol=1e-5)
    rest = embedded.value[(columns - 1) * block :]
    np.testing.assert_allclose(value.z[:, -1], rest.mean(0), atol=1e-5)
    assert f"mean of {block} steps" in value.hovertemplate


def test_the_lengths_are_those_of_the_parts() -> None:
    embedded = made_up_embedding()
    figure = embedding_figure(embedded, STYLE)
    lengths = {trace.name: trace.y for trace in figure.data if trace.yaxis == "y6"}
    np.testing.assert_allclose(lengths["value"], np.linalg.norm(embedded.value, axis=1), rtol=1e-6)
    total = embedded.value + embedded.position + embedded.calendar
    np.testing.assert_allclose(lengths["their sum"], np.linalg.norm(total, axis=1), rtol=1e-5)
    share = f"value: a convolution over 3 steps, {embedded.shares()['value']:.0%} of the length"
    assert share in [note.text for note in figure.layout.annotations]


def test_start_token_and_placeholders_are_parted() -> None:
    embedded = made_up_embedding(side="decoder")
    figure = embedding_figure(embedded, STYLE)
    borders = {pd.Timestamp(shape.x0) for shape in figure.layout.shapes}
    assert borders == {embedded.time[12] - pd.Timedelta(minutes=30)}
    assert len(figure.layout.shapes) == 6
    words = [note.text for note in figure.layout.annotations]
    assert {"start token", "placeholders: zero"} <= set(words)
    assert not embedding_figure(made_up_embedding(), STYLE).layout.shapes


def test_shares_sum_to_one() -> None:
    figure = share_bars(made_up_embedding(), STYLE)
    assert [trace.name for trace in figure.data] == ["value", "position", "calendar"]
    np.testing.assert_allclose(np.sum([trace.x for trace in figure.data], axis=0), 1)
    assert figure.data[0].marker.color == part_colours(STYLE)["value"]


def test_a_similarity_names_its_values_and_leaves_gaps() -> None:
    (heat,) = similarity_map(made_up_similarity(), STYLE).data
    assert list(heat.x) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert np.isnan(heat.z[3]).all()
    assert (heat.zmin, heat.zmax) == (-1, 1)


def test_the_change_in_focus_is_in_colour() -> None:
    (bars,) = told_bars(["Mon", "Tue"], np.array([1.0, -2.0]), STYLE, focus=1, column="load").data
    assert bars.marker.color[1] == STYLE.colour.scenarios[0]
    assert bars.marker.color[0] == STYLE.colour.baseline
    assert list(bars.customdata) == [0, 1]
    assert list(bars.y) == [1, -2]


def test_a_change_of_the_horizon_shows_the_horizon_alone() -> None:
    change = made_up_change("horizon")
    (heat,) = change_map(change, STYLE).data
    np.testing.assert_array_equal(heat.z, change.difference[24:].T)
    whole = made_up_change()
    figure = change_map(whole, STYLE)
    np.testing.assert_array_equal(figure.data[0].z, whole.difference.T)
    assert pd.Timestamp(figure.layout.shapes[0].x0) == whole.time[24] - pd.Timedelta(minutes=30)
