import numpy as np
import pytest

from informer.inspection.maps import exact_map, full_attention_weights, model_map
from tests.unit.inspection import made_up


@pytest.mark.parametrize("causal", [False, True])
def test_full_weights_are_the_models_own_where_it_computed_them(causal: bool) -> None:
    layer = made_up.attention(24, 2, causal=causal)
    full = full_attention_weights(layer, 1)
    mine = np.nan_to_num(full[layer.selected[1]])
    np.testing.assert_allclose(mine, layer.weights[1], atol=1e-6)
    np.testing.assert_allclose(np.nansum(full, axis=1), 1, atol=1e-5)
    hidden = np.triu(np.ones((24, 24), dtype=bool), 1)
    np.testing.assert_array_equal(np.isnan(full), hidden if causal else np.zeros_like(hidden))


def test_only_the_selected_rows_of_the_models_map_hold_numbers() -> None:
    layer = made_up.attention(24, 2)
    picture = model_map(layer, 0)
    lazy = np.setdiff1d(np.arange(24), layer.selected[0])
    assert np.isnan(picture.weights[lazy]).all()
    np.testing.assert_array_equal(picture.weights[layer.selected[0]], layer.weights[0])
    np.testing.assert_array_equal(np.flatnonzero(~picture.computed), lazy)


def test_full_attention_computes_every_row_of_the_models_map() -> None:
    picture = model_map(made_up.attention(10, 1, full=True), 0)
    assert picture.kind == "model"
    assert picture.computed.all()


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("length", [24, 25])
def test_blocks_are_means_of_what_was_computed(length: int, causal: bool) -> None:
    layer = made_up.attention(length, 1, causal=causal)
    for make in (model_map, exact_map):
        fine, coarse = make(layer, 0), make(layer, 0, max_cells=9)
        assert (fine.block, coarse.block) == (1, 3)
        assert coarse.weights.shape == (9, 9) if length == 25 else (8, 8)
        assert coarse.time.equals(layer.time)
        for i, j in ((0, 0), (3, 1), (7, 7), (5, 2), (2, 6)):
            cells = fine.weights[3 * i : 3 * i + 3, 3 * j : 3 * j + 3]
            rows = [np.nanmean(row) for row in cells if not np.isnan(row).all()]
            if rows:
                assert coarse.weights[i, j] == pytest.approx(np.mean(rows), rel=1e-4)
            else:
                assert np.isnan(coarse.weights[i, j])
            assert coarse.computed[i] == fine.computed[3 * i : 3 * i + 3].any()
