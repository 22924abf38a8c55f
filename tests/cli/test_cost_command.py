"""``cost``: measures, keeps, and prints what it found."""

import json
from pathlib import Path

import pytest

from informer.__main__ import main
from informer.costing.store import CostStore
from informer.training.records import RunRecord


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("informer.costing.timing.TURN_SECONDS", 0.0)


def test_cost_measures_once_and_then_tells_what_it_knows(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["cost", trained.id, "--runs", str(runs), "--length", "16", "--json"]
    assert main(command) == 0
    output = capsys.readouterr()
    answer = json.loads(output.out.splitlines()[-1])
    assert "attention at L = 16: time" in output.err
    assert answer["model"]["n_heads"] == 2
    assert answer["counted"]["16"]["full"] == {"dot_products": 256, "weighted": 256}
    times = [one for one in answer["measured"] if one["quantity"] == "time"]
    assert {"full", "prob_sparse", "scores_held"} <= {one["form"] for one in times}
    assert all(one["low"] <= one["median"] <= one["high"] for one in times)
    record = CostStore(runs).record(trained.config.model)
    assert record is not None
    assert len(record.observations) == len(answer["measured"])

    assert main(command) == 0
    again = capsys.readouterr()
    assert again.err == ""
    assert json.loads(again.out.splitlines()[-1]) == answer


def test_only_one_measures_at_a_time(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with CostStore(runs).alone(0):
        assert main(["cost", trained.id, "--runs", str(runs)]) == 2
    assert "Another measurement is running" in capsys.readouterr().err


def test_a_length_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["cost", "--length", "3"])
    assert "'3' is no length" in capsys.readouterr().err
