"""Run folders: nothing is lost, nothing leaves the folder, and a dead worker is noticed."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.forecasting.results import Scores, TestResult
from informer.training.heartbeat import SILENCE
from informer.training.records import RunError, Worker
from informer.training.reports import Report, Thinner, append_report, read_reports
from informer.training.runs import RunFolder, RunStore, default_root


def _report(seconds: float = 1.0, kind: str = "step") -> Report:
    return Report(
        kind="validation" if kind == "validation" else "step",
        step=5,
        epoch=1,
        n_steps=10,
        train_loss=0.5,
        learning_rate=1e-3,
        gradient_norm=1.0,
        seconds=seconds,
        seconds_left=1.0,
    )


def test_a_series_comes_back_as_it_was(folder: RunFolder, hourly_series: TimeSeries) -> None:
    series = folder.series()
    assert series.time.equals(hourly_series.time)
    assert series.columns == hourly_series.columns
    assert series.freq == hourly_series.freq
    np.testing.assert_array_equal(series.values, hourly_series.values)
    np.testing.assert_array_equal(series.filled, hourly_series.filled)


def test_updates_keep_everything_else(folder: RunFolder, config: RunConfig) -> None:
    scores = Scores(1.0, 1.0, 1.0, 1.0, float("inf"))
    result = TestResult(scores, {"naive": scores}, "naive", float("-inf"), 24, 3)
    folder.update(status="done", result=result)
    record = folder.update(steps=7)
    assert (record.status, record.steps, record.result) == ("done", 7, result)
    assert folder.record().config == config
    assert b"Infinity" in (folder.path / "run.json").read_bytes()


def test_ids_never_collide_and_name_their_preset(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["aaaaaa", "aaaaaa", "bbbbbb"])
    monkeypatch.setattr("secrets.token_hex", lambda _n: next(drawn))
    ids = [store.create(hourly_series, config).record().id for _ in range(2)]
    assert ids == ["quick-aaaaaa", "quick-bbbbbb"]


@pytest.mark.parametrize(
    "run_id", ["../outside", "..", ".", "", "/etc", "a/../../outside", "outside\n", "QUICK-1", "no"]
)
def test_an_id_from_a_url_cannot_leave_the_folder(store: RunStore, run_id: str) -> None:
    outside = store.root.parent / "outside"
    outside.mkdir(parents=True)
    (outside / "run.json").write_text("{}")
    store.root.mkdir()
    with pytest.raises(RunError, match="There is no run"):
        store.open(run_id)


def test_runs_are_listed_newest_first_and_damaged_ones_left_out(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    old, new, broken = (store.create(hourly_series, config) for _ in range(3))
    old.update(created="2020-01-01T00:00:00Z")
    (broken.path / "run.json").write_text('{"id": ')
    (store.root / "half-made").mkdir()
    assert [run.path.name for run in store.runs()] == [new.path.name, old.path.name]
    with pytest.raises(RunError, match="damaged"):
        broken.record()


def test_a_worker_that_was_killed_reads_as_lost(folder: RunFolder) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    folder.update(status="running", worker=Worker(pid=process.pid, host=socket.gethostname()))
    assert folder.record().status == "running"
    process.kill()
    process.communicate()
    assert folder.record().status == "lost"


def test_a_worker_on_another_machine_is_judged_by_its_heartbeat(folder: RunFolder) -> None:
    folder.update(status="running", worker=Worker(pid=2**22 + 1, host="elsewhere"))
    folder.beat()
    assert folder.record().status == "running"
    long_ago = time.time() - SILENCE - 1
    for file in folder.path.iterdir():
        os.utime(file, (long_ago, long_ago))
    assert folder.record().status == "lost"


def test_an_ended_run_is_never_lost(folder: RunFolder) -> None:
    folder.update(status="done")
    for file in folder.path.iterdir():
        os.utime(file, (0, 0))
    assert folder.record().status == "done"


def test_a_half_written_report_is_left_for_later(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    assert read_reports(path) == []
    append_report(path, _report())
    with path.open("ab") as file:
        file.write(b'{"kind": "st')
    assert read_reports(path) == [_report()]


def test_few_step_reports_are_kept_of_a_long_training_but_all_validations() -> None:
    thinner = Thinner()
    kept = sum(thinner.keep(_report(seconds / 10)) for seconds in range(36_000 * 5))
    assert 4000 < kept < 6000
    assert thinner.keep(_report(18_000.0, "validation"))


def test_the_environment_names_the_runs_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INFORMER_RUNS", raising=False)
    assert default_root() == Path("runs")
    monkeypatch.setenv("INFORMER_RUNS", "elsewhere")
    assert default_root() == Path("elsewhere")
