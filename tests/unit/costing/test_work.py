"""Real measurements, tiny ones: what they find, how they are stopped, and how they fail."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from informer.costing import attention, encoder, memory, memory_use
from informer.costing.launch import new_job, start
from informer.costing.measure import measure
from informer.costing.plan import (
    LENGTHS,
    chunks,
    default_model,
    encoder_batch,
    holds_scores,
    measured_lengths,
    tasks,
)
from informer.costing.results import FULL, HELD, SPARSE, Subject
from informer.costing.store import CostStore, Job
from informer.costing.timing import LEAST, alternate
from informer.costing.work import work
from informer.training.jobs import StoppedError
from scripts.serving import ROOT
from tests.unit.costing.made_up import TINY

CPU = torch.device("cpu")
SHORT = (16, 32)


@pytest.fixture
def store(tmp_path: Path) -> CostStore:
    return CostStore(tmp_path / "runs")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("informer.costing.timing.TURN_SECONDS", 0.0)


def test_the_worker_measures_everything_and_keeps_it(store: CostStore) -> None:
    assert start(store, new_job(TINY, None, SHORT))
    for _ in range(1200):
        if not store.job().active:  # type: ignore[union-attr]
            break
        time.sleep(0.1)
    job, record = store.job(), store.record(TINY)
    assert job is not None
    assert (job.status, job.error, job.worker) == ("done", None, None)
    assert record is not None
    assert record.done == {task.name for task in tasks(TINY, SHORT)}
    for backward in (False, True):
        for form in (FULL, SPARSE, HELD):
            curve = record.curve("time", "attention", form, backward=backward)
            assert curve.at == SHORT
            assert min(curve.low) > 0
        assert record.encoder_total("time", 1, backward=backward) is not None
        if memory_use.forget_peak():
            assert record.encoder_total("memory", 1, backward=backward) is not None
            assert record.curve("memory", "attention", SPARSE, backward=backward).at == SHORT
    assert record.curve("time", "decoding").at == tuple(sorted(chunks(TINY)))
    assert store.log.read_text() == ""


def _stop_at(store: CostStore, task: str) -> Callable[[Job], None]:
    def stop(job: Job) -> None:
        if job.doing == task:
            store.request_stop()

    return stop


def test_a_stop_keeps_what_was_measured_and_the_rest_is_measured_later(store: CostStore) -> None:
    first, second = tasks(TINY, SHORT)[:2]
    ended = work(store, new_job(TINY, None, SHORT), _stop_at(store, second.words))
    assert ended.status == "stopped"
    assert store.job() == ended
    record = store.record(TINY)
    assert record is not None
    assert record.done == {first.name}
    assert record.curve("time", "attention", FULL).at == (16,)

    store.forget_stop()
    begun: list[str] = []
    third = tasks(TINY, SHORT)[2]
    job = new_job(TINY, record, SHORT)
    work(store, job, lambda j: (begun.append(j.doing), _stop_at(store, third.words)(j)))
    assert first.words not in begun
    assert second.words in begun
    assert store.record(TINY).done == {first.name, second.name}  # type: ignore[union-attr]


def test_a_failure_is_told_in_a_sentence(store: CostStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("not enough memory: you tried to allocate memory")

    monkeypatch.setattr(attention, "works", broken)
    with pytest.raises(RuntimeError):
        work(store, new_job(TINY, None, SHORT))
    job = store.job()
    assert job is not None
    assert job.status == "failed"
    assert "ran out of memory" in str(job.error)


def test_a_worker_with_nothing_to_do_does_nothing(store: CostStore) -> None:
    command = [sys.executable, "-m", "informer.costing.worker", str(store.root)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert store.record(TINY) is None


def test_things_are_run_in_turns_and_the_first_round_is_thrown_away() -> None:
    order: list[str] = []

    def step(name: str) -> Callable[[], dict[Subject, float]]:
        def run() -> dict[Subject, float]:
            order.append(name)
            return {Subject("attention", name, 1): 99.0 if len(order) < 3 else 0.002}

        return run

    found = alternate([step("a"), step("b")], lambda: False)
    assert "".join(order) == "abba" * ((LEAST + 1) // 2) + "ab" * ((LEAST + 1) % 2)
    assert [(one.median, one.low, one.high, one.repeats) for one in found] == [(2, 2, 2, LEAST)] * 2


def test_a_stop_ends_the_turns_at_once() -> None:
    ran: list[int] = []
    with pytest.raises(StoppedError):
        alternate([lambda: ran.append(1) or {}], lambda: len(ran) == 2)
    assert len(ran) == 2


def test_the_process_that_measures_memory_is_ended_with_the_rest() -> None:
    todo = [task for task in tasks(TINY, SHORT) if task.quantity == "memory"]
    found = memory.by_child(TINY, todo, lambda: True)
    name, _ = next(found)
    assert name == todo[0].name
    with pytest.raises(StoppedError):
        next(found)


def test_tasks_come_back_in_their_order_each_with_its_subjects() -> None:
    begun: list[str] = []
    todo = [task for task in tasks(TINY, (16,)) if task.quantity == "time"]
    found = list(measure(TINY, todo, CPU, lambda: False, lambda task: begun.append(task.name)))
    assert [task for task, _ in found] == todo
    assert begun == [task.name for task in todo]
    for task, observations in found:
        for one in observations:
            assert (one.subject.part, one.subject.backward) == (task.part, task.backward)


@pytest.mark.skipif(not memory_use.forget_peak(), reason="this system can't tell")
def test_memory_is_what_work_adds_at_its_peak() -> None:
    mib = memory.added(lambda: torch.ones(8, 2**20).sum(), CPU)  # 32 MiB, given back at once
    assert mib is not None
    assert 31 < mib < 36


def test_each_number_of_distilling_layers_halves_so_often() -> None:
    model = TINY.model_copy(update={"e_layers": 3})
    works = encoder.works(model, backward=False, device=CPU)
    lengths = {subject.at: work().shape[1] for subject, work in works.items()}  # type: ignore[attr-defined]
    assert lengths == {0: 16, 1: 8, 2: 4}


def test_full_attention_does_not_hold_more_scores_than_a_small_machine_can() -> None:
    model = default_model()
    assert holds_scores(model, 1440)
    assert not holds_scores(model, 2880)
    assert {s.form for s in attention.works(TINY, 16, backward=False, device=CPU)} == {
        FULL, SPARSE, HELD,
    }  # fmt: skip


def test_what_would_take_minutes_to_decode_is_left_out() -> None:
    long = default_model().model_copy(update={"pred_len": 720})
    assert chunks(long) == (720, 360, 180, 90)
    assert chunks(long.model_copy(update={"pred_len": 1})) == (1,)


def test_the_own_length_is_measured_too_unless_it_is_very_long() -> None:
    own = default_model().model_copy(update={"seq_len": 168})
    assert set(measured_lengths(own)) == {*LENGTHS, 168}
    assert measured_lengths(own.model_copy(update={"seq_len": 50_000})) == LENGTHS
    assert encoder_batch(own.model_copy(update={"seq_len": 50_000})) == 1
