"""Masking: exactly the rows asked for, the start token too, batched as one by one."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import torch
from torch import Tensor

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.forecast import forecast_of
from informer.inspection import variants
from informer.inspection.masking import block_spans
from informer.inspection.occlusion import occlude_model
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys
from tests.unit.inspection.test_inspect import small


def trained(series: TimeSeries, **changes: object) -> tuple[Informer, Windows]:
    """A model that says something: with a linear draft its projection starts at zero."""
    model, windows = small(series, **changes)
    torch.nn.init.normal_(model.projection.weight)
    if model.draft is not None:
        torch.nn.init.normal_(model.draft.weight)
    return model, windows


def two_targets(series: TimeSeries) -> tuple[Informer, Windows]:
    wider = dataclasses.replace(
        series,
        values=np.c_[series.values, 3 * np.roll(series.values[:, 1], 5)],
        columns=("event", "load", "price"),
        filled=np.zeros((len(series), 3), dtype=bool),
    )
    model = ModelConfig(
        enc_in=3, dec_in=3, c_out=2, n_known_future=1, seq_len=21, label_len=6, pred_len=4,
        d_model=8, n_heads=2, d_ff=8, sampling_factor=2,
    )  # fmt: skip
    data = DataConfig(targets=("load", "price"), known_future=("event",))
    return Informer(model), Windows(wider, RunConfig(data=data, model=model))


@pytest.mark.parametrize(
    "changes",
    [{}, {"instance_norm": False}, {"linear_draft": True}, {"attention": "full"}, {"label_len": 0},
     {"e_layers": (2, 1), "distil": False}],
)  # fmt: skip
def test_all_blocks_at_once_are_each_by_itself(
    hourly_series: TimeSeries, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    model, windows = trained(hourly_series, **changes)
    together = occlude_model(model, windows, 30, 7, 4, "interpolate")
    monkeypatch.setattr(variants, "block_size", lambda _: 1)
    alone = occlude_model(model, windows, 30, 7, 4, "interpolate")
    assert together.masked.shape == (6, 4, 1)
    np.testing.assert_allclose(together.masked, alone.masked, rtol=1e-5)
    assert (together.change > 1e-3).all()
    as_it_is = forecast_of(model, windows, 30, 7)
    np.testing.assert_allclose(together.forecast, as_it_is.values, rtol=1e-5)
    np.testing.assert_array_equal(together.time, as_it_is.context_time)
    np.testing.assert_array_equal(together.horizon, as_it_is.time)


def test_masking_what_is_a_line_already_changes_nothing(hourly_series: TimeSeries) -> None:
    """Masked by a line, a context that is one stays as it was, but for its last, held block."""
    straight = hourly_series.values.copy()
    straight[:, 1] = np.arange(len(straight))
    model, windows = trained(dataclasses.replace(hourly_series, values=straight))
    found = occlude_model(model, windows, 30, 0, 3, "interpolate")
    assert (found.change[1:-1] < 1e-3).all()
    assert found.change[-1] > 1e-3
    np.testing.assert_allclose(found.filled[3:-3], found.observed[3:-3], rtol=1e-6)


def test_a_model_that_ignores_its_context_is_not_changed(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, instance_norm=False)
    torch.nn.init.zeros_(model.projection.weight)
    found = occlude_model(model, windows, 30, 0, 5, "mean")
    assert (found.change == 0).all()


@pytest.mark.parametrize("block", [3, 4])
def test_the_start_token_is_masked_where_a_block_lies_in_it(
    hourly_series: TimeSeries, block: int
) -> None:
    """What the decoder is given, block by block: the end of what the encoder is given."""
    model, windows = trained(hourly_series)
    given = []

    def forward(x_enc: Tensor, _enc: Tensor, x_dec: Tensor, _dec: Tensor, _keys: object) -> Tensor:
        given.append((x_enc, x_dec))
        return x_dec[:, -4:, -1:]

    model.forward = forward  # type: ignore[method-assign]
    occlude_model(model, windows, 30, 0, block, "mean")
    ((x_enc, x_dec),) = given
    read = windows.batch(torch.tensor([30]))
    assert torch.equal(x_enc[0], read.x_enc[0])
    assert torch.equal(x_dec[0], read.x_dec[0])
    for number, (first, last) in enumerate(block_spans(21, block), start=1):
        changed = (x_enc[number] != read.x_enc[0]).any(-1).nonzero().flatten().tolist()
        assert changed == list(range(first, last + 1))
        changed = (x_dec[number] != read.x_dec[0]).any(-1).nonzero().flatten().tolist()
        assert changed == [step - 15 for step in range(max(first, 15), last + 1)]
        assert torch.equal(x_dec[number, :6], x_enc[number, 15:])
    assert torch.equal(x_enc[..., 0], read.x_enc[..., 0].expand_as(x_enc[..., 0]))  # the calendar's
    assert torch.equal(x_dec[..., 0], read.x_dec[..., 0].expand_as(x_dec[..., 0]))


def test_each_pass_samples_the_same_keys(
    hourly_series: TimeSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, windows = trained(hourly_series)
    drawn: list[Tensor] = []

    class Recording(SampledKeys):
        def __call__(self, *sizes: int, causal: bool) -> Tensor:
            drawn.append(super().__call__(*sizes, causal=causal))
            return drawn[-1]

    monkeypatch.setattr(variants, "SampledKeys", Recording)
    monkeypatch.setattr(variants, "block_size", lambda _: 4)
    occlude_model(model, windows, 30, 7, 4, "interpolate")  # 7 contexts: two passes
    half = len(drawn) // 2
    assert half == 4
    for one, other in zip(drawn[:half], drawn[half:], strict=True):
        assert torch.equal(one, other)


def test_several_targets_are_in_their_own_units(hourly_series: TimeSeries) -> None:
    model, windows = two_targets(hourly_series)
    found = occlude_model(model, windows, 10, 0, 7, "interpolate")
    assert found.change.shape == (3, 2)
    assert found.columns == ("load", "price")
    np.testing.assert_allclose(
        found.filled[7:14],
        np.linspace(found.observed[6], found.observed[14], 9)[1:-1],
        rtol=1e-5,
    )
    np.testing.assert_allclose(found.change, np.abs(found.masked - found.forecast).mean(1))


def test_past_the_end_of_the_data(hourly_series: TimeSeries) -> None:
    model, windows = trained(hourly_series)
    found = occlude_model(model, windows, windows.resolve(-1), 0, 7, "interpolate")
    assert np.isfinite(found.masked).all()
    assert found.horizon[0] == hourly_series.time[-1] + pd.Timedelta(hours=1)
