"""Other data to forecast from, and coming values: taken where they fit, refused in one sentence."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from informer.config import RunConfig
from informer.data.series import DataError, TimeSeries
from informer.forecasting.known_future import read_known_future
from informer.forecasting.other_data import check_other, read_other
from informer.plan import plan_run


@pytest.fixture
def config(hourly_series: TimeSeries) -> RunConfig:
    return plan_run(
        hourly_series,
        targets=["load"],
        known_future=["event"],
        overrides={"seq_len": 24, "pred_len": 6, "label_len": 12},
    )


def csv(series: TimeSeries, rows: slice = slice(None), **changes: object) -> bytes:
    frame = pd.DataFrame(series.values, columns=list(series.columns)).assign(**changes)
    frame.insert(0, "when", series.time)
    return frame.iloc[rows].to_csv(index=False).encode()


def test_few_new_rows_without_any_event_are_enough(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    new = read_other(csv(hourly_series, slice(0, 30)), "new.csv", hourly_series, config)
    assert len(new) == 30
    assert set(new.columns) == {"event", "load"}
    assert not new.column("event").any()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rows": slice(0, 20)}, r"20 usable rows, which is too few: at least 24.*make a forecast"),
        ({"drop": "event"}, r"lacks 'event', which this run reads.*'load'"),
        ({"step": "30min"}, "one row every 30 minutes, but this run was trained on one every hour"),
        ({"factor": 1000.0}, r"'load' lie between .* learned from .*another unit"),
        ({"factor": 0.001}, r"'load' \(.*\) move only 1/1,.*another unit"),
        ({"shift": 500.0}, "'load' lie between"),
        ({"factor": 0.0, "shift": 50.0}, "never change|do not move at all"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    hourly_series: TimeSeries, config: RunConfig, change: dict[str, object], sentence: str
) -> None:
    values = hourly_series.values.copy()
    values[:, 1] = values[:, 1] * change.get("factor", 1.0) + change.get("shift", 0.0)
    time = hourly_series.time
    if "step" in change:
        time = pd.date_range(time[0], periods=len(time), freq=str(change["step"]))
    other = replace(hourly_series, values=values, time=time)
    frame = pd.read_csv(BytesIO(csv(other)))
    if "drop" in change:
        frame = frame.drop(columns=str(change["drop"]))
    rows = change.get("rows", slice(None))
    data = frame.iloc[rows].to_csv(index=False).encode()
    with pytest.raises(DataError, match=sentence):
        read_other(data, "new.csv", hourly_series, config)


def test_a_series_may_grow_within_its_range(hourly_series: TimeSeries, config: RunConfig) -> None:
    values = hourly_series.values * np.array([1.0, 1.5])
    check_other(replace(hourly_series, values=values), hourly_series, config)


def coming(rows: str) -> bytes:
    return f"date,event,other\n{rows}".encode()


AHEAD = pd.date_range("2024-02-01 10:00", periods=3, freq="h")
GOOD = "2024-02-01 09:00,5,x\n2024-02-01 10:00,1,x\n2024-02-01 11:00,0,x\n2024-02-01 12:00,2.5,x\n"


def test_coming_values_are_found_by_their_time(config: RunConfig) -> None:
    assert read_known_future(coming(GOOD), config, AHEAD)[:, 0].tolist() == [1, 0, 2.5]
    one = read_known_future(coming("2024-02-01 10:00,7,x\n"), config, AHEAD[:1])
    assert one.tolist() == [[7]]


def test_the_last_of_two_values_counts(config: RunConfig) -> None:
    twice = coming(GOOD + "2024-02-01 11:00,9,x\n")
    assert read_known_future(twice, config, AHEAD)[:, 0].tolist() == [1, 9, 2.5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"date,holiday\n2024-02-01 10:00,1\n", "lacks 'event'; its columns are 'date', 'holiday'"),
        (coming("2024-02-01 10:00,1,x\n"), r"lacks 2 steps of the 3 .* first is 2024-02-01 11:00"),
        (coming(GOOD.replace("2.5", "maybe")), "at 2024-02-01 12:00:00 is 'maybe', which is no"),
        (coming(GOOD.replace("2.5", "")), "is empty, which is no number"),
        (b"event\n1\n0\n", "no|date"),
    ],
)
def test_what_is_missing_is_said(config: RunConfig, data: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        read_known_future(data, config, AHEAD)


def test_a_run_without_such_columns(hourly_series: TimeSeries) -> None:
    plain = plan_run(hourly_series, targets=["load"])
    with pytest.raises(DataError, match="no columns that are known"):
        read_known_future(coming(GOOD), plain, AHEAD)
