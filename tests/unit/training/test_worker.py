"""Trainings in processes of their own: they queue, fail alone, and agree with each other."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run

ROOT = Path(__file__).parents[3]


def _wait(condition: Callable[[], bool]) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited for two minutes in vain")


@pytest.fixture
def start(
    started: list[subprocess.Popen[bytes]],
) -> Callable[[RunFolder], subprocess.Popen[bytes]]:
    """Starts workers, and leaves none behind."""

    def start_one(folder: RunFolder) -> subprocess.Popen[bytes]:
        with folder.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "informer.training.worker", str(folder.path)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    return start_one


def test_two_workers_queue_and_a_killed_one_gives_way(
    store: RunStore,
    hourly_series: TimeSeries,
    endless: RunConfig,
    start: Callable[[RunFolder], subprocess.Popen[bytes]],
) -> None:
    """One worker is running, killed, lost; the other queued, running, stopped by its flag."""
    first, second = (store.create(hourly_series, endless) for _ in range(2))
    first_worker = start(first)
    _wait(lambda: len(first.reports()) > 0)
    second_worker = start(second)
    _wait(lambda: second.record().worker is not None)
    assert (first.record().status, second.record().status) == ("running", "queued")
    first_worker.kill()
    first_worker.wait()
    assert first.record().status == "lost"
    _wait(lambda: any(report.kind == "validation" for report in second.reports()))
    second.request_stop()
    assert second_worker.wait(timeout=120) == 0
    record = second.record()
    assert (record.status, record.error) == ("stopped", None)
    assert record.ended_well
    assert second.forecast() is not None
    assert second.log.read_text() == ""


def test_a_run_waits_while_another_holds_the_device_and_a_stop_ends_the_wait(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.create(hourly_series, config)
    seen = []

    class Watched(FileLock):
        def acquire(self, *arguments: Any, **options: Any) -> Any:
            seen.append(folder.record().status)
            if len(seen) == 3:
                folder.request_stop()
            return super().acquire(*arguments, **options)

    monkeypatch.setattr("informer.training.train.FileLock", Watched)
    with FileLock(store.root / ".cpu.lock"):
        record = train_run(folder)
    assert seen == ["queued"] * 3
    assert (record.status, record.result) == ("stopped", None)


def test_the_same_seeds_forecast_the_same_in_two_processes(
    store: RunStore,
    hourly_series: TimeSeries,
    config: RunConfig,
    start: Callable[[RunFolder], subprocess.Popen[bytes]],
) -> None:
    folders = [store.create(hourly_series, config) for _ in range(2)]
    for worker in [start(folder) for folder in folders]:
        assert worker.wait(timeout=120) == 0
    first, second = (folder.forecast() for folder in folders)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.values, second.values)


def test_a_failing_worker_keeps_its_traceback_in_its_log(
    folder: RunFolder, start: Callable[[RunFolder], subprocess.Popen[bytes]]
) -> None:
    (folder.path / "series.npz").unlink()
    assert start(folder).wait(timeout=120) != 0
    assert "Traceback" in folder.log.read_text()
    assert "Traceback" not in str(folder.record().error)


def test_started_from_a_page_a_worker_is_in_a_session_of_its_own(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from informer.training.launch import start_worker

    seen: dict[str, object] = {}

    class Process:
        def __init__(self, command: list[str], **options: object) -> None:
            seen.update(options, command=command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    monkeypatch.chdir(folder.path.parent)
    start_worker(RunFolder(Path(folder.path.name)))
    assert seen["start_new_session"] is True
    assert seen["stdin"] == subprocess.DEVNULL
    assert seen["command"][-1] == str(folder.path)  # type: ignore[index]
    assert os.fspath(seen["cwd"]) == str(ROOT)  # type: ignore[call-overload]


def test_a_run_on_several_gpus_is_started_by_torchrun(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from informer.training.launch import start_worker

    training = config.training.model_copy(update={"n_devices": 3})
    folder = store.create(hourly_series, config.model_copy(update={"training": training}))
    commands: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **_options: object) -> None:
            commands.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    start_worker(folder)
    torchrun = ["-u", "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=3"]
    assert commands[0][1:6] == torchrun
    assert commands[0][-2:] == ["informer.training.worker", str(folder.path)]


@pytest.mark.parametrize(("found", "usable", "gpus"), [(0, 0, 1), (1, 1, 1), (2, 2, 2), (4, 0, 1)])
def test_gpus_are_counted_by_torch_only_where_the_system_shows_several(
    monkeypatch: pytest.MonkeyPatch, found: int, usable: int, gpus: int
) -> None:
    from informer.training.launch import count_gpus

    asked: list[int] = []
    monkeypatch.setattr(Path, "glob", lambda *_: iter(range(found)))
    monkeypatch.setattr("torch.cuda.device_count", lambda: asked.append(usable) or usable)
    assert count_gpus() == gpus
    assert bool(asked) is (found > 1)
