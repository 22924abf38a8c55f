import math

import numpy as np
import pytest
import torch

from informer.inspection.exact import exact_measures


def queries(heads: int = 3, length: int = 37, width: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    query, key = (torch.randn(heads, length, width, generator=generator) * 2 for _ in range(2))
    return query, key


@pytest.mark.parametrize("causal", [False, True])
def test_measures_are_those_of_a_plain_double_loop(causal: bool) -> None:
    query, key = queries()
    measure, max_mean = exact_measures(query, key, causal=causal)
    for head in range(3):
        for i in range(37):
            seen = key[head, : i + 1] if causal else key[head]
            s = (seen.double() @ query[head, i].double()).numpy() / math.sqrt(5)
            assert measure[head, i] == pytest.approx(np.log(np.exp(s).sum()) - s.mean(), abs=1e-5)
            assert max_mean[head, i] == pytest.approx(s.max() - s.mean(), abs=1e-5)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("max_scores", [1, 37 * 3 * 5, 37 * 3 * 10 + 1])
def test_blocks_do_not_change_the_result(causal: bool, max_scores: int) -> None:
    query, key = queries()
    whole = exact_measures(query, key, causal=causal)
    blocked = exact_measures(query, key, causal=causal, max_scores=max_scores)
    for a, b in zip(whole, blocked, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("causal", [False, True])
def test_m_lies_between_its_bounds(causal: bool) -> None:
    query, key = queries(length=50)
    measure, max_mean = exact_measures(query, key, causal=causal)
    log_n = torch.arange(1, 51).log() if causal else torch.full((50,), math.log(50))
    assert (measure >= log_n - 1e-5).all()
    assert (measure <= max_mean + log_n + 1e-5).all()
    assert (measure - log_n <= max_mean + 1e-5).all()


def test_a_query_that_scores_all_keys_alike_has_no_divergence() -> None:
    query, key = queries()
    measure, max_mean = exact_measures(query, key[:, :1].expand(-1, 37, -1), causal=False)
    torch.testing.assert_close(measure, torch.full_like(measure, math.log(37)))
    torch.testing.assert_close(max_mean, torch.zeros_like(max_mean), atol=1e-5, rtol=0)
