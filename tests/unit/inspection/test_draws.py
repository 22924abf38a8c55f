"""The keys drawn without the model are those that the model draws."""

from pathlib import Path

import numpy as np
import pytest
import torch

from informer.data.series import TimeSeries
from informer.inspection.draws import draws_of, reference_draws_of
from informer.inspection.inspect import inspect_model
from informer.inspection.resampling import head_scores, resample
from informer.inspection.store import load_inspection
from tests.unit.inspection.test_inspect import small

SAMPLE = Path(__file__).parents[3] / "sample_data" / "run" / "inside.npz"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"e_layers": (3, 2, 1), "seq_len": 32},
        {"distil": False, "d_layers": 2},
        {"label_len": 0, "e_layers": 1, "sampling_factor": 1},
        {"reference_compatible": True},
    ],
)
def test_every_layer_under_every_seed(changes: dict, hourly_series: TimeSeries) -> None:
    torch.manual_seed(1)
    model, windows = small(hourly_series, **changes)
    factor = model.config.sampling_factor
    seen = inspect_model(model, windows, 30, 7)
    other = inspect_model(model, windows, 30, 9)
    for layer in seen.attention:
        np.testing.assert_array_equal(
            draws_of(seen, layer.name, 7, factor), layer.sampled_keys, layer.name
        )
        np.testing.assert_array_equal(
            draws_of(seen, layer.name, 9, factor), other.layer(layer.name).sampled_keys
        )
        for head in range(layer.n_heads):
            drawn = resample(seen, layer.name, head, 3, factor)
            np.testing.assert_array_equal(drawn.selected[0], layer.selected[head])
    # The first layer reads the same under any seed: there the third draw is the model's own too.
    first = other.attention[0]
    for head in range(first.n_heads):
        drawn = resample(seen, first.name, head, 3, factor)
        np.testing.assert_array_equal(drawn.selected[2], first.selected[head])


def test_another_factor_is_drawn_as_a_model_with_it_would(hourly_series: TimeSeries) -> None:
    torch.manual_seed(1)
    model, windows = small(hourly_series)
    seen = inspect_model(model, windows, 30, 7)
    wider, _ = small(hourly_series, sampling_factor=3)
    other = inspect_model(wider, windows, 30, 7)
    for layer in other.attention:
        np.testing.assert_array_equal(draws_of(seen, layer.name, 7, 3), layer.sampled_keys)


def test_every_layer_of_the_sample_run() -> None:
    seen = load_inspection(SAMPLE)
    for layer in seen.attention:
        np.testing.assert_array_equal(draws_of(seen, layer.name, 0, 5), layer.sampled_keys)
        for head in range(layer.n_heads):
            drawn = resample(seen, layer.name, head, 1, 5, scores=head_scores(layer, head))
            np.testing.assert_array_equal(drawn.selected[0], layer.selected[head])


def test_the_public_code_draws_hidden_keys_by_the_same_numbers() -> None:
    seen = load_inspection(SAMPLE)
    mine, theirs = (draw(seen, "decoder.0", 3, 5) for draw in (draws_of, reference_draws_of))
    length = len(mine)
    np.testing.assert_array_equal(mine[-1], theirs[-1])  # the last query sees every key
    assert (theirs > np.arange(length)[:, None]).mean() > 0.3
    assert theirs.max() < length
    place = (theirs + 0.5) / length * np.arange(1, length + 1)[:, None]
    assert np.abs(mine - place).max() <= 1.5
    np.testing.assert_array_equal(
        draws_of(seen, "encoder.1", 3, 5), reference_draws_of(seen, "encoder.1", 3, 5)
    )


def test_no_such_layer() -> None:
    with pytest.raises(KeyError):
        draws_of(load_inspection(SAMPLE), "encoder.9", 0, 5)
