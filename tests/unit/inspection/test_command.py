import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from informer.commands import inspect
from informer.data.series import DataError, TimeSeries
from informer.inspection.store import load_inspection
from informer.training.checkpoint import save_weights
from informer.training.records import ScalerRecord
from informer.training.runs import RunStore
from tests.unit.inspection.test_inspect import small


@pytest.fixture
def run_id(hourly_series: TimeSeries, tmp_path: Path) -> str:
    model, windows = small(hourly_series)
    folder = RunStore(tmp_path).create(hourly_series, windows.config)
    scaler = windows.scaler
    folder.update(scaler=ScalerRecord(mean=tuple(scaler.mean), std=tuple(scaler.std)))
    save_weights(folder.best_weights, model)
    return folder.path.name


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    inspect.add_parser(parser.add_subparsers())
    args = parser.parse_args(["inspect", *words])
    code: int = args.run(args)
    return code


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert call(*words, "--json") == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_json_and_file_tell_the_same(
    run_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "inside.npz"
    words = (run_id, "--runs", str(tmp_path), "--window", "30", "--seed", "7")
    told = answer(capsys, *words, "--out", str(out))
    inspection = load_inspection(out)
    assert (inspection.window, inspection.sampling_seed) == (30, 7)
    assert len(told["attention"]) == len(inspection.attention) == 4
    with np.load(out, allow_pickle=False) as file:
        for layer in told["attention"]:
            name = layer["name"]
            assert layer["length"] == file[f"{name}.query"].shape[1]
            assert layer["n_sampled_keys"] == file[f"{name}.sampled_keys"].shape[1]
            assert layer["selected"] == file[f"{name}.selected"].tolist()
            assert layer["n_selected"] == len(layer["selected"][0])
            for head, share in enumerate(layer["precision_at_u"]):
                order = np.argsort(-file[f"{name}.measure_exact"][head], kind="stable")
                best = set(order[: layer["n_selected"]].tolist())
                hits = len(best & set(layer["selected"][head]))
                assert share == pytest.approx(hits / layer["n_selected"])
        lengths = [len(file[f"{d['name']}.output"]) for d in told["distilling"]]
    assert told["distilling"] == [
        {"name": "distilling.0", "length_in": 21, "length_out": 11},
        {"name": "distilling.1", "length_in": 11, "length_out": 6},
    ]
    assert lengths == [11, 6]


def test_a_window_can_be_named_by_its_time(
    run_id: str, hourly_series: TimeSeries, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = hourly_series.time[30 + 21].isoformat()
    told = answer(capsys, run_id, "--runs", str(tmp_path), "--window", start)
    assert told["window"] == 30
    assert told["sampling_seed"] == 0


def test_for_people_there_is_a_table(
    run_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(run_id, "--runs", str(tmp_path)) == 0
    printed = capsys.readouterr().out
    assert "encoder.0" in printed
    assert "distilling.1   11 -> 6" in printed


def test_no_such_window(run_id: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no window 9999"):
        call(run_id, "--runs", str(tmp_path), "--window", "9999")


@pytest.mark.parametrize("text", ["-1", "x", "9" * 30])
def test_no_such_seed(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("any", f"--seed={text}")
    assert f"'{text}' is no seed" in capsys.readouterr().err
