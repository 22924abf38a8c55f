"""The pass without distilling against one made by hand from the model's own parts."""

import numpy as np
import pytest
import torch
from torch import cat

from informer.config import ModelConfig
from informer.data.series import DataError, TimeSeries
from informer.data.windows import Windows
from informer.inspection.undistilled import (
    forecast_without_distilling,
    measure_encoder,
    without_distilling,
)
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys
from informer.plan import plan_run
from informer.training.checkpoint import TrainedRun

SIZES = {"d_model": 16, "n_heads": 2, "d_ff": 16, "seq_len": 24, "pred_len": 6, "e_layers": 3}
PLAIN = {"instance_norm": False, "linear_draft": False}


def a_run(series: TimeSeries, **overrides: object) -> TrainedRun:
    config = plan_run(
        series, targets=["load"], known_future=["event"], overrides={**SIZES, **overrides}
    )
    windows = Windows(series, config)
    model = Informer(config.model).eval()
    with torch.no_grad():  # as if it were trained: statistics of the batch normalisation too
        for value in filter(torch.is_floating_point, model.state_dict().values()):
            value.add_(0.1 * torch.rand(value.shape))
    return TrainedRun(None, config, model, windows)  # type: ignore[arg-type]


def by_hand(model: Informer, windows: Windows, window: int, seed: int) -> torch.Tensor:
    """Every encoder layer on the whole length, one after the other; nothing between them."""
    batch = windows.batch(torch.tensor([window]))
    config: ModelConfig = model.config
    keys = SampledKeys(seed)
    with evaluating(model):
        x = model.encoder_embedding(batch.x_enc, batch.marks_enc)
        outputs = []
        for i, replica in enumerate(model.encoder.replicas):
            part = x[:, x.shape[1] - (x.shape[1] >> i) :]
            for layer in replica.layers:
                part = layer(part, keys)[0]
            outputs.append(replica.norm(part))
        decoded = model.decoder_embedding(batch.x_dec, batch.marks_dec)
        decoded, _ = model.decoder(decoded, cat(outputs, 1), keys)
        return model.projection(decoded[:, -config.pred_len :])


@pytest.mark.parametrize("e_layers", [3, 1, (3, 2, 1)])
def test_the_pass_is_one_made_by_hand(hourly_series: TimeSeries, e_layers: object) -> None:
    run = a_run(hourly_series, e_layers=e_layers, **PLAIN)
    found = forecast_without_distilling(run, 400, 7)
    scaled = by_hand(run.model, run.windows, 400, 7)[0].double().numpy()
    np.testing.assert_allclose(
        found.undistilled.values, run.windows.scaler.last(1).inverse(scaled), rtol=1e-5
    )
    if e_layers != 1:
        assert not np.allclose(found.undistilled.values, found.distilled.values, rtol=1e-3)
        assert found.memory < found.memory_without


def test_all_other_weights_are_the_same(hourly_series: TimeSeries) -> None:
    model = a_run(hourly_series).model
    other = without_distilling(model)
    kept = other.state_dict()
    assert not [name for name in kept if "distilling" in name]
    assert {n for n in model.state_dict() if "distilling" not in n} == set(kept)
    for name, value in kept.items():
        torch.testing.assert_close(value, model.state_dict()[name], rtol=0, atol=0)
    assert not other.training
    assert model.config.distil


def test_one_layer_has_nothing_to_leave_out(hourly_series: TimeSeries) -> None:
    run = a_run(hourly_series, e_layers=1)
    found = forecast_without_distilling(run, 400, 0)
    np.testing.assert_array_equal(found.undistilled.values, found.distilled.values)


def test_no_such_window(hourly_series: TimeSeries) -> None:
    with pytest.raises(DataError):
        forecast_without_distilling(a_run(hourly_series), 100_000, 0)


def test_a_measurement_runs_both_and_says_how_far_it_is(hourly_series: TimeSeries) -> None:
    run = a_run(hourly_series)
    heard: list[float] = []
    found = measure_encoder(run, -1, 0, heard.append)
    assert len(found.seconds) == len(found.seconds_without) == len(found.seconds_distilling) >= 3
    assert min(*found.seconds, *found.seconds_without, *found.seconds_distilling) > 0
    assert heard == sorted(heard)
    assert 0 < heard[-1] <= 1
    # the deeper layers' maps are what distilling makes smaller
    assert 0 < found.peak < found.peak_without
    assert found.threads == torch.get_num_threads()
