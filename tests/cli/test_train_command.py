"""``train``: what it prints, what it leaves, and how it is stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from informer.__main__ import main
from informer.training.records import RunRecord
from informer.training.runs import RunFolder, RunStore
from tests.cli.options import TINY

ROOT = Path(__file__).parents[2]


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
    scores = {"mse_scaled", "mae_scaled", "mae", "rmse", "mase", "wape"}
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
