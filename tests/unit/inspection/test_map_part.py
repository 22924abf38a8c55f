"""A part of a map is the same part of the whole one, in blocks of its own."""

import numpy as np
import pytest

from informer.inspection.map_part import MapPart
from informer.inspection.maps import exact_map, model_map
from tests.unit.inspection import made_up

PART = MapPart(range(5, 17), range(9, 22))


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("make", [model_map, exact_map])
def test_a_part_is_cut_out_of_the_whole(make, causal: bool) -> None:
    layer = made_up.attention(30, 2, causal=causal)
    whole, part = make(layer, 1), make(layer, 1, PART)
    np.testing.assert_array_equal(part.weights, whole.weights[5:17, 9:22])
    np.testing.assert_array_equal(part.computed, whole.computed[5:17])
    assert (part.first_query, part.first_key) == (5, 9)
    assert part.time.equals(layer.time[5:17])
    assert part.key_time.equals(layer.time[9:22])


@pytest.mark.parametrize("make", [model_map, exact_map])
def test_a_part_gets_the_smallest_blocks_that_fit_on_each_axis(make) -> None:
    layer = made_up.attention(30, 1, factor=3)
    whole = make(layer, 0, max_cells=8)
    part = make(layer, 0, PART, max_cells=8)
    thin = make(layer, 0, MapPart(range(3, 11), range(30)), max_cells=8)
    assert (whole.block, whole.key_block) == (4, 4)
    assert (part.block, part.key_block) == (2, 2)
    assert (thin.block, thin.key_block) == (1, 4)
    fine = make(layer, 0)
    for row in range(6):
        cells = fine.weights[5 + 2 * row : 7 + 2 * row, 9:11]
        assert part.computed[row] == fine.computed[5 + 2 * row : 7 + 2 * row].any()
        if part.computed[row]:
            assert part.weights[row, 0] == pytest.approx(np.nanmean(cells), rel=1e-5)
        else:
            assert np.isnan(part.weights[row]).all()


def test_a_part_of_a_long_map_goes_over_several_chunks() -> None:
    layer = made_up.attention(1100, 1)
    part = exact_map(layer, 0, MapPart(range(10, 1090), range(700, 800)))
    assert (part.block, part.key_block) == (3, 1)
    last = exact_map(layer, 0, MapPart(range(1087, 1090), range(700, 800)))
    np.testing.assert_allclose(part.weights[359], last.weights.mean(axis=0), rtol=1e-5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120-240.300-420", "120-240.300-420"),
        ("0-0.5-5", "0-1.4-5"),
        ("499-499.0-499", "498-499.0-499"),
        ("120-9999.0-10", "120-499.0-10"),
        ("7-3.0-10", "0-499.0-10"),
        ("900-950.0-10", "0-499.0-10"),
        ("-3-5.0-10", "0-499.0-499"),
        ("1-2", "0-499.0-499"),
        ("٣-٤.0-10", "0-499.0-499"),
        ("", "0-499.0-499"),
        (None, "0-499.0-499"),
    ],
)
def test_text_of_a_link_names_a_part(text: str | None, expected: str) -> None:
    assert str(MapPart.read(text, 500)) == expected


def test_a_layer_of_one_position_has_one_part() -> None:
    assert MapPart.read("0-0.0-0", 1) == MapPart.whole(1)
