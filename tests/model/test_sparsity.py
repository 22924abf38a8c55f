"""The measures keep the paper's promises, and the two ways to compute a sample agree."""

import math

import pytest
import torch

from informer.model.sparsity import (
    kl_from_uniform,
    max_mean_measure,
    n_sampled_keys,
    n_selected_queries,
    sampled_max_mean_measure,
    sampled_scores,
    scores,
    sparsity_measure,
)


def random_heads(length=40, width=8, scale=3.0, seed=0):
    generator = torch.Generator().manual_seed(seed)
    q, k = torch.randn(2, 2, 3, length, width, generator=generator) * scale**0.5
    return q, k


@pytest.mark.parametrize("scale", [0.01, 1.0, 30.0])
def test_bounds_of_lemma_1(scale):
    s = scores(*random_heads(scale=scale))
    m, bound, log_n = sparsity_measure(s), max_mean_measure(s), math.log(s.shape[-1])
    assert (m >= log_n - 1e-5).all()
    assert (m <= bound + log_n + 1e-5).all()
    kl = kl_from_uniform(m, torch.full((s.shape[-2],), s.shape[-1]))
    assert (kl >= -1e-5).all()
    assert (kl <= bound + 1e-5).all()


def test_kl_is_the_definition():
    s = scores(*random_heads())
    uniform = torch.full_like(s, 1 / s.shape[-1])
    definition = (uniform * (uniform / s.softmax(-1)).log()).sum(-1)
    kl = kl_from_uniform(sparsity_measure(s), torch.full((s.shape[-2],), s.shape[-1]))
    torch.testing.assert_close(kl, definition, atol=1e-5, rtol=1e-5)


def test_visible_keys_only():
    q, k = random_heads(length=12)
    visible = torch.ones(12, 12, dtype=torch.bool).tril()
    s = scores(q, k)
    for i in range(12):
        alone = s[..., i : i + 1, : i + 1]
        torch.testing.assert_close(
            sparsity_measure(s, visible)[..., i], sparsity_measure(alone)[..., 0]
        )
        torch.testing.assert_close(
            max_mean_measure(s, visible)[..., i], max_mean_measure(alone)[..., 0]
        )


def test_both_forms_of_the_sample_give_the_same_scores():
    sampled = torch.randint(200, (200, 5), generator=torch.Generator().manual_seed(1))
    q, k = random_heads(length=200, width=4)  # 200 keys > 5 * 4: keys are gathered
    wide_q, wide_k = (torch.cat((x, torch.zeros(2, 3, 200, 60)), -1) for x in (q, k))
    gathered = sampled_scores(q, k, sampled)
    multiplied = sampled_scores(wide_q, wide_k, sampled) * math.sqrt(64 / 4)
    torch.testing.assert_close(gathered, multiplied)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("length", [300, 1500])
def test_blocks_of_queries_change_nothing(length, causal):
    """300: several blocks of heads. 1,500: one head at a time, its queries in blocks."""
    q, k = random_heads(length=length, width=32)
    sampled = torch.randint(length, (length, 20), generator=torch.Generator().manual_seed(1))
    s = scores(q, k).gather(-1, sampled.expand(2, 3, -1, -1))
    if causal:
        s = torch.where(sampled <= torch.arange(length)[:, None], s, torch.nan)
    expected = s.nan_to_num(nan=-torch.inf).amax(-1) - s.nanmean(-1)
    torch.testing.assert_close(
        sampled_max_mean_measure(q, k, sampled, causal=causal), expected.nan_to_num(0.0)
    )


def test_a_sample_of_every_key_is_exact():
    q, k = random_heads(length=30)
    every = torch.stack([torch.randperm(30) for _ in range(30)])
    torch.testing.assert_close(
        sampled_max_mean_measure(q, k, every), max_mean_measure(scores(q, k))
    )


def test_the_sample_mean_is_over_the_sample():
    q, k = random_heads(length=30)
    sampled = torch.randint(30, (30, 6), generator=torch.Generator().manual_seed(2))
    s = scores(q, k)
    expected = torch.stack(
        [s[..., i, sampled[i]].amax(-1) - s[..., i, sampled[i]].sum(-1) / 6 for i in range(30)], -1
    )
    torch.testing.assert_close(sampled_max_mean_measure(q, k, sampled), expected)


def test_the_reference_form_is_unscaled_and_divides_by_all_keys():
    q, k = random_heads(length=30)
    sampled = torch.randint(30, (30, 6), generator=torch.Generator().manual_seed(2))
    dots = q @ k.transpose(-1, -2)
    expected = torch.stack(
        [
            dots[..., i, sampled[i]].amax(-1) - dots[..., i, sampled[i]].sum(-1) / 30
            for i in range(30)
        ],
        -1,
    )
    ours = sampled_max_mean_measure(q, k, sampled, causal=True, reference_compatible=True)
    torch.testing.assert_close(ours, expected)


def test_causal_measure_ignores_later_keys():
    q, k = random_heads(length=30)
    sampled = torch.randint(30, (30, 6), generator=torch.Generator().manual_seed(2))
    before = sampled_max_mean_measure(q, k, sampled, causal=True)
    later = k.clone()
    later[..., 15:, :] += 10
    after = sampled_max_mean_measure(q, later, sampled, causal=True)
    torch.testing.assert_close(before[..., :15], after[..., :15])
    assert not torch.allclose(before[..., 15:], after[..., 15:])


@pytest.mark.parametrize(
    ("length", "sampled"), [(1, 1), (2, 2), (24, 20), (48, 20), (96, 25), (720, 35)]
)
def test_sizes_of_the_sample_and_the_selection(length, sampled):
    assert n_sampled_keys(5, length) == sampled
    assert n_selected_queries(5, length) == sampled
