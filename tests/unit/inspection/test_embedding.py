"""The parts of the embedding are the model's own, and sum to what it reads."""

import numpy as np
import pandas as pd
import pytest
import torch

from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.inspection.embedded import PARTS
from informer.inspection.embedding import calendar_similarity, embed_model
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys
from tests.unit.inspection.test_inspect import small

KINDS = ("cyclic", "timeF", "fixed", "learned")
CHANGES = [
    *({"embed": kind} for kind in KINDS),
    {"instance_norm": False},
    {"linear_draft": True},
    {"linear_draft": True, "instance_norm": False},
    {"label_len": 0},
]


def what_the_model_reads(model: Informer, windows: Windows, window: int) -> list[torch.Tensor]:
    """What encoder and decoder are called with, in a forward pass."""
    given = []
    encoder, decoder = model.encoder.forward, model.decoder.forward
    model.encoder.forward = lambda x, *rest: (given.append(x), encoder(x, *rest))[1]
    model.decoder.forward = lambda x, *rest: (given.append(x), decoder(x, *rest))[1]
    model.eval()
    with torch.no_grad():
        model(*windows.batch(torch.tensor([window]))[:4], SampledKeys(0))
    model.encoder.forward, model.decoder.forward = encoder, decoder
    return given


@pytest.mark.parametrize("changes", CHANGES)
def test_the_parts_sum_to_what_the_model_reads(
    hourly_series: TimeSeries, changes: dict[str, object]
) -> None:
    model, windows = small(hourly_series, **changes)
    if model.draft is not None:
        torch.nn.init.normal_(model.draft.weight)
    model.train()  # in which dropout is active: an inspection must switch it off
    seen = embed_model(model, windows, 30)
    assert model.training
    for embedded, given in zip(seen, what_the_model_reads(model, windows, 30), strict=True):
        np.testing.assert_allclose(embedded.total, given[0].numpy(), atol=1e-6)
        assert embedded.total.shape == (len(embedded.time), 8)
        assert sum(embedded.shares().values()) == pytest.approx(1)
        assert sum(embedded.varying_shares().values()) == pytest.approx(1)


def test_each_part_is_the_formula(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series, instance_norm=False)
    encoder, _ = embed_model(model, windows, 30)
    x = windows.batch(torch.tensor([30])).x_enc[0].numpy()
    np.testing.assert_array_equal(encoder.read, x)
    weight = model.encoder_embedding.value.weight.detach().numpy()  # [D, C, 3]
    bias = model.encoder_embedding.value.bias.detach().numpy()
    by_hand = sum(np.roll(x, 1 - k, axis=0) @ weight[:, :, k].T for k in range(3)) + bias
    np.testing.assert_allclose(encoder.value, by_hand, atol=1e-5)
    steps = np.arange(21)
    np.testing.assert_allclose(encoder.position[:, 0], np.sin(steps), atol=1e-5)
    np.testing.assert_allclose(encoder.position[:, 3], np.cos(steps / 10), atol=1e-5)
    np.testing.assert_allclose(encoder.norm("position"), 2, atol=1e-5)  # √(D / 2), at every step


def test_the_decoder_is_told_where_its_placeholders_begin(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    encoder, decoder = embed_model(model, windows, 30)
    assert (encoder.n_token, encoder.placeholder) == (21, None)
    assert (decoder.n_token, decoder.placeholder) == (6, "zero")
    assert list(decoder.time) == list(hourly_series.time[45:55])
    assert (decoder.read[6:, 1] == 0).all()
    assert (decoder.read[:6, 1] != 0).all()
    np.testing.assert_allclose(decoder.read[:6], encoder.read[-6:], atol=1e-5)
    assert decoder.assumption is None
    _, last = embed_model(model, windows, windows.resolve(-1))
    assert last.assumption is not None
    assert "event" in last.assumption


def test_shares_tell_which_part_dominates(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    torch.nn.init.zeros_(model.encoder_embedding.value.weight)
    torch.nn.init.constant_(model.encoder_embedding.value.bias, 1000.0)
    encoder, _ = embed_model(model, windows, 30)
    assert encoder.shares()["value"] > 0.98
    assert encoder.varying_shares()["value"] == pytest.approx(0, abs=1e-6)  # the same at each step
    assert set(encoder.shares()) == set(PARTS)


SUNDAY = pd.Timestamp("2024-01-07 08:00")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["hour", "weekday", "month"])
def test_all_four_kinds_have_a_similarity(hourly_series: TimeSeries, kind: str, field: str) -> None:
    model, _ = small(hourly_series, embed=kind)
    found = calendar_similarity(model, "h", SUNDAY, field, "decoder")
    assert found is not None
    known = found.cosine[~np.isnan(found.cosine)]
    assert (np.abs(known) <= 1).all()
    np.testing.assert_allclose(found.cosine, found.cosine.T, atol=1e-6)
    diagonal = np.diag(found.cosine)
    np.testing.assert_allclose(diagonal[~np.isnan(diagonal)], 1, atol=1e-5)
    assert found.cosine.shape == (len(found.values),) * 2


def test_a_table_is_compared_row_by_row(hourly_series: TimeSeries) -> None:
    """Weekdays of a learned table, by hand: whatever the other tables hold."""
    model, _ = small(hourly_series, embed="learned")
    found = calendar_similarity(model, "h", SUNDAY, "weekday", "encoder")
    assert found is not None
    rows = model.encoder_embedding.calendar.tables[2].weight.detach().double().numpy()
    rows = rows - rows.mean(0)
    expected = (rows @ rows.T) / np.outer(*[np.linalg.norm(rows, axis=1)] * 2)
    np.testing.assert_allclose(found.cosine, expected, atol=1e-5)
    others = [v for v in range(7) if v != 6]
    best = max(others, key=lambda v: expected[6, v])
    assert found.nearest(6) == (best, pytest.approx(expected[6, best], abs=1e-5))
    worst = min(range(7), key=lambda v: expected[6, v])
    assert found.farthest(6) == (worst, pytest.approx(expected[6, worst], abs=1e-5))


def test_one_number_a_field_knows_no_circle(hourly_series: TimeSeries) -> None:
    """timeF: weekdays on a line, so that Sunday is opposite to Monday and Thursday is nothing."""
    model, _ = small(hourly_series, embed="timeF")
    found = calendar_similarity(model, "h", SUNDAY, "weekday", "encoder")
    assert found is not None
    assert np.isnan(found.cosine[3]).all()
    assert found.nearest(3) is None
    assert found.farthest(3) is None
    assert found.cosine[6, 0] == pytest.approx(-1)
    assert found.cosine[6, 5] == pytest.approx(1)


def test_a_field_without_a_mark_has_no_similarity(hourly_series: TimeSeries) -> None:
    model, _ = small(hourly_series)
    torch.nn.init.zeros_(model.encoder_embedding.calendar.weight)
    assert calendar_similarity(model, "h", SUNDAY, "hour", "encoder") is None
