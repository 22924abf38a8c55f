"""Attention summed by steps, against the whole matrix made at once."""

import dataclasses

import numpy as np
import pytest

from informer.data.series import TimeSeries
from informer.inspection.attention_mass import (
    encoder_mass,
    head_mass,
    key_spans,
    rank_correlation,
)
from informer.inspection.inspect import inspect_model
from informer.inspection.masking import block_spans
from informer.inspection.results import AttentionInspection
from tests.unit.inspection import made_up
from tests.unit.inspection.test_inspect import small


def softmax(layer: AttentionInspection, head: int) -> np.ndarray:
    scores = layer.query[head].astype(float) @ layer.key[head].T.astype(float)
    scores /= np.sqrt(layer.query.shape[2])
    scores[np.arange(layer.length) >= layer.visible[:, None]] = -np.inf
    weights = np.exp(scores - scores.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


def own(layer: AttentionInspection, head: int) -> np.ndarray:
    """The rows the model computed; the even spread in the others."""
    even = (np.arange(layer.length) < layer.visible[:, None]) / layer.visible[:, None]
    return np.where(layer.active(head)[:, None], softmax(layer, head), even)


@pytest.mark.parametrize("rows", [5, 512])
def test_the_mass_is_the_column_mean_of_the_map(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("informer.inspection.mass._BLOCK_SCORES", 24 * rows)
    seen = made_up.inspection()
    layer = seen.attention[0]
    mass = head_mass(seen, layer, 1)
    np.testing.assert_allclose(mass.exact, softmax(layer, 1).mean(0), rtol=1e-5)
    np.testing.assert_allclose(mass.own, own(layer, 1).mean(0), rtol=1e-5)
    np.testing.assert_allclose(mass.uniform, 1 / 24)
    assert mass.exact.sum() == pytest.approx(1)
    assert mass.own.sum() == pytest.approx(1)
    assert mass.outside == pytest.approx(0, abs=1e-6)


def test_after_distilling_a_keys_mass_is_spread_over_its_cell() -> None:
    seen = made_up.inspection(length=23)
    layer = seen.attention[1]
    assert key_spans(seen, layer).tolist() == [*([2 * i, 2 * i + 1] for i in range(11)), [22, 22]]
    mass = head_mass(seen, layer, 0)
    column = softmax(layer, 0).mean(0)
    np.testing.assert_allclose(mass.exact[:22], np.repeat(column[:11] / 2, 2), rtol=1e-5)
    assert mass.exact[22] == pytest.approx(column[11], rel=1e-5)
    blocks = mass.on_blocks(block_spans(23, 5))
    assert blocks.exact.sum() == pytest.approx(1)
    np.testing.assert_allclose(blocks.exact[1], mass.exact[3:8].sum())


def test_a_decoders_start_token_alone_lies_in_the_context() -> None:
    seen = made_up.inspection()
    layer = seen.layer("decoder.0")
    mass = head_mass(seen, layer, 0)
    assert np.flatnonzero(mass.covered).tolist() == list(range(12, 24))
    column = softmax(layer, 0).mean(0)
    np.testing.assert_allclose(mass.exact[12:], column[:12], rtol=1e-5)
    assert mass.outside == pytest.approx(column[12:].sum(), rel=1e-5)
    np.testing.assert_allclose(mass.own[12:], own(layer, 0).mean(0)[:12], rtol=1e-5)
    even = np.tril(np.ones((18, 18))) / layer.visible[:, None]
    np.testing.assert_allclose(mass.uniform[12:], even.mean(0)[:12])
    assert mass.on_blocks(block_spans(24, 8)).covered.tolist() == [False, True, True]


def test_full_attention_has_no_other_mass_than_the_exact() -> None:
    seen = made_up.inspection()
    full = made_up.attention(24, 2, full=True, time=seen.time)
    one = dataclasses.replace(seen, attention=(full,))
    assert head_mass(one, full, 0).own is None
    assert encoder_mass(one).own is None


def test_the_whole_encoder_is_the_mean_of_its_heads() -> None:
    seen = made_up.inspection()
    mass = encoder_mass(seen)
    heads = [head_mass(seen, layer, h) for layer in seen.attention[:2] for h in range(2)]
    np.testing.assert_allclose(mass.exact, np.mean([one.exact for one in heads], axis=0))
    np.testing.assert_allclose(mass.own, np.mean([one.own for one in heads], axis=0))
    assert mass.covered.all()


def test_a_replica_of_a_stack_reads_the_end_of_the_context(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, e_layers=(2, 1), seq_len=21, label_len=0)
    seen = inspect_model(model, windows, 0, 0)
    half = seen.layer("encoder.1.0")
    assert key_spans(seen, half).tolist() == [[i, i] for i in range(11, 21)]
    assert np.flatnonzero(head_mass(seen, half, 0).covered).tolist() == list(range(11, 21))
    assert encoder_mass(seen).exact.sum() == pytest.approx(1, rel=1e-5)
    without_token = head_mass(seen, seen.layer("decoder.0"), 0)
    assert not without_token.covered.any()
    assert without_token.outside == pytest.approx(1)


def test_ranks_that_say_nothing_have_no_correlation() -> None:
    assert rank_correlation(np.array([1.0, 2.0]), np.array([1.0, 2.0])) is None
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.zeros(3)) is None
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([9.0, 5.0, 1.0])) == -1
    # by hand, with a tie: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4
    tied = rank_correlation(np.array([1.0, 2.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert tied == pytest.approx(4.5 / np.sqrt(4.5 * 5))
