"""Rows of the decoder: what lazy ones get, what mix makes of them, the calendar of each step."""

import numpy as np
import pandas as pd
import pytest
import torch

from informer.config import ModelConfig
from informer.inspection.calendar_fields import calendar_fields
from informer.inspection.lazy_rows import lazy_rows
from informer.inspection.mixing import mixed_rows
from informer.model.attention import AttentionLayer, full_attention, lazy_output
from informer.model.sampling import SampledKeys
from informer.model.trace import FullAttentionTrace
from tests.unit.inspection import made_up


@pytest.mark.parametrize("full", [False, True])
def test_lazy_rows_are_those_of_the_model(full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # blocks of 5 rows, which do not divide the 12
    monkeypatch.setattr("informer.inspection.mass._BLOCK_SCORES", 12 * 5)
    layer = made_up.attention(12, causal=True, full=full, name="decoder.0")
    rows = lazy_rows(layer, 1)
    value = torch.from_numpy(layer.value)[None]
    query, key = (torch.from_numpy(t)[None] for t in (layer.query, layer.key))
    exact = full_attention(query, key, value, causal=True)[0][0, 1]
    for mine, errors, kind in (
        (rows.summed, rows.sum_error, "sum"),
        (rows.mean, rows.mean_error, "mean"),
    ):
        theirs = lazy_output(value, 12, causal=True, rows=kind)[0, 1]
        np.testing.assert_allclose(mine, theirs.norm(dim=-1), rtol=1e-5)
        off = (theirs - exact).norm(dim=-1) / exact.norm(dim=-1)
        np.testing.assert_allclose(errors, off, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(rows.full, exact.norm(dim=-1), rtol=1e-5)
    np.testing.assert_allclose(rows.summed, rows.mean * np.arange(1, 13), rtol=1e-5)
    # the first row sees one key: all three are that value
    assert rows.summed[0] == rows.mean[0] == pytest.approx(rows.full[0], rel=1e-6)


def test_39_of_72_rows_hold_later_times() -> None:
    rows = mixed_rows(72, 8, 64)
    assert int(rows.later.sum()) == 39
    assert not mixed_rows(72, 8, 64, mix=False).later.any()


@pytest.mark.parametrize(("length", "heads", "width"), [(12, 4, 3), (10, 4, 2), (5, 3, 4)])
def test_rows_are_those_of_the_attention_layer(length: int, heads: int, width: int) -> None:
    """The layer itself, whose heads are made to say at what time and in which head they are."""
    config = ModelConfig(
        enc_in=1, dec_in=1, c_out=1, d_model=heads * width, n_heads=heads, dropout=0.0
    )
    shape = (1, heads, length, width)
    times = torch.arange(length).float()[None, None, :, None].expand(shape)
    names = torch.arange(heads).float()[None, :, None, None].expand(shape)
    for mix in (False, True):
        layer = AttentionLayer(config, causal=True, sparse=False, mix=mix)
        layer.out = torch.nn.Identity()  # type: ignore[assignment]
        said = []
        for content in (times, names):
            trace = FullAttentionTrace(content, content, content, causal=True)
            layer._attend = lambda *_, told=(content, trace): told  # type: ignore[method-assign]
            x = torch.zeros(1, length, heads * width)
            out = layer(x, x, SampledKeys(0))[0][0]
            said.append(out.view(length, heads, width)[..., 0].long().numpy())
        rows = mixed_rows(length, heads, width, mix=mix)
        np.testing.assert_array_equal(rows.time, said[0])
        np.testing.assert_array_equal(rows.head, said[1])


def test_the_calendar_in_words() -> None:
    time = pd.date_range("2024-12-31 22:00", periods=4, freq="h")
    hour, weekday, day, month = calendar_fields(time, "h")
    assert hour.labels == ("22", "23", "00", "01")
    assert weekday.labels == ("Tue", "Tue", "Wed", "Wed")
    assert list(day.values) == [31, 31, 1, 1]
    assert month.labels == ("Dec", "Dec", "Jan", "Jan")
    for field in (hour, weekday, day, month):
        assert field.first <= field.values.min() <= field.values.max() <= field.last


@pytest.mark.parametrize(
    ("freq", "names"),
    [
        ("15min", ["minute", "hour", "weekday", "month"]),
        ("D", ["weekday", "day", "month"]),
        ("W-SUN", ["day", "month"]),
        ("MS", ["month"]),
        ("YS", ["month"]),
    ],
)
def test_fields_suit_the_step(freq: str, names: list[str]) -> None:
    time = pd.date_range("2024-01-01", periods=3, freq=freq)
    assert [field.name for field in calendar_fields(time, freq)] == names
