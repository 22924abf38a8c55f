import dataclasses

import numpy as np
import pytest

from informer.inspection.focus import focus_query
from tests.unit.inspection import made_up


@pytest.fixture
def layer():
    return made_up.attention(24, 2, factor=2)


@pytest.mark.parametrize("causal", [False, True])
def test_each_line_of_the_derivation_has_the_value_of_its_formula(causal: bool) -> None:
    layer = made_up.attention(24, 2, causal=causal)
    focused = focus_query(layer, 1, 7)
    n = 8 if causal else 24
    keys, query = layer.key[1, :n].astype(float), layer.query[1, 7].astype(float)
    s = keys @ query / np.sqrt(4)
    e = np.exp(s)
    kl = np.log(e.sum()) - s.mean() - np.log(n)
    expected = [
        sum(1 / n * np.log((1 / n) / (x / e.sum())) for x in e),
        kl,
        sum(1 / n * (np.log(e.sum()) - x - np.log(n)) for x in s),
        np.log(e.sum()),
        s.mean(),
        kl,
        np.log(e.sum()) - s.mean(),
        s.max() - s.mean() + np.log(n),
        s.max() - s.mean(),
    ]
    values = [step.value for step in focused.steps]
    np.testing.assert_allclose(values[:9], expected, atol=1e-10)
    np.testing.assert_allclose(focused.scores, s)
    np.testing.assert_allclose(focused.weights, e / e.sum())
    assert focused.uniform == 1 / n


@pytest.mark.parametrize("causal", [False, True])
def test_measures_agree_with_those_of_the_layer(causal: bool) -> None:
    layer = made_up.attention(24, 2, causal=causal)
    for query in (0, 11, 23):
        focused = focus_query(layer, 0, query)
        assert focused.measure == pytest.approx(layer.measure_exact[0, query], abs=1e-4)
        assert focused.max_mean == pytest.approx(layer.measure_max_mean[0, query], abs=1e-4)
        assert focused.kl == pytest.approx(layer.kl[0, query], abs=1e-4)
        assert focused.steps[-1].value == pytest.approx(layer.measure_sampled[0, query], abs=1e-4)
        assert focused.selected == (query in layer.selected[0])


def test_the_last_line_follows_the_public_code_when_the_model_did(layer) -> None:
    drawn = layer.sampled_keys[5]
    raw = layer.key[0, drawn].astype(float) @ layer.query[0, 5].astype(float)
    reference = dataclasses.replace(layer, reference_measure=True)
    step = focus_query(reference, 0, 5).steps[-1]
    assert step.value == pytest.approx(raw.max() - raw.sum() / 24)


def test_the_numbers_stand_in_the_formula(layer) -> None:
    focused = focus_query(layer, 0, 3)
    step = focused.steps[6]
    for number in (focused.steps[3].value, focused.measure):
        assert f"{number:.3f}" in step.text
        assert f"{number:.3f}" in step.latex


def test_negative_subtrahends_stand_in_brackets(layer) -> None:
    found = [focus_query(layer, h, q) for h in range(2) for q in range(24)]
    negative = next(f for f in found if f.steps[4].value < -0.01)
    assert f"− ({negative.steps[4].value:.3f})" in negative.steps[6].text


def test_sampled_keys_are_the_visible_ones_each_once() -> None:
    layer = made_up.attention(24, 1, factor=3, causal=True)
    focused = focus_query(layer, 0, 4)
    assert focused.sampled is not None
    assert focused.n_drawn == layer.sampled_keys.shape[1]
    assert sorted(set(layer.sampled_keys[4])) == focused.sampled.tolist()
    assert len(focused.key_time) == len(focused.scores) == 5


def test_ranks_count_from_the_largest_measure(layer) -> None:
    best = int(layer.measure_exact[0].argmax())
    worst = int(layer.measure_sampled[0].argmin())
    assert focus_query(layer, 0, best).rank_exact == 1
    assert focus_query(layer, 0, worst).rank_sampled == 24


def test_full_attention_has_no_sample() -> None:
    focused = focus_query(made_up.attention(12, 1, full=True), 0, 3)
    assert focused.selected
    assert focused.sampled is None
    assert focused.measure_sampled is None
    assert len(focused.steps) == 9


@pytest.mark.parametrize(("head", "query"), [(2, 0), (0, 24), (-1, 0)])
def test_no_such_query(layer, head: int, query: int) -> None:
    with pytest.raises(IndexError, match="heads 0 to 1 and queries 0 to 23"):
        focus_query(layer, head, query)


def test_recorded_keys_later_than_a_causal_query_do_not_count() -> None:
    layer = made_up.attention(24, 1, causal=True)
    keys = layer.sampled_keys.copy()
    keys[6] = [0, 3, 3, 20, *[23] * (keys.shape[1] - 4)]
    focused = focus_query(dataclasses.replace(layer, sampled_keys=keys), 0, 6)
    assert focused.sampled.tolist() == [0, 3]
    assert focused.n_drawn == 3
    s = focused.scores[[0, 3, 3]]
    assert focused.steps[-1].value == pytest.approx(s.max() - s.mean())


def test_scores_of_any_size_give_finite_lines() -> None:
    layer = made_up.attention(8, 1, spread=4000.0)
    focused = focus_query(layer, 0, 2)
    values = [step.value for step in focused.steps]
    assert np.isfinite(values).all()
    assert values[0] == pytest.approx(values[5]) == pytest.approx(values[1])


def test_a_uniform_query_has_no_divergence_and_no_negative_zero() -> None:
    layer = made_up.attention(8, 1)
    flat = dataclasses.replace(layer, query=np.zeros_like(layer.query))
    focused = focus_query(flat, 0, 2)
    assert focused.kl == pytest.approx(0, abs=1e-12)
    assert not any("-0.000" in step.text + step.latex for step in focused.steps)
