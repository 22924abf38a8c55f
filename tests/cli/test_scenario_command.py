"""``forecast --scenario``: the baseline, each scenario and the difference; edits in words."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main
from informer.training.records import RunRecord

START = "2024-01-10T05:00"


def scenario(folder: Path, name: str = "An event", start: str = START, **more: object) -> str:
    """A file with a scenario; its path."""
    last = str(pd.Timestamp(start) + pd.Timedelta(hours=2))
    edit = {"kind": "known_set", "column": "event", "first": start, "last": last, "value": 1}
    path = folder / f"{name.replace(' ', '-')}.json"
    path.write_text(json.dumps({"name": name, "start": start, "edits": [edit]} | more), "utf-8")
    return str(path)


def test_columns_words_and_json_tell_the_same(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "what-if.csv"
    first, second = scenario(tmp_path), scenario(tmp_path, "Idle", edits=[], steps=8)
    words = ["forecast", trained.id, "--runs", str(runs), "--scenario", first]
    assert main([*words, "--scenario", second, "--out", str(out), "--json"]) == 0
    printed = capsys.readouterr()
    assert "An event:\n  1. event is 1 from Wed 10 Jan 2024 05:00 to 07:00\n" in printed.err
    told = json.loads(printed.out.splitlines()[-1])
    frame = pd.read_csv(out)
    assert frame["time"][0] == "2024-01-10 05:00:00"
    assert len(frame) == 8
    event, idle = told["scenarios"]
    np.testing.assert_allclose(frame["load baseline"], told["values"]["load"])
    np.testing.assert_allclose(frame["load An event"][:6], event["values"]["load"])
    assert frame["load An event"][6:].isna().all()
    np.testing.assert_allclose(frame["load An event difference"][:6], event["difference"]["load"])
    assert set(idle["difference"]["load"]) == {0}
    assert np.abs(event["difference"]["load"]).max() > 0
    assert set(event["queries_changed"]) == {"encoder.0", "encoder.1"}


def test_it_is_the_forecast_without_a_scenario_beside_it(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["forecast", trained.id, "--runs", str(runs), "--json"]
    main([*words, "--window", START])
    alone = json.loads(capsys.readouterr().out.splitlines()[-1])
    main([*words, "--scenario", scenario(tmp_path)])
    beside = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert alone["window"] == beside["window"]
    np.testing.assert_allclose(alone["values"]["load"], beside["values"]["load"], rtol=1e-6)
    main([*words, "--window", "-1", "--scenario", scenario(tmp_path)])
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["window"] > beside["window"]  # the window that is asked for goes before its own
    (passed_over,) = (note for note in last["scenarios"][0]["notes"] if "passed over" in note)
    assert "Edit 1 (event is 1 " in passed_over


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"edits": [{"kind": "bomb"}]}, "edit 1: input tag 'bomb'"),
        ({"edits": [{"kind": "weekday", "value": 9}]}, "edit 1 (weekday), 'value'"),
        (
            {"edits": [{"kind": "set", "column": "x", "first": START, "last": START, "value": 1}]},
            "the model reads no such column, but 'event', 'load'",
        ),
        ({"start": "1999-01-01T00:00"}, "There is no window"),
        ({"start": "2024-01-10T05:30"}, "There is no window"),
    ],
)
def test_a_scenario_that_makes_no_sense_gets_one_sentence(
    trained: RunRecord,
    runs: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: dict[str, object],
    sentence: str,
) -> None:
    file = scenario(tmp_path, **wrong)
    assert main(["forecast", trained.id, "--runs", str(runs), "--scenario", file]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_scenarios_of_different_moments_need_a_window(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [scenario(tmp_path), scenario(tmp_path, "Later", "2024-01-11T05:00")]
    asked = [word for file in files for word in ("--scenario", file)]
    words = ["forecast", trained.id, "--runs", str(runs), *asked]
    assert main(words) == 2
    assert "--window" in capsys.readouterr().err
    assert main([*words, "--window", START]) == 0


def test_a_file_that_is_not_there_is_named(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["forecast", trained.id, "--runs", str(runs)]
    assert main([*words, "--scenario", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
