"""Selections over many draws, against the model's measure, by hand, and against the theory."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from informer.inspection.draws import draws_of
from informer.inspection.factors import factor_curve, factors_to_try
from informer.inspection.ladder import exact_head
from informer.inspection.resampling import (
    head_scores,
    measured,
    resample,
    sampled_measure,
    select,
    selection_counts,
)
from informer.inspection.results import Inspection
from informer.model.sparsity import n_sampled_keys, sampled_max_mean_measure
from tests.unit.inspection import made_up


@pytest.fixture
def seen() -> Inspection:
    return made_up.inspection(24)


@pytest.mark.parametrize("name", ["encoder.1", "decoder.0"])
def test_each_draw_is_the_models_ranking(seen: Inspection, name: str) -> None:
    layer = seen.layer(name)
    drawn = resample(seen, name, 1, 12, 2)
    for i, chosen in enumerate(drawn.selected):
        keys = torch.from_numpy(draws_of(seen, name, i, 2))
        query, key = (torch.from_numpy(x[1]) for x in (layer.query, layer.key))
        measure = sampled_max_mean_measure(query, key, keys, causal=layer.causal)
        expected = measure.topk(drawn.selected.shape[1]).indices.sort().values
        np.testing.assert_array_equal(chosen, expected)
    in_any = [sum(i in chosen for chosen in drawn.selected) for i in range(layer.length)]
    np.testing.assert_array_equal(drawn.counts, in_any)
    np.testing.assert_array_equal(selection_counts(seen, name, 1, 12, 2), in_any)
    assert drawn.always.sum() + drawn.sometimes.sum() + drawn.never.sum() == layer.length
    np.testing.assert_array_equal(drawn.always, np.array(in_any) == 12)


def test_both_forms_by_hand() -> None:
    """d = 4, L = 3: q·k = 2 s. Drawn keys 0, 0 of query 0 score 3 and 3; 1, 2 of query 1: 1, 2."""
    scores = np.float32([[3, 0, 0], [0, 1, 2], [5, 5, 5]])
    keys = np.array([[0, 0], [1, 2], [0, 1]])
    found = sampled_measure(scores, keys, width=4, reference=False)
    np.testing.assert_allclose(found, [0, 0.5, 0])
    found = sampled_measure(scores, keys, width=4, reference=True)
    np.testing.assert_allclose(found, [6 - 12 / 3, 4 - 6 / 3, 10 - 20 / 3], rtol=1e-6)
    np.testing.assert_array_equal(select(found, 2), [0, 2])


@pytest.mark.parametrize("name", ["encoder.0", "decoder.0"])
def test_the_public_codes_form_is_the_models(seen: Inspection, name: str) -> None:
    layer = seen.layer(name)
    run = replace(layer, reference_measure=True)  # it then ranks so, on the visible keys it draws
    seen = replace(seen, attention=tuple(run if a.name == name else a for a in seen.attention))
    keys = torch.from_numpy(draws_of(seen, name, seen.sampling_seed, 3))
    query, key = (torch.from_numpy(x[0]) for x in (layer.query, layer.key))
    expected = sampled_max_mean_measure(
        query, key, keys, causal=layer.causal, reference_compatible=True
    )
    found = measured(seen, name, 0, 3, reference=True)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_a_query_with_one_key_is_selected_when_that_is_drawn() -> None:
    """All queries are alike but two, which one key each lifts over the cut: m = 1."""
    length = 32
    base = made_up.attention(length, 1, width=2, factor=1)
    query, key = np.zeros((1, length, 2)), np.zeros((1, length, 2))
    query[0, 3], query[0, 20] = (9, 0), (0, 9)
    key[0, 5], key[0, 11] = (9, 0), (0, 9)
    rng = np.random.default_rng(0)
    query += 0.01 * rng.normal(size=query.shape)
    key += 0.01 * rng.normal(size=key.shape)
    layer = replace(base, query=np.float32(query), key=np.float32(key))
    seen = replace(made_up.inspection(length), attention=(layer,))
    drawn = resample(seen, "encoder.0", 0, 400, 1)
    n_sampled = n_sampled_keys(1, length)
    theory = 1 - (1 - 1 / length) ** n_sampled
    # Two queries for four places: either is in whenever its key is, and seldom otherwise.
    assert list(drawn.matches[[3, 20]]) == [1, 1]
    np.testing.assert_allclose(drawn.expected[[3, 20]], theory)
    seen_it = [
        sum(key in draws_of(seen, "encoder.0", s, 1)[q] for s in range(400))
        for q, key in ((3, 5), (20, 11))
    ]
    assert np.abs(np.array(seen_it) / 400 - theory).max() < 4 * np.sqrt(0.25 / 400)
    assert (drawn.counts[[3, 20]] >= seen_it).all()


def test_theory_counts_the_visible_keys_over_the_cut(seen: Inspection) -> None:
    layer = seen.layer("decoder.0")
    drawn = resample(seen, "decoder.0", 1, 30, 1)
    cuts = []
    for i in range(30):
        keys = torch.from_numpy(draws_of(seen, "decoder.0", i, 1))
        query, key = (torch.from_numpy(x[1]) for x in (layer.query, layer.key))
        measure = sampled_max_mean_measure(query, key, keys, causal=True)
        cuts.append(measure[torch.from_numpy(drawn.selected[i])].min())
    scores = head_scores(layer, 1)
    for q in range(layer.length):
        seen_by_q = scores[q, : q + 1]
        m = int((seen_by_q - seen_by_q.mean() >= np.mean(cuts)).sum())
        assert drawn.matches[q] == m
        assert drawn.expected[q] == pytest.approx(1 - (1 - m / (q + 1)) ** 3)


def test_without_a_cut_there_is_no_luck(seen: Inspection) -> None:
    drawn = resample(seen, "encoder.1", 0, 5, 9)
    assert drawn.always.all()
    assert (drawn.expected == 1).all()
    assert drawn.churn == 0


def test_factors_end_where_every_query_is_selected() -> None:
    assert list(factors_to_try(168, 5)) == list(range(1, 21))
    assert factors_to_try(48, 5)[-1] == 12  # 12 · ⌈ln 48⌉ = 48
    assert factors_to_try(6, 5)[-1] == 5  # the run's own is always among them
    assert list(factors_to_try(1, 1)) == [1]


@pytest.mark.parametrize("name", ["encoder.0", "decoder.0"])
def test_the_curve_over_factors(seen: Inspection, name: str) -> None:
    layer = seen.layer(name)
    exact, scores = exact_head(layer, 0), head_scores(layer, 0)
    tried = factors_to_try(layer.length, 2)
    curve = factor_curve(seen, name, exact, scores, tried, n_draws=3)
    assert curve.sampled.shape == (len(tried), 3, 3)
    drawn = resample(seen, name, 0, 3, 2, scores=scores)
    for i in range(3):
        score = exact.score(drawn.selected[i])
        np.testing.assert_allclose(curve.sampled[1, i], [score.precision, score.mass, score.error])
    assert (np.diff(curve.n_selected) >= 0).all()
    assert curve.n_selected[-1] == layer.length
    for scores_of in (curve.sampled[-1], curve.exact[-1:], curve.chance[-1:]):
        np.testing.assert_allclose(scores_of, np.broadcast_to([1, 1, 0], scores_of.shape))
    assert (curve.exact[:, 0] == 1).all()
