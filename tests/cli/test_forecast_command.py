"""``forecast``: dated values on the screen, in a file and as JSON."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main
from informer.data.series import TimeSeries
from informer.training.records import RunRecord


def test_forecast_prints_a_dated_csv(
    trained: RunRecord, runs: Path, hourly_series: TimeSeries, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forecast", trained.id, "--runs", str(runs)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "time,load"
    assert len(lines) == 1 + 6
    assert lines[1].startswith(str(hourly_series.time[-1] + pd.Timedelta(hours=1)))


def test_forecast_writes_a_file_and_tells_json_the_same(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "forecast.csv"
    folder = str(runs / trained.id)  # a path does as well as an id
    assert (
        main(["forecast", folder, "--window", "2024-01-10 05:00", "--out", str(out), "--json"]) == 0
    )
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    frame = pd.read_csv(out)
    assert frame["time"][0] == "2024-01-10 05:00:00"
    assert answer["time"][0] == "2024-01-10T05:00:00"
    np.testing.assert_allclose(frame["load"], answer["values"]["load"])
    assert (answer["run"], answer["sampling_seed"]) == (trained.id, 3)


def test_another_sampling_seed_may_choose_other_queries(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = []
    for seed in ("3", "3", "4"):
        main(["forecast", trained.id, "--runs", str(runs), "--seed", seed, "--json"])
        values.append(json.loads(capsys.readouterr().out.splitlines()[-1])["values"])
    assert values[0] == values[1] != values[2]


@pytest.mark.parametrize("window", ["99999", "1990-01-01", "yesterday-ish"])
def test_a_window_that_is_not_there_is_refused(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str], window: str
) -> None:
    assert main(["forecast", trained.id, "--runs", str(runs), "--window", window]) == 2
    assert "There is no window" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no" / "such" / "folder.csv"
    assert main(["forecast", trained.id, "--runs", str(runs), "--out", str(out)]) == 2
    assert "Traceback" not in capsys.readouterr().err
