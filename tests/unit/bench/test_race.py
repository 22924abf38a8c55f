"""Contenders in processes of their own: what they say, and what is made of it."""

import json

import pytest

from bench.contenders.contender import Contender, StepTask
from bench.contenders.serve import serve
from bench.race import BenchError, Entry, Result, race
from bench.steps import PEERS, SETTINGS, compare, entries
from informer.costing.memory_use import peak, resident

TINY = StepTask(seq_len=16, label_len=8, pred_len=4, d_model=8, d_ff=8, n_heads=2, batch=2)
OURS = Entry("bench.contenders.ours:training", TINY.fields)


def test_a_contender_greets_and_then_answers_every_request() -> None:
    calls: list[int] = []
    contender = Contender(lambda: calls.append(1), "a note")
    requests = (json.dumps({"steps": n}) for n in (2, 3))
    greeting, *answers = serve(contender, requests)
    assert greeting["note"] == "a note"
    assert greeting["resident"] > 10
    assert [len(answer["seconds"]) for answer in answers] == [2, 3]
    assert all(answer["peak"] >= greeting["resident"] for answer in answers)
    assert len(calls) == 5


def test_a_race_measures_all_in_their_own_processes() -> None:
    results = race({"one": OURS, "other": OURS}, threads=1, seconds=0, rounds=2)
    assert list(results) == ["one", "other"]
    for result in results.values():
        assert len(result.seconds) >= 2
        assert min(result.seconds) > 0
        assert result.peak >= result.resident > 0


def test_a_contender_that_cannot_be_built_is_told_in_one_sentence() -> None:
    wrong = Entry("bench.contenders.ours:training", TINY.fields | {"n_heads": 3})
    with pytest.raises(BenchError, match=r"^wrong can't be measured: ConfigError: .*n_heads"):
        race({"fine": OURS, "wrong": wrong}, threads=1, seconds=0, rounds=1)


def test_a_process_that_dies_is_told_in_one_sentence() -> None:
    with pytest.raises(BenchError, match="The process of dead was ended, with exit code 3"):
        race({"dead": Entry("os:_exit", {"status": 3})}, threads=1, seconds=0)


def test_the_memory_of_this_process_is_known() -> None:
    assert peak() >= resident() > 50


def test_ratios_are_to_the_fastest_peer() -> None:
    slow, fast, *_ = PEERS
    results = {
        "this project": Result("", resident=100.0, peak=150.0, seconds=[0.1, 0.5, 0.1]),
        slow: Result("", resident=100.0, peak=900.0, seconds=[0.4] * 3),
        fast: Result("", resident=200.0, peak=300.0, seconds=[0.2] * 3),
    }
    ours, _, peer = compare(results, batch=32)
    assert ours == ["this project", "320", "2.00", "150", "0.50", "50", "0.50", ""]
    assert peer[2:7] == ["1.00", "300", "1.00", "100", "1.00"]


def test_every_contender_gets_the_same_task() -> None:
    for task in SETTINGS:
        tasks = [{**entry.task, "precision": ""} for entry in entries(task).values()]
        assert all(one == tasks[0] for one in tasks)
        assert len(tasks) == 2 + len(PEERS)
