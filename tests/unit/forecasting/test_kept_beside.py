"""Other rows and a told future, kept beside a run: round trips, limits, bad files and keys."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.data.series import TimeSeries
from informer.forecasting import other_rows, told_future
from informer.forecasting.horizons import handy_horizons, longest
from informer.forecasting.other_rows import OtherRows
from informer.forecasting.told_future import ToldFuture, ToldFutures


def numbered(series: TimeSeries, number: int) -> TimeSeries:
    return replace(series, fingerprint=f"{number:064x}"[::-1], name=f"file {number} é.csv")


def test_rows_come_back_as_they_went(tmp_path: Path, hourly_series: TimeSeries) -> None:
    store = OtherRows(tmp_path / "rows")
    key = store.put(numbered(hourly_series, 5))
    back = store.get(key)
    assert back is not None
    assert back.name == "file 5 é.csv"
    assert (back.columns, back.freq) == (hourly_series.columns, "h")
    np.testing.assert_array_equal(back.values, hourly_series.values)
    np.testing.assert_array_equal(back.filled, hourly_series.filled)
    assert (back.time == hourly_series.time).all()


def test_only_the_newest_rows_are_kept(tmp_path: Path, hourly_series: TimeSeries) -> None:
    store = OtherRows(tmp_path)
    keys = []
    for number in range(1, other_rows.KEPT + 3):
        keys.append(store.put(numbered(hourly_series, number)))
        os.utime(tmp_path / f"{keys[-1]}.npz", (number, number))
    store.put(numbered(hourly_series, 99))
    assert len(store.keys()) == other_rows.KEPT
    assert store.get(keys[0]) is None
    assert store.get(keys[-1]) is not None


@pytest.mark.parametrize("key", ["", "../run", "0123456789AB", "0123456789ab\n", "z" * 12])
def test_a_foreign_key_opens_nothing(tmp_path: Path, key: str) -> None:
    (tmp_path / "run.npz").write_bytes(b"")
    assert OtherRows(tmp_path / "rows").get(key) is None
    assert ToldFutures(tmp_path / "known").get(key) is None


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9])
def test_damaged_files_are_as_good_as_none(
    tmp_path: Path, hourly_series: TimeSeries, kept: float
) -> None:
    store = OtherRows(tmp_path)
    key = store.put(hourly_series)
    file = tmp_path / f"{key}.npz"
    file.write_bytes(file.read_bytes()[: int(kept * file.stat().st_size)])
    assert store.get(key) is None
    told = ToldFutures(tmp_path)
    written = told.put(ToldFuture(hourly_series.time[:2], ("event",), np.ones((2, 1))))
    (tmp_path / f"{written}.json").write_text('{"time": ["2024"], "columns": [], "values": [[1]]}')
    assert told.get(written) is None


def test_what_was_told_holds_for_its_times_only(tmp_path: Path) -> None:
    time = pd.date_range("2024-01-01", periods=4, freq="h")
    store = ToldFutures(tmp_path)
    key = store.put(ToldFuture(time[:2], ("event",), np.array([[1.0], [2.0]])))
    told = store.get(key)
    assert told is not None
    assumed = np.array([[7.0, 0.0], [8.0, 0.0], [9.0, 0.0]])
    known, count = told.over(assumed, time[1:], ("price", "event"))
    np.testing.assert_array_equal(known, [[7, 2], [8, 0], [9, 0]])
    assert count == 1
    assert assumed[0, 1] == 0  # nothing is changed in place


def test_only_the_newest_told_futures_are_kept(tmp_path: Path) -> None:
    store, time = ToldFutures(tmp_path), pd.date_range("2024-01-01", periods=1, freq="h")
    for number in range(told_future.KEPT + 4):
        store.put(ToldFuture(time, ("event",), np.array([[float(number)]])))
    assert len(list(tmp_path.glob("*.json"))) == told_future.KEPT


@pytest.mark.parametrize("freq", ["s", "15min", "h", "D", "B", "W-SUN", "MS", "QS", "YS", "7D"])
def test_horizons_are_ascending_and_can_be_asked_for(freq: str) -> None:
    steps = handy_horizons(freq, 24)
    assert 24 in steps
    assert list(steps) == sorted(set(steps))
    assert 1 <= steps[0] <= steps[-1] <= longest(24)
