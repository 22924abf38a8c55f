"""Measurements on disk: by machine and sizes; a job whose process is gone is noticed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from informer.costing import launch
from informer.costing.machine import Machine
from informer.costing.results import CostError, Subject
from informer.costing.store import CostStore, Job
from informer.training.heartbeat import SILENCE
from informer.training.records import Worker, now
from informer.training.runs import RunStore
from tests.unit.costing import made_up
from tests.unit.costing.made_up import MACHINE, TINY


@pytest.fixture
def store(tmp_path: Path) -> CostStore:
    return CostStore(tmp_path / "runs")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started."""
    commands: list[list[str]] = []
    monkeypatch.setattr(launch, "start_process", lambda command, _log: commands.append(command))
    return commands


def job(status: str = "running", **fields: object) -> Job:
    return Job.model_validate(
        {"status": status, "model": TINY, "lengths": (16,), "again": False, "started": now()}
        | fields
    )


def test_a_record_is_found_by_its_machine_and_its_sizes(store: CostStore) -> None:
    store.folder.mkdir(parents=True)
    record = made_up.record()
    store.write(record)
    assert store.record(TINY, MACHINE) == record
    assert store.record(TINY) is None  # this machine is another one
    assert store.record(TINY.model_copy(update={"sampling_factor": 4}), MACHINE) is None


@pytest.mark.parametrize(
    "change", [{"cpu": "Babbage"}, {"cores": 4}, {"threads": 2}, {"gpus": ("G",)}, {"torch": "2.1"}]
)
def test_another_machine_has_another_key(change: dict[str, object]) -> None:
    assert MACHINE.model_copy(update=change).key != MACHINE.key


def test_this_machine_is_the_same_twice() -> None:
    here = Machine.here()
    assert here.key == Machine.here().key
    assert here.cores >= here.threads >= 1


def test_a_damaged_record_is_none(store: CostStore) -> None:
    store.folder.mkdir(parents=True)
    store.write(made_up.record())
    (file,) = store.folder.glob("*.json")
    file.write_text(file.read_text()[:200])
    assert store.record(TINY, MACHINE) is None


def test_the_folder_is_no_run(store: CostStore) -> None:
    store.write_job(job())
    store.folder.joinpath("run.json").write_text("{}")
    assert RunStore(store.root).runs() == []


def test_new_findings_take_the_place_of_the_old() -> None:
    record = made_up.record()
    subject = Subject("attention", "full", 96)
    again = record.with_("again", [made_up.observed(subject, 7.0)])
    assert again.curve("time", "attention", "full").value(96) == 7.0
    assert len(again.observations) == len(record.observations)
    assert "again" in again.done


def test_a_job_whose_process_is_gone_reads_as_lost_and_gives_way(
    store: CostStore, started: list[list[str]]
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    store.write_job(job(worker=Worker.here()))
    store.beat()
    assert store.job().status == "running"  # type: ignore[union-attr]
    store.write_job(job(worker=Worker.here().model_copy(update={"pid": process.pid})))
    assert store.job().status == "lost"  # type: ignore[union-attr]
    assert launch.start(store, job("starting"))
    assert len(started) == 1


def test_a_job_that_is_silent_for_long_reads_as_lost(store: CostStore) -> None:
    store.write_job(job("starting"))
    store.beat()
    assert store.job().status == "starting"  # type: ignore[union-attr]
    long_ago = time.time() - SILENCE - 1
    for file in store.folder.iterdir():
        os.utime(file, (long_ago, long_ago))
    assert store.job().status == "lost"  # type: ignore[union-attr]


def test_of_two_that_start_one_measures(store: CostStore, started: list[list[str]]) -> None:
    store.folder.mkdir(parents=True)
    store.request_stop()  # of the measurement before
    assert launch.start(store, job("starting"))
    assert not launch.start(store, job("starting"))
    assert len(started) == 1
    assert started[0][-1] == str(store.root.absolute())
    assert not store.stop_requested()


def test_while_one_measures_no_other_begins(store: CostStore) -> None:
    with store.alone(0), pytest.raises(CostError, match="Another measurement"), store.alone(0):
        pass


def test_what_is_known_in_part_is_completed_and_what_is_whole_is_measured_again() -> None:
    record = made_up.record()
    partly = record.model_copy(update={"done": frozenset(list(record.done)[:3])})
    assert launch.new_job(TINY, None).again is False
    assert launch.new_job(TINY, partly).again is False
    assert launch.new_job(TINY, record).again is True
