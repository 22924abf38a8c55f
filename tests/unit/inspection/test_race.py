"""One-shot against chunks: what must hold whatever the weights."""

import numpy as np
import pytest
import torch

from informer.data.series import TimeSeries
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.predict import predict
from informer.inspection.chunks import decode_in_chunks, decode_window
from informer.inspection.race import chunk_sizes, decode_race, race_sizes, race_windows
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys
from tests.unit.inspection.test_inspect import small

KINDS = [
    {},
    {"instance_norm": False},
    {"linear_draft": True},
    {"attention": "full", "d_layers": 2},
    {"label_len": 0, "lazy_rows": "sum"},
    {"mix": True, "e_layers": (2, 1), "seq_len": 20},
]


@pytest.mark.parametrize("kind", KINDS)
def test_one_chunk_is_the_models_own_forecast_to_the_last_bit(
    hourly_series: TimeSeries, kind: dict[str, object]
) -> None:
    model, windows = small(hourly_series, **kind)
    numbers = torch.tensor([3, 40])
    own = predict(model, windows, numbers, 5)
    for chunk in (4, 9):
        assert torch.equal(decode_in_chunks(model, windows.batch(numbers), chunk, 5), own)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_the_first_chunk_has_nothing_fed_back(
    hourly_series: TimeSeries, kind: dict[str, object], chunk: int
) -> None:
    model, windows = small(hourly_series, **kind)
    numbers = torch.tensor([3, 40])
    own = predict(model, windows, numbers, 5)
    chunked = decode_in_chunks(model, windows.batch(numbers), chunk, 5)
    assert torch.equal(chunked[:, :chunk], own[:, :chunk])
    assert chunked.shape == own.shape
    if not kind:
        assert not torch.equal(chunked, own)


@pytest.mark.parametrize("chunk", [1, 3])
def test_passes_are_forward_passes_with_more_filled_in(
    hourly_series: TimeSeries, chunk: int
) -> None:
    """By hand: the model itself, called again with its own output in the placeholders."""
    model, windows = small(hourly_series, instance_norm=False)
    batch = windows.batch(torch.tensor([12]))
    x_dec, said = batch.x_dec.clone(), []
    with evaluating(model):
        for start in range(0, 4, chunk):
            out = model(batch.x_enc, batch.marks_enc, x_dec, batch.marks_dec, SampledKeys(2))
            said.append(out[:, start : start + chunk])
            x_dec[:, 6 + start : 6 + start + chunk, 1:] = said[-1]
    np.testing.assert_array_equal(x_dec[..., 0], batch.x_dec[..., 0])  # known in the future
    assert torch.equal(decode_in_chunks(model, batch, chunk, 2), torch.cat(said, 1))


@pytest.mark.parametrize("kind", [{}, {"linear_draft": True}])
def test_a_decoder_blind_to_targets_says_the_same_in_any_chunks(
    hourly_series: TimeSeries, kind: dict[str, object]
) -> None:
    """So filling changes the targets' placeholders alone, and samples the same keys each time."""
    model, windows = small(hourly_series, **kind)
    torch.nn.init.normal_(model.projection.weight)
    with torch.no_grad():
        model.decoder_embedding.value.weight[:, 1:] = 0
    batch = windows.batch(torch.tensor([12, 13]))
    whole = decode_in_chunks(model, batch, 4, 2)
    for chunk in (1, 2, 3):
        assert torch.equal(decode_in_chunks(model, batch, chunk, 2), whole)


def test_a_silent_network_gives_its_draft_in_any_chunks(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, linear_draft=True)
    assert model.draft is not None
    torch.nn.init.normal_(model.draft.weight)
    batch = windows.batch(torch.tensor([12]))
    expected = model.draft(batch.x_enc[..., 1:])
    for chunk in (1, 4):
        torch.testing.assert_close(decode_in_chunks(model, batch, chunk, 0), expected)


def test_a_chunk_has_a_step(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    with pytest.raises(ValueError, match="at least one step"):
        decode_in_chunks(model, windows.batch(torch.tensor([0])), 0, 0)


def test_the_race_scores_what_it_decodes(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    told: list[float] = []

    def progress(share: float, text: str) -> None:
        assert text
        told.append(share)

    race = decode_race(model, windows, 3, period=24, n_windows=5, progress=progress)
    assert race.left_out == ()
    assert [entry.chunk for entry in race.entries] == list(chunk_sizes(4)) == [4, 2, 1]
    assert [entry.passes for entry in race.entries] == [1, 2, 4]
    assert len(race.windows) == 5
    assert set(race.windows) <= set(windows.split.test)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] < 1
    load = hourly_series.column("load")
    for at, window in enumerate(race.windows):
        start = window + 21
        for entry in race.entries:
            said = decode_window(model, windows, int(window), entry.chunk, 3)
            np.testing.assert_allclose(
                entry.errors[at, :, 0], np.abs(said[:, 0] - load[start : start + 4]), rtol=1e-4
            )
        naive = seasonal_naive(load[:, None], np.array([start]), 4, 24)[0, :, 0]
        assert race.baseline is not None
        np.testing.assert_allclose(race.baseline[at, :, 0], np.abs(naive - load[start : start + 4]))
    assert race.one_shot.mae() == pytest.approx(race.entries[0].errors.mean())
    for entry in race.entries:
        assert 0 < entry.quartiles[0] <= entry.seconds <= entry.quartiles[1]
    assert race.repeats >= 3


def test_without_a_season_there_is_no_baseline(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    race = decode_race(model, windows, 0, n_windows=1, chunks=(4,))
    assert race.baseline is None
    assert race.left_out == (2, 1)


def test_a_long_horizon_is_tried_on_fewer_windows(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    test = windows.split.test
    assert list(race_windows(windows, model.config, (4,), 10**6)) == list(test)
    long = model.config.model_copy(update={"pred_len": 720, "label_len": 400, "d_model": 512})
    sizes = race_sizes(long)
    assert sizes == chunk_sizes(720)[: len(sizes)]
    assert 2 <= len(sizes) < len(chunk_sizes(720))
    assert race_sizes(model.config) == chunk_sizes(4)
    few = race_windows(windows, long, chunk_sizes(720), 64)
    assert len(few) == 4
    assert (few[0], few[-1]) == (test.start, test.stop - 1)
