"""The command line: what it prints, what it leaves, and how it refuses."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main
from informer.data.series import TimeSeries
from informer.training.records import RunRecord
from informer.training.runs import RunFolder, RunStore

ROOT = Path(__file__).parents[2]
TINY = ["--seq-len", "24", "--pred-len", "6", "--preset", "quick"]
for setting in ("d_model=8", "n_heads=2", "d_ff=16", "max_steps=8", "eval_every=4", "device=cpu"):
    TINY += ["--set", setting]


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory, hourly_series: TimeSeries) -> Path:
    path = tmp_path_factory.mktemp("data") / "hourly.csv"
    frame = pd.DataFrame(hourly_series.values, columns=list(hourly_series.columns))
    frame.insert(0, "timestamp", hourly_series.time)
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def trained(csv: Path, runs: Path) -> RunRecord:
    options = ["--target", "load", "--known-future", "event", "--runs", str(runs), "--seed", "3"]
    assert main(["train", str(csv), *options, *TINY, "--name", "first"]) == 0
    return RunStore(runs).runs()[0].record()


def _train(csv: Path, runs: Path, capsys: pytest.CaptureFixture[str], *options: str) -> object:
    assert main(["train", str(csv), "--runs", str(runs), *TINY, *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_train_leaves_a_run_and_prints_its_scores(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _train(csv, tmp_path, capsys, "--target", "load", "--known-future", "event")
    assert isinstance(answer, dict)
    assert list(answer) == [
        "run", "seconds", "steps", "metrics", "baselines", "best_baseline", "skill",
    ]  # fmt: skip
    scores = {"mse_scaled", "mae_scaled", "mae", "rmse", "mase"}
    assert set(answer["baselines"]) == {"naive", "seasonal_naive", "linear"}
    assert all(set(s) == scores for s in (answer["metrics"], *answer["baselines"].values()))
    record = RunStore(tmp_path).open(answer["run"]).record()
    assert (record.status, record.steps, answer["steps"]) == ("done", 8, 8)
    assert record.result is not None
    assert record.result.skill == answer["skill"]


def test_one_seed_sets_all_three(trained: RunRecord) -> None:
    seeds = trained.config.seeds
    assert (seeds.data, seeds.weights, seeds.sampling) == (3, 3, 3)
    assert trained.name == "first"


def test_published_protocols_can_be_repeated(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--features", "M", "--split", "300,90,90", "--standardise-metrics"]
    options += ["--set", "sampling_seed=9", "--label-len", "12"]
    answer = _train(csv, tmp_path, capsys, *options)
    assert isinstance(answer, dict)
    config = RunStore(tmp_path).open(answer["run"]).record().config
    assert config.data.targets == ("event", "load")
    assert config.data.split == (300, 90, 90)
    assert (config.seeds.sampling, config.seeds.data, config.model.label_len) == (9, 0, 12)
    assert answer["metrics"]["mae"] == answer["metrics"]["mae_scaled"]


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


_DAYS = pd.date_range("2024-01-01", periods=90).strftime("%Y-%m-%d")
REFUSED = {
    "no CSV": ("\x89PNG\r\n\x1a\n\0\0\0", "PNG picture"),
    "no time column": ("name,y\n" + "".join(f"row {i * 7 % 5},{i}\n" for i in range(60)), "time"),
    "30 rows": ("time,y\n" + "".join(f"{day},{day[-1]}\n" for day in _DAYS[:30]), "48"),
    "constant": ("time,x,y\n" + "".join(f"{day},{day[-1]},5\n" for day in _DAYS), "change: 'y'"),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_data_that_cannot_be_used_get_one_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, word = REFUSED[case]
    path = tmp_path / "data.csv"
    path.write_bytes(content.encode("latin-1"))
    code = main(["train", str(path), "--target", "y", "--runs", str(tmp_path / "runs")])
    output = capsys.readouterr()
    assert code == 2
    assert output.out == ""
    assert len(output.err.strip().splitlines()) == 1
    assert word in output.err
    assert not (tmp_path / "runs").exists()  # no half-made run is left


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--target", "lod"], "'lod'"),
        ([], "target"),
        (["--target", "load", "--set", "d_modle=3"], "did you mean d_model?"),
        (["--target", "load", "--set", "d_model"], "key=value"),
        (["--target", "load", "--set", "data_seed=-1"], "data_seed can't be -1"),
        (["--target", "load", "--split", "1000,10,10"], "there are 480"),
        (["--target", "load", "--seq-len", "400"], "train part"),
        (["--target", "load", "--set", "device=cuda"], "no cuda device"),
    ],
)
def test_choices_that_cannot_be_get_one_sentence(
    csv: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    sentence: str,
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert main(["train", str(csv), *options, "--runs", str(tmp_path)]) == 2
    error = capsys.readouterr().err.strip().splitlines()
    assert sentence in error[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["forecast", "quick-000000"],
        ["forecast", "../../etc"],
        ["train", "not-there.csv", "--target", "y"],
    ],
)
def test_what_is_not_there_is_named(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--runs", str(tmp_path)]) == 2
    assert Path(arguments[1]).name in capsys.readouterr().err


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


def test_an_unexpected_error_is_told_without_a_traceback(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("informer.training.train.new_model", broken)
    assert main(["train", str(csv), "--target", "load", "--runs", str(tmp_path), *TINY]) == 1
    error = capsys.readouterr().err
    assert "Traceback" not in error
    folder = RunStore(tmp_path).runs()[0]
    assert str(folder.log) in error
    assert "surprise" in folder.log.read_text()
    assert folder.record().status == "failed"


def test_ctrl_c_stops_a_real_training_cleanly(csv: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "informer", "train", str(csv), "--target", "load"]
    command += [*TINY, "--set", "max_steps=none", "--set", "epochs=1000000"]
    command += ["--set", "patience=1000000", "--runs", str(tmp_path), "--json"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(1200):
            folders = list(tmp_path.glob("*/best.safetensors"))
            if folders or process.poll() is not None:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, error
    assert "Traceback" not in error
    answer = json.loads(out.splitlines()[-1])
    assert RunFolder(tmp_path / answer["run"]).record().status == "stopped"


def test_a_seed_that_is_none_is_refused(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["train", str(csv), "--target", "load", "--seed", "-1"])
    assert "'-1' is no seed" in capsys.readouterr().err
