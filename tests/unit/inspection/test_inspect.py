from pathlib import Path

import numpy as np
import pytest
import torch

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.inspection.inspect import inspect_model
from informer.inspection.results import Inspection
from informer.inspection.store import load_inspection, save_inspection
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys


def small(series: TimeSeries, **changes: object) -> tuple[Informer, Windows]:
    sizes = {"seq_len": 21, "label_len": 6, "pred_len": 4, "d_model": 8, "n_heads": 2, "d_ff": 8}
    sizes |= {"sampling_factor": 2, "dropout": 0.5, "e_layers": 3}
    model = ModelConfig.model_validate(
        {"enc_in": 2, "dec_in": 2, "c_out": 1, "n_known_future": 1} | sizes | changes
    )
    data = DataConfig(targets=("load",), known_future=("event",))
    config = RunConfig(data=data, model=model)
    return Informer(model), Windows(series, config)


@pytest.fixture
def seen(hourly_series: TimeSeries) -> tuple[Informer, Windows, Inspection]:
    model, windows = small(hourly_series)
    return model, windows, inspect_model(model, windows, 30, 7)


def test_layers_have_their_names_lengths_and_times(seen, hourly_series: TimeSeries) -> None:
    _, _, inspection = seen
    assert [layer.name for layer in inspection.attention] == [
        "encoder.0",
        "encoder.1",
        "encoder.2",
        "decoder.0",
    ]
    assert [layer.length for layer in inspection.attention] == [21, 11, 6, 10]
    assert [layer.name for layer in inspection.distilling] == ["distilling.0", "distilling.1"]
    time = hourly_series.time
    encoder, halved, _, decoder = inspection.attention
    assert list(encoder.time) == list(time[30:51])
    assert list(halved.time) == [*time[31:51:2], time[50]]
    assert list(decoder.time) == list(time[45:55])
    np.testing.assert_array_equal(decoder.visible, np.arange(1, 11))
    np.testing.assert_array_equal(inspection.observed[:, 0], hourly_series.column("load")[30:51])


def test_it_reports_the_forward_pass_of_that_sampling_seed(seen) -> None:
    model, windows, inspection = seen
    batch = windows.batch(torch.tensor([30]))
    model.eval()
    with torch.no_grad():
        _, trace = model.trace(*batch[:4], SampledKeys(7))
    for level, layer in enumerate(inspection.attention[:3]):
        traced = trace.encoders[0].attention[level]
        np.testing.assert_array_equal(layer.selected, traced.selected[0])
        np.testing.assert_array_equal(layer.measure_sampled, traced.measure[0])
        np.testing.assert_array_equal(layer.sampled_keys, traced.sampled_keys)
    distilled = trace.encoders[0].distilling[0]
    np.testing.assert_array_equal(inspection.distilling[0].output, distilled.output[0])
    chosen = np.take_along_axis(
        distilled.activated[0].numpy(), inspection.distilling[0].winners, axis=0
    )
    np.testing.assert_array_equal(chosen, inspection.distilling[0].output)


def test_seeds_decide_and_dropout_does_not(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    model.train()
    first, again, other = (inspect_model(model, windows, 3, seed) for seed in (0, 0, 1))
    assert model.training
    np.testing.assert_array_equal(first.attention[1].query, again.attention[1].query)
    np.testing.assert_array_equal(first.attention[0].sampled_keys, again.attention[0].sampled_keys)
    assert (first.attention[0].sampled_keys != other.attention[0].sampled_keys).any()
    # which keys are sampled changes nothing before the first selection
    np.testing.assert_array_equal(
        first.attention[0].measure_exact, other.attention[0].measure_exact
    )


def test_divergence_is_never_negative_and_below_max_mean(seen) -> None:
    for layer in seen[2].attention:
        assert (layer.kl >= -1e-5).all()
        assert (layer.kl <= layer.measure_max_mean + 1e-5).all()


def test_a_stack_names_its_replicas_and_reads_the_end(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, e_layers=(2, 1), seq_len=20)
    inspection = inspect_model(model, windows, 0, 0)
    names = [layer.name for layer in inspection.attention]
    assert names == ["encoder.0.0", "encoder.0.1", "encoder.1.0", "decoder.0"]
    assert [layer.name for layer in inspection.distilling] == ["distilling.0.0"]
    assert inspection.distilling_layers(0) == inspection.distilling
    assert inspection.distilling_layers(1) == ()
    assert list(inspection.layer("encoder.1.0").time) == list(hourly_series.time[10:20])


def test_full_attention_is_reported_without_a_sample(
    hourly_series: TimeSeries, tmp_path: Path
) -> None:
    model, windows = small(hourly_series, attention="full", distil=False)
    save_inspection(tmp_path / "full.npz", inspect_model(model, windows, 0, 0))
    inspection = load_inspection(tmp_path / "full.npz")
    assert [layer.length for layer in inspection.attention] == [21, 21, 21, 10]
    assert inspection.distilling == ()
    layer = inspection.attention[0]
    assert layer.selected is layer.measure_sampled is layer.precision_at_u is layer.n_selected
    assert layer.active(0).all()


def test_the_reference_form_of_the_measure_is_told(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, reference_compatible=True)
    assert all(a.reference_measure for a in inspect_model(model, windows, 0, 0).attention)


def test_the_window_past_the_end_has_a_decoder_in_the_future(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    last = windows.resolve(-1)
    inspection = inspect_model(model, windows, last, 0)
    assert inspection.time[-1] == hourly_series.time[-1]
    assert list(inspection.layer("decoder.0").time[-4:]) == list(hourly_series.future_time(4))


def test_an_unknown_layer_is_a_key_error(seen) -> None:
    with pytest.raises(KeyError):
        seen[2].layer("encoder.9")
