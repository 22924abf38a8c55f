"""Counts against loops that count, and against what PyTorch says it multiplies."""

import math
import random

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from informer.costing import counts
from informer.costing.counts import HERE, Counts, counted, dot_products, ranks_on_every_key
from informer.costing.results import FULL, SPARSE
from informer.model.attention import prob_sparse_attention
from informer.model.sampling import SampledKeys
from informer.model.sizes import scores_every_key
from informer.model.sparsity import n_sampled_keys, scores
from tests.unit.costing.made_up import TINY


def by_loops(n_queries: int, n_keys: int, c: int) -> Counts:
    """Algorithm 1 with a list for every matrix, counting as it goes."""
    rng = random.Random(0)
    queries, keys = ([rng.random() for _ in range(n)] for n in (n_queries, n_keys))
    found = {"dots": 0, "weighted": 0}

    def dot(q: float, k: float) -> float:
        found["dots"] += 1
        return q * k

    n_sampled = min(c * math.ceil(math.log(n_keys)), n_keys)
    n_selected = min(c * math.ceil(math.log(n_queries)), n_queries)
    measures = []
    for q in queries:
        drawn = [dot(q, rng.choice(keys)) for _ in range(n_sampled)]
        measures.append(max(drawn) - sum(drawn) / n_sampled)
    best = sorted(range(n_queries), key=lambda i: -measures[i])[:n_selected]
    for i in best:
        s = [dot(queries[i], k) for k in keys]
        for weight in s:
            found["weighted"] += weight is not None
    return Counts(found["dots"], found["weighted"])


@pytest.mark.parametrize(
    ("n_queries", "n_keys", "c"), [(9, 9, 1), (24, 24, 5), (50, 50, 3), (20, 33, 2)]
)
def test_the_algorithm_needs_what_loops_count(n_queries: int, n_keys: int, c: int) -> None:
    assert counts.prob_sparse(n_queries, n_keys, c) == by_loops(n_queries, n_keys, c)


@pytest.mark.parametrize(("length", "c", "d"), [(24, 5, 4), (96, 5, 8), (64, 1, 2), (200, 1, 3)])
def test_this_program_computes_what_pytorch_counts(length: int, c: int, d: int) -> None:
    query, key, value = torch.randn(3, 1, 1, length, d)
    drawn = SampledKeys(0)(length, length, n_sampled_keys(c, length), causal=False)
    with FlopCounterMode(display=False) as counter:
        prob_sparse_attention(
            query, key, value, sampling_factor=c, causal=False, sampled_keys=drawn
        )
    expected = counts.prob_sparse_here(length, length, c, d)
    assert counter.get_total_flops() == 2 * d * expected.products


def test_both_ways_of_ranking_were_among_those() -> None:
    assert scores_every_key(96, n_sampled_keys(5, 96), 8)
    assert not scores_every_key(64, n_sampled_keys(1, 64), 2)


def test_full_attention_computes_what_pytorch_counts() -> None:
    query, key, value = torch.randn(3, 1, 1, 40, 4)
    with FlopCounterMode(display=False) as counter:
        scores(query, key).softmax(-1) @ value
    assert counter.get_total_flops() == 2 * 4 * counts.full(40, 40).products


def test_at_a_length_of_24_a_sixth_of_the_queries_is_skipped() -> None:
    one = counted(TINY, 24)
    assert one[SPARSE].weighted == 20 * 24  # u = 20 of 24 attend: 17 % are skipped
    assert one[SPARSE].dot_products > one[FULL].dot_products  # and nothing is saved


def test_the_curves_show_where_this_program_changes_its_way() -> None:
    last = ranks_on_every_key(TINY, 2880)
    assert last is not None
    curves = dot_products(TINY, (96, 2880))
    assert curves[HERE].at == (96, last, last + 1, 2880)
    assert curves[HERE].value(last) > curves[FULL].value(last)  # type: ignore[operator]
    assert curves[HERE].value(last + 1) == curves[SPARSE].value(last + 1)
