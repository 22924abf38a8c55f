"""Windows: equal to slices taken one by one, found by number and time, and told past the end."""

import numpy as np
import pandas as pd
import pytest
import torch

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.calendar import calendar_marks
from informer.data.series import DataError, TimeSeries
from informer.data.windows import Batch, Windows
from tests.unit.data import made_up
from tests.unit.data.made_up import LABEL, PRED, SEQ


def naive_window(series: TimeSeries, windows: Windows, n: int) -> Batch:
    """Window ``n``, sliced by hand: the definition."""
    values = np.stack([series.column(name) for name in ("known", "other", "target")], axis=1)
    scaled = ((values - windows.scaler.mean) / windows.scaler.std).astype(np.float32)
    time = pd.date_range(series.time[0], periods=len(series) + PRED, freq=series.freq)
    marks = calendar_marks(time, series.freq, "cyclic")
    decoder = scaled[n + SEQ - LABEL : n + SEQ + PRED].copy()
    decoder[LABEL:, 1:] = 0
    parts = (
        scaled[n : n + SEQ],
        marks[n : n + SEQ],
        decoder,
        marks[n + SEQ - LABEL : n + SEQ + PRED],
        scaled[n + SEQ : n + SEQ + PRED, -1:],
    )
    return Batch(*(torch.tensor(part) for part in parts))


def test_a_batch_is_its_windows_sliced_one_by_one() -> None:
    series = made_up.series(200)
    windows = Windows(series, made_up.config())
    numbers = torch.tensor([0, 7, 3, 100, len(series) - SEQ - PRED, 7])
    batch = windows.batch(numbers)
    for i, n in enumerate(numbers.tolist()):
        for gathered, sliced in zip(batch, naive_window(series, windows, n), strict=True):
            torch.testing.assert_close(gathered[i], sliced)


def test_known_future_fills_the_placeholders_and_nothing_else_does() -> None:
    series = made_up.series(200)
    batch = Windows(series, made_up.config()).batch(torch.tensor([20]))
    known, others = batch.x_dec[0, LABEL:, :1], batch.x_dec[0, LABEL:, 1:]
    following = (
        Windows(series, made_up.config()).batch(torch.tensor([20 + SEQ])).x_enc[0, :PRED, :1]
    )
    torch.testing.assert_close(known, following)
    assert known.abs().min() > 0
    assert (others == 0).all()


@pytest.mark.parametrize("label_len", [0, SEQ])
def test_shortest_and_longest_start_token(label_len: int) -> None:
    batch = Windows(made_up.series(200), made_up.config(label_len=label_len)).batch(
        torch.tensor([3, 4])
    )
    assert batch.x_dec.shape == (2, label_len + PRED, 3)
    torch.testing.assert_close(batch.x_dec[:, :label_len], batch.x_enc[:, SEQ - label_len :])


def test_past_the_end_targets_are_unknown_and_known_columns_repeat_the_week() -> None:
    series = made_up.series(400)
    windows = Windows(series, made_up.config())
    last = windows.n_windows - 1
    batch = windows.batch(torch.tensor([last]))
    assert batch.target.isnan().all()
    assert not batch.x_enc.isnan().any()
    assert not batch.x_dec.isnan().any()
    week_before = windows.batch(torch.tensor([last - 168])).x_dec[0, LABEL:, 0]
    torch.testing.assert_close(batch.x_dec[0, LABEL:, 0], week_before)
    half = windows.batch(torch.tensor([last - 2])).target[0, :, 0]
    assert half.isnan().tolist() == [False, False, True, True, True]
    context, horizon = windows.time(last)
    assert context[-1] == series.time[-1]
    assert horizon[0] == series.time[-1] + pd.Timedelta(hours=1)
    assert (len(context), len(horizon)) == (SEQ, PRED)


def test_a_horizon_longer_than_the_week_repeats_it_again() -> None:
    series = made_up.series(60, freq="D")
    windows = Windows(series, made_up.config(pred_len=10, seq_len=12, split=(30, 15, 15)))
    placeholders = windows.batch(torch.tensor([windows.n_windows - 1])).x_dec[0, LABEL:, 0]
    torch.testing.assert_close(placeholders[7:], placeholders[:3])


def test_what_is_assumed_of_the_future_is_said() -> None:
    windows = Windows(made_up.series(400), made_up.config())
    last = windows.n_windows - 1
    said = windows.future_assumption(last)
    assert said is not None
    assert "known is assumed to repeat the values of 168 steps before" in said
    assert windows.future_assumption(last - PRED) is None
    assert windows.future_assumption(last - PRED + 1) is not None
    plain = RunConfig(
        data=DataConfig(targets=("target",)),
        model=ModelConfig(enc_in=1, dec_in=1, c_out=1, seq_len=SEQ, label_len=LABEL, pred_len=PRED),
    )
    assert Windows(made_up.series(400), plain).future_assumption(last) is None


def test_a_missing_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"no column 'known' .*; there are: other, target"):
        Windows(made_up.series(200, ("other", "target")), made_up.config())


def test_windows_are_found_by_number_and_by_time() -> None:
    series = made_up.series(200)
    windows = Windows(series, made_up.config())
    last = windows.n_windows - 1
    assert windows.resolve(0) == windows.resolve("0") == 0
    assert windows.resolve(-1) == windows.resolve("-1") == last
    assert windows.resolve(str(series.time[50])) == 50 - SEQ
    assert windows.resolve("2024-01-03T02:00") == 50 - SEQ
    assert windows.resolve(str(series.future_time(1)[0])) == last
    wrong = (last + 1, -last - 2, "2024-01-01", "2024-01-03 02:30", "2024-01-03T02:00Z", "soon")
    for window in wrong:
        with pytest.raises(DataError, match=f"There is no window {window}"):
            windows.resolve(window)


@pytest.mark.parametrize("freq", ["s", "15min", "h", "D", "B", "W-SUN", "MS", "ME", "QS", "YE"])
def test_every_frequency_makes_windows_past_its_end(freq: str) -> None:
    windows = Windows(made_up.series(100, freq=freq), made_up.config())
    batch = windows.batch(torch.tensor([0, windows.n_windows - 1]))
    assert not any(part.isnan().any() for part in batch[:4])
    assert windows.time(windows.n_windows - 1)[1].is_monotonic_increasing
