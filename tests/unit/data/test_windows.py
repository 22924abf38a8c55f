"""Windows: equal to slices taken one by one, cut as published, and blind to the future."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.calendar import calendar_marks
from informer.data.scaler import Scaler
from informer.data.series import DataError, TimeSeries
from informer.data.windows import Batch, Windows

SEQ, LABEL, PRED = 12, 6, 5


def made_up(
    rows: int, columns: tuple[str, ...] = ("other", "known", "target"), freq: str = "h"
) -> TimeSeries:
    values = np.random.default_rng(rows).normal(3, 2, (rows, len(columns)))
    return TimeSeries(
        name="made up",
        time=pd.date_range("2024-01-01", periods=rows, freq=freq),
        values=values,
        columns=columns,
        freq=freq,
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
    )


def config(
    split: tuple[int, int, int] | tuple[float, float, float] = (0.7, 0.1, 0.2), **sizes: int
) -> RunConfig:
    sizes = {"seq_len": SEQ, "label_len": LABEL, "pred_len": PRED} | sizes
    return RunConfig(
        data=DataConfig(
            targets=("target",), covariates=("other",), known_future=("known",), split=split
        ),
        model=ModelConfig(enc_in=3, dec_in=3, c_out=1, n_known_future=1, **sizes),
    )


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
    series = made_up(200)
    windows = Windows(series, config())
    numbers = torch.tensor([0, 7, 3, 100, len(series) - SEQ - PRED, 7])
    batch = windows.batch(numbers)
    for i, n in enumerate(numbers.tolist()):
        for gathered, sliced in zip(batch, naive_window(series, windows, n), strict=True):
            torch.testing.assert_close(gathered[i], sliced)


def test_known_future_fills_the_placeholders_and_nothing_else_does() -> None:
    series = made_up(200)
    batch = Windows(series, config()).batch(torch.tensor([20]))
    known, others = batch.x_dec[0, LABEL:, :1], batch.x_dec[0, LABEL:, 1:]
    following = Windows(series, config()).batch(torch.tensor([20 + SEQ])).x_enc[0, :PRED, :1]
    torch.testing.assert_close(known, following)
    assert known.abs().min() > 0
    assert (others == 0).all()


@pytest.mark.parametrize("label_len", [0, SEQ])
def test_shortest_and_longest_start_token(label_len: int) -> None:
    batch = Windows(made_up(200), config(label_len=label_len)).batch(torch.tensor([3, 4]))
    assert batch.x_dec.shape == (2, label_len + PRED, 3)
    torch.testing.assert_close(batch.x_dec[:, :label_len], batch.x_enc[:, SEQ - label_len :])


def test_past_the_end_targets_are_unknown_and_known_columns_repeat_the_week() -> None:
    series = made_up(400)
    windows = Windows(series, config())
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
    series = made_up(60, freq="D")
    windows = Windows(series, config(pred_len=10, seq_len=12, split=(30, 15, 15)))
    placeholders = windows.batch(torch.tensor([windows.n_windows - 1])).x_dec[0, LABEL:, 0]
    torch.testing.assert_close(placeholders[7:], placeholders[:3])


def test_what_is_assumed_of_the_future_is_said() -> None:
    windows = Windows(made_up(400), config())
    last = windows.n_windows - 1
    said = windows.future_assumption(last)
    assert said is not None
    assert "known is assumed to repeat the values of 168 steps (h) before" in said
    assert windows.future_assumption(last - PRED) is None
    assert windows.future_assumption(last - PRED + 1) is not None
    plain = RunConfig(
        data=DataConfig(targets=("target",)),
        model=ModelConfig(enc_in=1, dec_in=1, c_out=1, seq_len=SEQ, label_len=LABEL, pred_len=PRED),
    )
    assert Windows(made_up(400), plain).future_assumption(last) is None


def test_the_published_split_of_17420_rows() -> None:
    """ETTh1: 8640 / 2880 / 2880 rows of 17,420; the numbers of windows of the public code."""
    settings = config(split=(8640, 2880, 2880), seq_len=96, label_len=48, pred_len=24)
    windows = Windows(made_up(17_420), settings)
    split = windows.split
    assert (len(split.train), len(split.validation), len(split.test)) == (8521, 2857, 2857)
    assert split.train == range(8640 - 96 - 24 + 1)
    assert split.validation[0] + 96 == 8640
    assert split.validation[-1] + 96 + 24 == 11520
    assert split.test[0] + 96 == 11520
    assert split.test[-1] + 96 + 24 == 14400
    assert windows.n_windows == 17_420 - 96 + 1


def test_shares_are_rounded_as_in_the_public_code() -> None:
    """Train and test are rounded down, validation takes what is left."""
    split = Windows(made_up(333), config(split=(0.7, 0.1, 0.2))).split
    assert split.train_rows == 233
    assert split.test[0] + SEQ == 333 - 66
    assert split.test[-1] + SEQ + PRED == 333


def test_later_rows_change_neither_scaler_nor_any_train_batch() -> None:
    series = made_up(300)
    windows = Windows(series, config())
    changed = series.values.copy()
    changed[windows.split.train_rows :] = 1e6
    other = Windows(replace(series, values=changed), config())
    np.testing.assert_array_equal(other.scaler.mean, windows.scaler.mean)
    np.testing.assert_array_equal(other.scaler.std, windows.scaler.std)
    numbers = torch.arange(len(windows.split.train))
    for mine, theirs in zip(windows.batch(numbers), other.batch(numbers), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0, atol=0)


def test_forecast_rows_of_the_parts_do_not_overlap_and_cover_them() -> None:
    windows = Windows(made_up(300), config())
    rows = [
        {n + SEQ + step for n in part for step in range(PRED)}
        for part in (windows.split.train, windows.split.validation, windows.split.test)
    ]
    assert rows[0] == set(range(SEQ, 210))
    assert rows[1] == set(range(210, 240))
    assert rows[2] == set(range(240, 300))


def test_scaler_returns_the_units_and_keeps_constant_columns() -> None:
    rows = np.array([[1.0, 5.0, 0.1], [3.0, 5.0, 0.1], [5.0, 5.0, 0.1]])
    scaler = Scaler.fit(rows)
    np.testing.assert_allclose(scaler.transform(rows).mean(axis=0), 0, atol=1e-12)
    np.testing.assert_array_equal(scaler.std[1:], [1, 1])
    np.testing.assert_allclose(scaler.inverse(scaler.transform(rows)), rows)
    assert scaler.last(2).mean.tolist() == [5.0, pytest.approx(0.1)]


def test_a_given_scaler_is_used_as_it_is() -> None:
    series = made_up(300)
    scaler = Scaler(np.zeros(3), np.ones(3))
    batch = Windows(series, config(), scaler).batch(torch.tensor([0]))
    np.testing.assert_allclose(batch.x_enc[0, :, 2], series.column("target")[:SEQ], rtol=1e-6)


def test_a_target_constant_over_the_train_rows_is_refused() -> None:
    series = made_up(300)
    values = series.values.copy()
    values[:210, 2] = 4.2
    with pytest.raises(DataError, match="The target 'target' never changes in the 210 train rows"):
        Windows(replace(series, values=values), config())
    values = series.values.copy()
    values[:210, 0] = 4.2  # a covariate may rest
    assert Windows(replace(series, values=values), config()).scaler.std[1] == 1


@pytest.mark.parametrize(
    ("split", "part", "rows", "needed"),
    [
        ((10, 50, 50), "train", 10, SEQ + PRED),
        ((50, 4, 50), "validation", 4, PRED),
        ((50, 50, 4), "test", 4, PRED),
    ],
)
def test_a_part_without_a_window_is_refused(
    split: tuple[int, int, int], part: str, rows: int, needed: int
) -> None:
    with pytest.raises(DataError, match=rf"The {part} part has {rows} .* needs {needed} ") as error:
        Windows(made_up(200), config(split=split))
    assert "shorten" in str(error.value)
    assert ("seq_len" in str(error.value)) == (part == "train")


def test_the_smallest_parts_have_one_window() -> None:
    split = Windows(made_up(SEQ + 3 * PRED), config(split=(SEQ + PRED, PRED, PRED))).split
    assert [len(part) for part in (split.train, split.validation, split.test)] == [1, 1, 1]


def test_a_split_of_more_rows_than_there_are_is_refused() -> None:
    with pytest.raises(DataError, match="needs 300 rows, but there are 200"):
        Windows(made_up(200), config(split=(100, 100, 100)))


def test_a_missing_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"no column 'known' .*; there are: other, target"):
        Windows(made_up(200, ("other", "target")), config())


def test_windows_are_found_by_number_and_by_time() -> None:
    series = made_up(200)
    windows = Windows(series, config())
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
    windows = Windows(made_up(100, freq=freq), config())
    batch = windows.batch(torch.tensor([0, windows.n_windows - 1]))
    assert not any(part.isnan().any() for part in batch[:4])
    assert windows.time(windows.n_windows - 1)[1].is_monotonic_increasing
