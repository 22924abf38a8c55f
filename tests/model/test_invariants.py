"""What must hold of the measures and of attention at any shape, scale and seed (DESIGN, section 3).

Hypothesis looks for a shape that breaks it, and shows the smallest one it finds.
"""

import math
from typing import NamedTuple

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from informer.config import ModelConfig
from informer.model.attention import AttentionLayer, full_attention, prob_sparse_attention
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import RecordedKeys, SampledKeys
from informer.model.sparsity import (
    kl_from_uniform,
    max_mean_measure,
    n_sampled_keys,
    n_selected_queries,
    sampled_max_mean_measure,
    scores,
    sparsity_measure,
)

settings.register_profile("no clock", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("no clock")


class Heads(NamedTuple):
    """Queries, keys and values ``[B, H, L, d]`` of one self-attention."""

    query: Tensor
    key: Tensor
    value: Tensor
    causal: bool
    factor: int
    seed: int

    @property
    def keys(self) -> Tensor:
        length = self.query.shape[2]
        draw = SampledKeys(self.seed)
        return draw(length, length, n_sampled_keys(self.factor, length), causal=self.causal)

    def attend(self, **changes: Tensor) -> tuple[Tensor, Tensor]:
        """The output, and which queries were selected."""
        one = self._replace(**changes)
        output, trace = prob_sparse_attention(
            one.query, one.key, one.value,
            sampling_factor=self.factor, causal=self.causal, sampled_keys=self.keys,
        )  # fmt: skip
        return output, trace.selected


@st.composite
def heads(draw: st.DrawFn) -> Heads:
    batch, n_heads, width = (draw(st.integers(1, top)) for top in (3, 3, 6))
    length, factor = draw(st.integers(1, 40)), draw(st.integers(1, 6))
    seed, scale = draw(st.integers(0, 2**31)), draw(st.sampled_from([0.0, 0.1, 1.0, 5.0]))
    generator = torch.Generator().manual_seed(seed)
    size = (3, batch, n_heads, length, width)
    query, key, value = torch.randn(size, generator=generator).unbind(0)
    return Heads(scale * query, key, value, draw(st.booleans()), factor, seed)


def measured(one: Heads) -> tuple[Tensor, Tensor, Tensor]:
    """M, max-mean, and how many keys each query sees."""
    length = one.query.shape[2]
    visible = torch.ones(length, length, dtype=torch.bool)
    visible = visible.tril() if one.causal else visible
    s = scores(one.query, one.key)
    return sparsity_measure(s, visible), max_mean_measure(s, visible), visible.sum(-1)


@given(heads())
def test_the_measure_lies_between_its_bounds(one: Heads) -> None:
    measure, max_mean, n_visible = measured(one)
    ln = n_visible.float().log()
    slack = 1e-4 * (1 + max_mean.abs())
    assert (measure >= ln - slack).all()
    assert (measure <= max_mean + ln + slack).all()
    kl = kl_from_uniform(measure, n_visible)
    assert (kl >= -slack).all()
    assert (kl <= max_mean + slack).all()


@given(heads(), st.integers(0, 10**6))
def test_a_causal_query_is_measured_as_if_later_keys_were_not_there(one: Heads, at: int) -> None:
    row = at % one.query.shape[2]
    measure, max_mean, _ = measured(one._replace(causal=True))
    alone = scores(one.query[:, :, row : row + 1], one.key[:, :, : row + 1])
    near = {"atol": 1e-4, "rtol": 1e-4}
    torch.testing.assert_close(measure[..., row], sparsity_measure(alone)[..., 0], **near)
    torch.testing.assert_close(max_mean[..., row], max_mean_measure(alone)[..., 0], **near)


@given(heads(), st.floats(-50, 50))
def test_uniform_scores_are_no_divergence(one: Heads, level: float) -> None:
    length = one.query.shape[2]
    s = torch.full((length, length), level)
    kl = kl_from_uniform(sparsity_measure(s), torch.full((length,), length))
    torch.testing.assert_close(kl, torch.zeros(length), atol=1e-4, rtol=0)
    torch.testing.assert_close(max_mean_measure(s), torch.zeros(length), atol=1e-4, rtol=0)


@given(heads())
def test_the_sampled_measure_never_exceeds_what_all_keys_allow(one: Heads) -> None:
    """Largest over the sample ≤ largest over all; and all keys drawn once each: the exact one."""
    length = one.query.shape[2]
    sampled = sampled_max_mean_measure(one.query, one.key, one.keys, causal=one.causal)
    s = scores(one.query, one.key)
    spread = s.amax(-1) - s.amin(-1)
    assert (sampled <= spread + 1e-4).all()
    assert (sampled >= -1e-4).all()
    every = torch.arange(length).expand(length, length)
    torch.testing.assert_close(
        sampled_max_mean_measure(one.query, one.key, every, causal=one.causal),
        measured(one)[1], atol=1e-4, rtol=1e-4,
    )  # fmt: skip


@given(heads())
def test_selecting_every_query_is_full_attention(one: Heads) -> None:
    length = one.query.shape[2]
    every = one._replace(factor=length + 1)
    if n_selected_queries(every.factor, length) < length:
        return  # a single query has ln 1 = 0: c·0 queries, and one at least
    torch.testing.assert_close(
        every.attend()[0], full_attention(*one[:3], causal=one.causal)[0], atol=1e-4, rtol=1e-4
    )


@given(heads(), st.integers(0, 10**6))
def test_a_query_changes_its_own_row_only(one: Heads, at: int) -> None:
    """With the selection held: every query is selected."""
    length = one.query.shape[2]
    row = at % length
    changed = one.query.clone()
    changed[:, :, row] = changed[:, :, row] + 1.0
    every = one._replace(factor=length + 1, causal=False)
    before, after = every.attend()[0], every.attend(query=changed)[0]
    others = torch.arange(length) != row
    torch.testing.assert_close(before[:, :, others], after[:, :, others])


@given(heads())
def test_the_same_keys_give_the_same_on_any_split_of_the_batch(one: Heads) -> None:
    output, selected = one.attend()
    for item in range(len(one.query)):
        part = slice(item, item + 1)
        alone = one._replace(query=one.query[part], key=one.key[part], value=one.value[part])
        again, chosen = alone.attend()
        if torch.equal(chosen, selected[part]):  # a tie may fall either way by the last bit
            torch.testing.assert_close(again, output[part], atol=1e-4, rtol=1e-4)
        else:
            ranked = sampled_max_mean_measure(
                alone.query, alone.key, one.keys, causal=one.causal
            ).sort(-1, descending=True).values  # fmt: skip
            u = selected.shape[-1]
            assert float((ranked[..., u - 1] - ranked[..., u]).min()) < 1e-4


@given(st.integers(2, 5), st.integers(2, 30), st.integers(0, 1000))
def test_one_head_keeps_the_batch_apart(batch: int, length: int, seed: int) -> None:
    torch.manual_seed(seed)
    config = ModelConfig(enc_in=1, dec_in=1, c_out=1, d_model=4, n_heads=1, d_ff=4, dropout=0.0)
    layer = AttentionLayer(config, causal=False, sparse=True)
    x = torch.randn(batch, length, 4)
    keys = SampledKeys(seed)(length, length, n_sampled_keys(5, length), causal=False)
    with torch.no_grad():
        before = layer(x, x, RecordedKeys([keys]))[0]
        x[0] += 1.0
        after = layer(x, x, RecordedKeys([keys]))[0]
    assert before.shape == (batch, length, 4)
    torch.testing.assert_close(before[1:], after[1:])
    assert not torch.allclose(before[0], after[0])


@st.composite
def sizes(draw: st.DrawFn) -> ModelConfig:
    seq_len = draw(st.integers(8, 40))
    n_heads = draw(st.integers(1, 3))
    layers = draw(st.one_of(st.integers(1, 3), st.just((2, 1))))
    channels = draw(st.integers(1, 3))
    return ModelConfig(
        enc_in=channels,
        dec_in=channels,
        c_out=draw(st.integers(1, channels)),
        seq_len=seq_len,
        label_len=draw(st.integers(0, seq_len)),
        pred_len=draw(st.integers(1, 12)),
        d_model=2 * n_heads,
        n_heads=n_heads,
        d_ff=4,
        e_layers=layers,
        d_layers=draw(st.integers(1, 2)),
        attention=draw(st.sampled_from(["prob_sparse", "full"])),
        sampling_factor=draw(st.integers(1, 5)),
        distil=layers == (2, 1) or draw(st.booleans()),
        mix=draw(st.booleans()),
        instance_norm=draw(st.booleans()),
        linear_draft=draw(st.booleans()),
    )


@given(sizes(), st.integers(0, 1000))
def test_forward_is_the_first_of_trace(config: ModelConfig, seed: int) -> None:
    torch.manual_seed(seed)
    model = Informer(config)
    if model.draft is not None:
        torch.nn.init.normal_(model.projection.weight)
    marks = model.encoder_embedding.calendar.in_features  # type: ignore[union-attr]
    batch = (
        torch.randn(2, config.seq_len, config.enc_in),
        torch.randn(2, config.seq_len, marks),  # type: ignore[arg-type]
        torch.randn(2, config.dec_len, config.dec_in),
        torch.randn(2, config.dec_len, marks),  # type: ignore[arg-type]
    )
    with evaluating(model):
        forecast = model(*batch, SampledKeys(seed))
        traced, trace = model.trace(*batch, SampledKeys(seed))
    torch.testing.assert_close(forecast, traced, atol=1e-5, rtol=1e-4)
    halvings = len(trace.encoders[0].distilling)
    assert trace.encoders[0].output.shape[1] == math.ceil(config.seq_len / 2**halvings)
