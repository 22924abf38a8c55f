"""ProbSparse attention does what the paper says, and each row stays its own query's."""

import pytest
import torch

from informer.config import ModelConfig
from informer.model.attention import (
    AttentionLayer,
    full_attention,
    lazy_output,
    prob_sparse_attention,
)
from informer.model.dropout import Dropout
from informer.model.sampling import SampledKeys
from informer.model.sparsity import n_sampled_keys

LENGTH = 60


def heads(seed=0, batch=2, n_heads=3, length=LENGTH, width=8):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(3, batch, n_heads, length, width, generator=generator).unbind(0)


def attend(q, k, v, *, factor=2, causal=False, seed=0, **options):
    keys = SampledKeys(seed)(
        q.shape[2], k.shape[2], n_sampled_keys(factor, k.shape[2]), causal=causal
    )
    return prob_sparse_attention(
        q, k, v, sampling_factor=factor, causal=causal, sampled_keys=keys, **options
    )


@pytest.mark.parametrize("causal", [False, True])
def test_selecting_every_query_is_full_attention(causal):
    q, k, v = heads()
    sparse, trace = attend(q, k, v, factor=LENGTH, causal=causal)
    assert trace.selected.shape[-1] == LENGTH
    torch.testing.assert_close(sparse, full_attention(q, k, v, causal=causal)[0])


@pytest.mark.parametrize("causal", [False, True])
def test_selected_rows_attend_fully_and_lazy_rows_get_the_mean(causal):
    q, k, v = heads()
    output, trace = attend(q, k, v, causal=causal)
    full = full_attention(q, k, v, causal=causal)[0]
    lazy = lazy_output(v, LENGTH, causal=causal)
    chosen = torch.zeros(trace.measure.shape, dtype=torch.bool).scatter(-1, trace.selected, True)
    torch.testing.assert_close(output[chosen], full[chosen])
    torch.testing.assert_close(output[~chosen], lazy[~chosen])
    lowest_kept = trace.measure.masked_fill(~chosen, torch.inf).amin(-1)
    highest_left = trace.measure.masked_fill(chosen, -torch.inf).amax(-1)
    assert (lowest_kept >= highest_left).all()


def test_lazy_rows_are_what_uniform_attention_gives():
    *_, v = heads()
    for i in (0, 7, LENGTH - 1):
        mean = v[:, :, : i + 1].mean(2)
        torch.testing.assert_close(lazy_output(v, LENGTH, causal=True)[:, :, i], mean)
        torch.testing.assert_close(
            lazy_output(v, LENGTH, causal=True, rows="sum")[:, :, i], mean * (i + 1)
        )


def test_weights_are_a_distribution_over_visible_keys():
    q, k, v = heads()
    _, trace = attend(q, k, v, causal=True)
    torch.testing.assert_close(trace.weights.sum(-1), torch.ones(trace.selected.shape))
    later = torch.arange(LENGTH) > trace.selected.unsqueeze(-1)
    assert (trace.weights[later] == 0).all()


def test_editing_a_query_changes_its_own_row_only():
    q, k, v = heads()
    before, trace = attend(q, k, v)
    t = int(trace.selected[0, 0, 3])
    edited = q.clone()
    edited[:, :, t] *= 1.5  # longer, so still selected
    after, again = attend(edited, k, v)
    same_choice = (trace.selected == again.selected).all(-1)
    assert same_choice.any()
    changed = (before - after).abs().amax(-1)[same_choice] > 1e-6
    assert changed[:, t].any()
    changed[:, t] = False
    assert not changed.any()


@pytest.mark.parametrize("n_heads", [1, 3])
def test_batch_items_stay_apart(n_heads):
    q, k, v = heads(batch=4, n_heads=n_heads)
    together, trace = attend(q, k, v)
    for i in range(4):
        alone, own = attend(q[i : i + 1], k[i : i + 1], v[i : i + 1])
        torch.testing.assert_close(alone[0], together[i])
        assert torch.equal(own.selected[0], trace.selected[i])


def layer(mix=False):
    config = ModelConfig(enc_in=1, dec_in=1, c_out=1, d_model=24, n_heads=3, d_ff=8, dropout=0)
    torch.manual_seed(0)
    return AttentionLayer(config, causal=True, sparse=False, mix=mix)


def rows_that_see_the_future(mix):
    x = torch.randn(1, LENGTH, 24, generator=torch.Generator().manual_seed(0))
    edited = x.clone()
    edited[:, -1] += 1
    attention = layer(mix)
    before, after = (attention(each, each, SampledKeys(0))[0] for each in (x, edited))
    return ((before - after).abs().amax(-1)[0, :-1] > 1e-6).sum().item()


def test_rows_are_times_and_mix_breaks_that():
    assert rows_that_see_the_future(mix=False) == 0
    assert rows_that_see_the_future(mix=True) > 0


def test_dropout_reaches_the_weights():
    q, k, v = heads()
    with_dropout, trace = attend(q, k, v, dropout=Dropout(0.5))
    without, clean = attend(q, k, v)
    assert not torch.allclose(with_dropout, without)
    torch.testing.assert_close(trace.weights, clean.weights)
