"""The figures of the Distilling page: they show the numbers they are given, at their times."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from informer.config import ModelConfig
from informer.figures import units
from informer.figures.distilling import distilling_maps, rows_of
from informer.figures.distilling_cost import multiply_add_bars
from informer.figures.distilling_marks import Mark, reach_marks
from informer.figures.distilling_off import with_and_without
from informer.figures.distilling_replicas import replica_strips
from informer.figures.distilling_similarity import similarity_rows
from informer.figures.distilling_winners import winner_bars, winners_by_feature
from informer.figures.style import Style
from informer.inspection import operations
from informer.inspection.distilling_results import WithoutDistilling
from informer.inspection.reach import feature_maps, reach
from informer.inspection.redundancy import neighbour_similarity, winner_shares
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.inspection import made_up
from tests.unit.inspection.test_reach import layers

STYLE = Style()
TIME = pd.date_range("2024-01-01", periods=25, freq="h")
HALF = pd.Timedelta(minutes=30)
MODEL = ModelConfig(enc_in=1, dec_in=1, c_out=1, seq_len=24, label_len=8, e_layers=3)


def every_figure(style: Style, name: str) -> Iterator[go.Figure]:
    found = layers(25, 2)
    shares = [winner_shares(layer) for layer in found]
    yield multiply_add_bars([("with", operations.encoder(MODEL))], style)
    yield winner_bars([("all", shares[0].overall)], style)
    yield winners_by_feature(shares[0], "distilling 1", style)
    yield similarity_rows(
        [neighbour_similarity(layer) for layer in found], feature_maps(found), TIME, style
    )
    yield replica_strips([(25, 13), (12,)], TIME, 1, style)
    yield with_and_without(both((name,)), style, target=name)


def both(columns: tuple[str, ...] = ("load",)) -> WithoutDistilling:
    one = made_up_forecast(columns)
    other = replace(one, values=one.values + np.arange(10.0)[:, None])
    return WithoutDistilling(one, other, 13, 49)


def marks(index: int, position: int, kept: np.ndarray | None = None) -> list[Mark]:
    maps = feature_maps(layers(25, 2))
    kept = np.zeros_like(maps[index // 2 * 2].values, dtype=bool) if kept is None else kept
    return reach_marks(maps, reach(maps, index, position), kept, TIME, STYLE)


def frames(found: list[Mark]) -> dict[str, list[tuple[str, pd.Timestamp, pd.Timestamp]]]:
    named: dict[str, list[tuple[str, pd.Timestamp, pd.Timestamp]]] = {}
    for mark in found:
        if mark["type"] == "rect":
            place = (mark["yref"].split()[0], pd.Timestamp(mark["x0"]), pd.Timestamp(mark["x1"]))
            named.setdefault(mark["name"], []).append(place)
    return named


def between(first: int, last: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    return TIME[first] - HALF, TIME[last] + HALF


def test_what_a_position_reads_is_framed_in_every_map_above() -> None:
    assert frames(marks(3, 3)) == {
        "what it reads": [
            ("y", *between(6, 18)),
            ("y2", *between(8, 17)),
            ("y3", *between(8, 17)),
        ],
        "focused position": [("y4", *between(12, 15))],
    }


def test_what_reads_it_is_dashed_in_every_map_below() -> None:
    found = marks(0, 12)
    assert frames(found) == {
        "focused position": [("y", *between(12, 12))],
        "what reads it": [
            ("y2", *between(10, 15)),
            ("y3", *between(10, 15)),
            ("y4", *between(8, 19)),
        ],
    }
    dashes = {m["name"]: m["line"].get("dash") for m in found if m["type"] == "rect"}
    assert dashes == {"focused position": "solid", "what reads it": "dash"}


def test_joined_ends_are_framed_at_both_and_looped() -> None:
    found = marks(3, 0)
    named = frames(found)
    assert ("y", *between(0, 6)) in named["what it reads"]
    assert ("y", *between(22, 24)) in named["what it reads"]
    loops = [mark["yref"] for mark in found if mark.get("name") == "the ends are joined"]
    assert loops == ["y domain", "y3 domain"]
    assert not [m for m in marks(3, 3) if m.get("name") == "the ends are joined"]


def test_every_kept_cell_has_a_dot_in_its_middle() -> None:
    maps = feature_maps(layers(25, 2))
    kept = np.zeros_like(maps[2].values, dtype=bool)
    kept[6, 1] = kept[7, 4] = True
    (dots,) = [m for m in marks(3, 3, kept) if m.get("name") == "kept by the max-pool"]
    assert dots["yref"] == "y3"
    boxes = dots["path"].split("Z")[:-1]
    assert len(boxes) == 2
    for box, position, feature in zip(boxes, (6, 7), (1, 4), strict=True):
        x, y = zip(*(corner.split(",") for corner in box[1:].split("L")), strict=True)
        ends = [pd.Timestamp(t.replace("_", "T")) for t in (min(x), max(x))]
        middle = ends[0] + (ends[1] - ends[0]) / 2
        assert middle == TIME[2 * position] + HALF
        assert np.mean([float(v) for v in y]) == pytest.approx(feature)
    assert not [m for m in marks(3, 3) if m.get("name") == "kept by the max-pool"]


def test_each_kind_of_mark_is_named_once_in_the_legend() -> None:
    for index, position in ((3, 0), (0, 12), (1, 6), (2, 12)):
        named = [m["name"] for m in marks(index, position) if m.get("showlegend")]
        assert len(named) == len(set(named))


def test_a_map_is_as_high_as_it_is_long() -> None:
    maps = feature_maps(layers(96, 2))
    rows, plot = rows_of(maps)
    heights = [plot * (row.top - row.bottom) for row in rows]
    lengths = [len(one.values) for one in maps]
    np.testing.assert_allclose(np.array(heights) / heights[0], np.array(lengths) / 96, atol=0.01)
    assert all(upper.bottom > lower.top for upper, lower in pairwise(rows))


def test_a_deep_encoder_fits() -> None:
    inspection = replace(made_up.inspection(25), distilling=layers(25, 4))
    figure = distilling_maps(inspection, STYLE)
    assert len(figure.data) == 8
    assert [trace.name for trace in figure.data][-1] == "Out of distilling 4"


def test_bars_are_the_counts_and_what_is_nothing_is_left_out() -> None:
    counts = [operations.encoder(MODEL), operations.encoder(MODEL, distil=False)]
    figure = multiply_add_bars([("with", counts[0]), ("without", counts[1])], STYLE)
    totals = np.sum([trace.x for trace in figure.data], axis=0)
    assert list(totals) == [count.total for count in counts]
    names = [trace.name for trace in figure.data]
    assert "distilling" in names
    assert "decoder reading" not in names


def test_winners_fill_the_whole() -> None:
    shares = winner_shares(layers(25, 1)[0])
    bars = winner_bars([("all", shares.overall), ("one", shares.by_position[0])], STYLE)
    np.testing.assert_allclose(np.sum([trace.x for trace in bars.data], axis=0), 100)
    assert bars.data[0].x[1] == 0  # nothing earlier than the first
    features = winners_by_feature(shares, "distilling 1", STYLE)
    np.testing.assert_allclose(np.sum([trace.y for trace in features.data], axis=0), 100)


def test_cosines_stand_between_the_positions_they_compare() -> None:
    found = layers(25, 2)
    numbers = [neighbour_similarity(layer) for layer in found]
    figure = similarity_rows(numbers, feature_maps(found), TIME, STYLE)
    before, apart, after = figure.data[:3]
    np.testing.assert_array_equal(before.y, numbers[0].before)
    assert list(pd.DatetimeIndex(before.x)) == list(TIME[:-1] + HALF)
    np.testing.assert_array_equal(apart.y, numbers[0].before_apart)
    np.testing.assert_array_equal(after.y, numbers[0].after)
    assert list(pd.DatetimeIndex(after.x)) == list(TIME[1:-1:2] + HALF)
    assert list(apart.x) == list(after.x)  # as far apart in time, so at the same place
    assert len(apart.y) == 12
    assert figure.data[5].yaxis == "y2"


def test_replicas_read_the_end_and_are_joined_in_time() -> None:
    figure = replica_strips([(25, 13, 7), (12, 6)], TIME, 1, STYLE)
    reads, memory = figure.data
    assert [pd.Timestamp(start) for start in reads.base] == [TIME[0] - HALF, TIME[13] - HALF]
    assert list(reads.x / 3_600_000) == [25, 12]
    assert list(reads.text) == ["25 → 13 → 7", "12 → 6"]
    assert list(memory.x) == [7, 6]
    assert list(memory.base) == [0, 7]
    assert list(memory.customdata) == [0, 1]


def test_with_and_without_and_their_difference() -> None:
    result = both(("load", "price"))
    figure = with_and_without(result, STYLE, target="price")
    traces = {trace.name: trace for trace in figure.data}
    np.testing.assert_array_equal(traces["with distilling"].y, result.distilled.values[:, 1])
    np.testing.assert_array_equal(traces["without distilling"].y, result.undistilled.values[:, 1])
    np.testing.assert_allclose(traces["difference"].y, np.arange(10.0))
    np.testing.assert_array_equal(traces["observed afterwards"].y, result.distilled.actual[:, 1])
    with pytest.raises(ValueError, match="not in tuple"):
        with_and_without(result, STYLE, target="none")


def test_units_never_round_up_to_a_thousand() -> None:
    assert units.memory(999_999) == "1.00 MB"
    assert units.count(999) == "999"
    assert units.seconds(0.0999) == "99.9 ms"
