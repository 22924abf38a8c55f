"""The invariants again, on the trained model that ships with the app, through ``inspect``."""

import numpy as np
import pytest
import torch

from informer.forecasting.predict import predict
from informer.inspection.inspect import inspect_window
from informer.inspection.maps import full_attention_weights
from informer.inspection.results import AttentionInspection
from informer.model.modes import evaluating
from informer.model.sampling import RecordedKeys, SampledKeys
from informer.training.checkpoint import TrainedRun, load_run
from informer.training.runs import RunFolder
from tests.unit.test_sample_run import SAMPLE_DATA


@pytest.fixture(scope="module")
def run() -> TrainedRun:
    return load_run(RunFolder(SAMPLE_DATA / "run"))


CASES = [(0, 0), (7000, 1), (12345, 7), (-1, 99)]


@pytest.fixture(params=CASES, ids=str, scope="module")
def layers(run: TrainedRun, request: pytest.FixtureRequest) -> tuple[AttentionInspection, ...]:
    window, seed = request.param
    return inspect_window(run, run.windows.resolve(window), seed).attention


def test_the_bounds_hold_in_every_layer_and_head(layers: tuple[AttentionInspection, ...]) -> None:
    for layer in layers:
        ln = np.log(layer.visible)
        slack = 1e-3
        assert (layer.measure_exact >= ln - slack).all()
        assert (layer.measure_exact <= layer.measure_max_mean + ln + slack).all()
        assert (layer.kl >= -slack).all()
        assert (layer.kl <= layer.measure_max_mean + slack).all()


def test_exact_measures_are_those_of_the_definition(
    layers: tuple[AttentionInspection, ...],
) -> None:
    """KL of each query as Σ 1/L · ln((1/L) / p), in double precision."""
    for layer in layers:
        for head in range(layer.n_heads):
            q, k = (x[head].astype(np.float64) for x in (layer.query, layer.key))
            for query in range(0, layer.length, 7):
                e = np.exp(k[: layer.visible[query]] @ q[query] / np.sqrt(q.shape[1]))
                share = 1 / len(e)
                kl = sum(share * np.log(share / p) for p in e / e.sum())
                assert layer.kl[head, query] == pytest.approx(kl, abs=2e-3, rel=1e-4)


def test_the_selected_are_the_top_of_the_sampled_measure(
    layers: tuple[AttentionInspection, ...],
) -> None:
    for layer in layers:
        for head in range(layer.n_heads):
            active = layer.active(head)
            assert active.sum() == layer.n_selected
            ranked = layer.measure_sampled[head]
            assert ranked[active].min() >= ranked[~active].max()


def test_the_models_weights_are_rows_of_full_attention(
    layers: tuple[AttentionInspection, ...],
) -> None:
    for layer in layers:
        for head in range(layer.n_heads):
            full = np.nan_to_num(full_attention_weights(layer, head))
            np.testing.assert_allclose(
                layer.weights[head], full[layer.selected[head]], atol=1e-5, rtol=1e-3
            )


def test_the_forecast_is_that_of_the_trace_and_of_the_recorded_keys(run: TrainedRun) -> None:
    window = torch.tensor([run.windows.resolve(12345)])
    batch = run.windows.batch(window)
    inputs = (batch.x_enc, batch.marks_enc, batch.x_dec, batch.marks_dec)
    with evaluating(run.model):
        traced, trace = run.model.trace(*inputs, SampledKeys(3))
        keys = [layer.sampled_keys for layer in trace.encoders[0].attention]
        keys += [layer.self_attention.sampled_keys for layer in trace.decoder]
        recorded = run.model(*inputs, RecordedKeys(keys))
    torch.testing.assert_close(
        predict(run.model, run.windows, window, 3), traced, atol=1e-4, rtol=1e-4
    )
    torch.testing.assert_close(recorded, traced, atol=1e-4, rtol=1e-4)
