"""The ladder, against a case worked out by hand and against the model's own attention."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch

from informer.inspection.estimate import RUNGS, ExactHead, Rung, churn, most_churned
from informer.inspection.ladder import exact_head, ladder
from informer.inspection.results import AttentionInspection
from informer.model.attention import full_attention, prob_sparse_attention
from tests.unit.inspection import made_up


def by_hand() -> AttentionInspection:
    """L = 4, d = 1. Scores of query 0: (ln 3, 0, 0, 0); of 1 and 2: 0; of 3: (−ln 3, 0, 0, 0).

    Softmax: (1/2, 1/6, 1/6, 1/6), uniform, uniform, (1/10, 3/10, 3/10, 3/10). V = (4, 0, 0, 0), so
    the outputs are 2, 1, 1, 2/5, and the mean that a lazy query gets is 1.
    """
    layer = made_up.attention(4, 1, width=1, factor=1)
    log3 = np.log(3)
    return replace(
        layer,
        query=np.float32([[[1], [0], [0], [-1]]]),
        key=np.float32([[[log3], [0], [0], [0]]]),
        value=np.float32([[[4], [0], [0], [0]]]),
        measure_exact=np.float32(
            [[np.log(6) - log3 / 4, np.log(4), np.log(4), np.log(10 / 3) + log3 / 4]]
        ),
        measure_max_mean=np.float32([[log3 * 3 / 4, 0, 0, log3 / 4]]),
    )


def named(rungs: tuple[Rung, ...]) -> dict[str, Rung]:
    return {rung.name: rung for rung in rungs}


def test_the_case_by_hand() -> None:
    exact = exact_head(by_hand(), 0)
    np.testing.assert_allclose(exact.harm, [1, 0, 0, 0.6], atol=1e-6)
    np.testing.assert_allclose(exact.mass, [0.25, 0, 0, 0.15], atol=1e-6)
    assert exact.norm == pytest.approx(np.sqrt(4 + 1 + 1 + 0.16))
    found = named(ladder(exact, sampled=np.array([3]), reference=np.array([1])))
    assert list(found) == [name for name in RUNGS if name != "kl"]
    expected = {
        "exact": (1, 0.25 / 0.4, 0.6),
        "max_mean": (1, 0.25 / 0.4, 0.6),
        "sampled": (0, 0.15 / 0.4, 1.0),
        "reference": (0, 0, np.sqrt(1.36)),
        "harm": (1, 0.25 / 0.4, 0.6),
        "random": (1 / 4, 1 / 4, np.sqrt(3 / 4 * 1.36)),
    }
    for name, (precision, mass, left) in expected.items():
        score = found[name].score
        assert score.precision == pytest.approx(precision), name
        assert score.mass == pytest.approx(mass, abs=1e-6), name
        assert score.error == pytest.approx(left / exact.norm, abs=1e-6), name


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("rows", ["mean", "sum"])
def test_the_error_is_that_of_the_models_own_attention(causal: bool, rows: str) -> None:
    layer = made_up.attention(30, 2, causal=causal)
    assert layer.sampled_keys is not None
    assert layer.selected is not None
    q, k, v = (torch.from_numpy(x)[None] for x in (layer.query, layer.key, layer.value))
    sparse, trace = prob_sparse_attention(
        q, k, v, sampling_factor=2, causal=causal, lazy_rows=rows,
        sampled_keys=torch.from_numpy(layer.sampled_keys),
    )  # fmt: skip
    full = full_attention(q, k, v, causal=causal)[0]
    for head in range(2):
        error = (sparse - full)[0, head].norm() / full[0, head].norm()
        exact = exact_head(layer, head, lazy_rows=rows if causal else "mean")
        assert exact.score(trace.selected[0, head].numpy()).error == pytest.approx(
            float(error), rel=1e-4
        )


def all_choices(exact: ExactHead, count: int) -> np.ndarray:
    scores = [exact.score(np.array(some)) for some in combinations(range(exact.length), count)]
    return np.array([(score.precision, score.mass, score.error) for score in scores])


@pytest.mark.parametrize("causal", [False, True])
def test_chance_is_the_mean_over_all_choices_and_the_oracle_the_best(causal: bool) -> None:
    exact = exact_head(made_up.attention(7, 1, causal=causal), 0)
    every = all_choices(exact, 3)
    chance = exact.chance(3)
    assert chance.precision == pytest.approx(every[:, 0].mean())
    assert chance.mass == pytest.approx(every[:, 1].mean(), rel=1e-5)
    assert chance.error**2 == pytest.approx((every[:, 2] ** 2).mean(), rel=1e-5)
    rungs = named(ladder(exact, np.array([0, 1, 2]), np.array([0, 1, 2])))
    assert rungs["harm"].score.error == pytest.approx(every[:, 2].min())
    assert ("kl" in rungs) == causal


@pytest.mark.parametrize("causal", [False, True])
def test_when_every_query_attends_nothing_is_lost(causal: bool) -> None:
    exact = exact_head(made_up.attention(9, 1, causal=causal), 0)
    everyone = np.arange(9)
    for rung in ladder(exact, everyone, everyone):
        assert (rung.score.precision, rung.score.mass, rung.score.error) == (1, 1, 0), rung.name


def test_kl_and_m_part_under_a_mask() -> None:
    """All attend uniformly but query 1, of two keys: M = KL + ln(keys seen) prefers a late one."""
    layer = made_up.attention(8, 1, causal=True)
    measure = np.log(np.arange(1, 9, dtype=np.float32))
    measure[1] += 0.5
    layer = replace(layer, measure_exact=measure[None])
    rungs = named(ladder(exact_head(layer, 0), np.array([1]), np.array([2])))
    assert rungs["exact"].selected == [7]
    assert rungs["kl"].selected == [1]
    assert (rungs["kl"].score.precision, rungs["sampled"].score.precision) == (0, 0)


def test_churn_is_what_two_draws_don_t_share() -> None:
    rng = np.random.default_rng(0)
    draws = [set(rng.choice(12, 4, replace=False).tolist()) for _ in range(9)]
    counts = np.array([sum(i in one for one in draws) for i in range(12)])
    shared = np.mean([len(a & b) / 4 for a, b in combinations(draws, 2)])
    assert churn(counts, 9) == pytest.approx(1 - shared)
    assert churn(np.array([5, 5, 0]), 5) == 0
    assert churn(np.array([1, 0]), 1) == 0


@pytest.mark.parametrize(
    ("counts", "n_draws", "expected"),
    [
        ([10, 0, 4, 7], 10, 2),
        ([10, 0, 6, 4], 10, 2),  # as near: the earlier one
        ([10, 0, 1, 0], 10, 2),
        ([10, 0, 10, 0], 10, None),
    ],
)
def test_most_churned(counts: list[int], n_draws: int, expected: int | None) -> None:
    assert most_churned(np.array(counts), n_draws) == expected
