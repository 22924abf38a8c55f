"""What goes into the decoder and comes out, and where its cross-attention looks."""

import numpy as np
import pytest
import torch

from informer.data.series import TimeSeries
from informer.forecasting.forecast import forecast_of
from informer.inspection.crossing import block_spans, cross_maps, cross_weights, looks_most
from informer.inspection.decoding import inspect_decoding
from informer.model.blocks import attention_weights
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys
from tests.unit.inspection.test_inspect import small


@pytest.mark.parametrize("instance_norm", [False, True])
def test_the_input_is_the_data_then_placeholders(
    hourly_series: TimeSeries, instance_norm: bool
) -> None:
    model, windows = small(hourly_series, instance_norm=instance_norm)
    seen = inspect_decoding(model, windows, 30, 7)
    load, event = hourly_series.column("load"), hourly_series.column("event")
    assert seen.channels == ("event", "load")
    assert list(seen.time) == list(hourly_series.time[45:55])
    np.testing.assert_allclose(seen.values[:6, 1], load[45:51], rtol=1e-5)
    np.testing.assert_allclose(seen.values[:, 0], event[45:55], atol=1e-5)
    # a placeholder's zero stands for the mean that it is scaled by
    mean = load[30:51].mean() if instance_norm else windows.scaler.mean[1]
    np.testing.assert_array_equal(seen.read[6:, 1], 0)
    np.testing.assert_allclose(seen.values[6:, 1], mean, rtol=1e-5)
    np.testing.assert_array_equal(seen.actual[:, 0], load[51:55])


def test_a_draft_stands_in_the_placeholders(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, linear_draft=True)
    assert model.draft is not None
    torch.nn.init.constant_(model.draft.bias, 0.5)
    seen = inspect_decoding(model, windows, 30, 7)
    assert seen.drafted
    # the network is silent at first: what stands in the placeholders is what comes out
    np.testing.assert_allclose(seen.values[6:, 1], seen.forecast[:, 0], rtol=1e-5)
    half = windows.scaler.last(1).inverse(np.full((4, 1), 0.5))
    np.testing.assert_allclose(seen.forecast, half, rtol=1e-5)


def test_the_forecast_is_that_of_the_seed(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    seen = inspect_decoding(model, windows, 30, 7)
    said = forecast_of(model, windows, 30, 7)
    np.testing.assert_allclose(seen.forecast, said.values, rtol=1e-6)
    assert seen.horizon.equals(said.time)


def test_past_the_end_nothing_is_known_but_what_is_assumed(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    seen = inspect_decoding(model, windows, windows.resolve(-1), 0)
    assert seen.actual is None
    assert "assumed" in seen.notes[0]
    assert np.isfinite(seen.values).all()


def test_without_a_start_token_only_placeholders_go_in(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, label_len=0)
    seen = inspect_decoding(model, windows, 30, 0)
    assert seen.time.equals(seen.horizon)
    assert seen.values.shape == (4, 2)
    np.testing.assert_array_equal(seen.read[:, 1], 0)


@pytest.mark.parametrize("d_layers", [1, 2])
def test_cross_weights_are_those_of_the_forward_pass(
    hourly_series: TimeSeries, d_layers: int
) -> None:
    model, windows = small(hourly_series, d_layers=d_layers)
    seen = inspect_decoding(model, windows, 30, 7)
    with evaluating(model):
        _, trace = model.trace(*windows.batch(torch.tensor([30]))[:4], SampledKeys(7))
    assert [layer.name for layer in seen.cross] == [f"decoder.{i}" for i in range(d_layers)]
    for mine, layer in zip(seen.cross, trace.decoder, strict=True):
        traced = layer.cross_attention
        d = traced.query.shape[-1]
        expected = attention_weights(traced.query[0] / d**0.5, traced.key[0], None)[:, -4:]
        for head in range(2):
            np.testing.assert_allclose(cross_weights(mine, head), expected[head], atol=1e-6)
        np.testing.assert_allclose(cross_weights(mine, None), expected.mean(0), atol=1e-6)


def test_positions_stand_for_the_steps_that_distilling_joined(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)  # 21 steps, two distilling layers: cells of four
    memory = inspect_decoding(model, windows, 0, 0).memory
    assert memory.span.tolist() == [[0, 3], [4, 7], [8, 11], [12, 15], [16, 19], [20, 20]]
    assert memory.n_replicas == 1


def test_replicas_are_joined_and_each_keeps_its_time(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, e_layers=(2, 1), seq_len=20)
    seen = inspect_decoding(model, windows, 0, 0)
    assert seen.memory.replica.tolist() == [0] * 10 + [1] * 10
    assert seen.memory.span[:2].tolist() == [[0, 1], [2, 3]]
    assert seen.memory.span[10:12].tolist() == [[10, 10], [11, 11]]
    maps = cross_maps(seen, 0, None)
    whole = np.concatenate([one.weights for one in maps], axis=1)
    np.testing.assert_allclose(whole, cross_weights(seen.cross[0], None), atol=1e-7)
    np.testing.assert_allclose(whole.sum(axis=1), 1, atol=1e-5)


def test_a_map_of_blocks_holds_means(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    seen = inspect_decoding(model, windows, 0, 0)
    weights = cross_weights(seen.cross[0], 1)
    (blocks,) = cross_maps(seen, 0, 1, max_cells=3)
    assert (blocks.rows_in_block, blocks.columns_in_block) == (2, 2)
    np.testing.assert_allclose(blocks.weights, weights.reshape(2, 2, 3, 2).mean((1, 3)), atol=1e-7)
    assert blocks.span.tolist() == [[0, 7], [8, 15], [16, 20]]
    (row,) = cross_maps(seen, 0, 1, steps=slice(2, 3))
    np.testing.assert_allclose(row.weights, weights[2:3], atol=1e-7)
    assert block_spans(seen.memory.span, 4).tolist() == [[0, 15], [16, 20]]


def test_the_look_is_the_largest_weight_and_its_time(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    memory = inspect_decoding(model, windows, 0, 0).memory
    weights = np.float32([[0.1, 0.1, 0.1, 0.5, 0.1, 0.1], [0, 0, 0, 0, 0, 1]])
    first, second = looks_most(weights, memory)
    assert (first.position, first.first, first.last) == (3, 12, 15)
    assert first.weight == pytest.approx(0.5)
    assert first.uniform == pytest.approx(1 / 6)
    assert (second.first, second.last, second.weight) == (20, 20, 1.0)
