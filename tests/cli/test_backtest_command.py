"""``backtest``: errors beside the baselines', made once and then read, refused in a sentence."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main
from informer.forecasting.backtest_job import BacktestJobs
from informer.training.records import RunRecord
from informer.training.runs import RunStore

MADE = "the test part"
"""Told while it is made; a stored one is only read."""


def test_the_backtest_of_training_is_read_and_its_scores_are_the_runs(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", trained.id, "--runs", str(runs), "--json"]) == 0
    output = capsys.readouterr()
    answer = json.loads(output.out.splitlines()[-1])
    assert MADE not in output.err
    result = trained.result
    assert result is not None
    assert answer["errors"]["informer"]["mae"] == pytest.approx(result.metrics.mae)
    assert answer["errors"]["informer"]["wape"] == pytest.approx(result.metrics.wape)
    for name, scores in result.baselines.items():
        assert answer["errors"][name]["mase"] == pytest.approx(scores.mase)
    assert (answer["best_baseline"], answer["n_windows"]) == (
        result.best_baseline,
        result.n_windows,
    )
    assert answer["skill"] == pytest.approx(result.skill)
    assert "seasonal naive" in output.out
    assert f"skill against {result.best_baseline}" in output.out


def test_another_horizon_is_made_once_and_every_forecast_can_be_had(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv = tmp_path / "all.csv"
    command = ["backtest", trained.id, "--runs", str(runs), "--horizon", "9"]
    assert main([*command, "--csv-out", str(csv)]) == 0
    assert MADE in capsys.readouterr().err
    assert (runs / trained.id / "backtest-9.npz").is_file()
    assert main([*command, "--json"]) == 0
    output = capsys.readouterr()
    assert MADE not in output.err
    answer = json.loads(output.out.splitlines()[-1])
    frame = pd.read_csv(csv, parse_dates=["start", "time"])
    assert len(frame) == answer["n_windows"] * 9
    assert (frame.time == frame.start + pd.to_timedelta(frame.step - 1, unit="h")).all()
    for name, errors in answer["errors"].items():
        missed = (frame[name] - frame.actual).abs()
        assert missed.mean() == pytest.approx(errors["mae"])
        by_step = missed.groupby(frame.step).mean()
        np.testing.assert_allclose(by_step, errors["mae_by_step"])


def test_another_season_changes_the_seasonal_naive_forecast(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for period in ("24", "7"):
        options = ["--runs", str(runs), "--period", period, "--json"]
        assert main(["backtest", trained.id, *options]) == 0
        found.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    day, seven = found
    assert (day["period"], seven["period"]) == (24, 7)
    assert day["errors"]["seasonal_naive"]["mae"] < seven["errors"]["seasonal_naive"]["mae"]
    assert day["errors"]["informer"]["mae"] == seven["errors"]["informer"]["mae"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--horizon", "97"], "part has 48: choose a horizon of 48 steps or fewer"),
        (["--period", "5000"], "A season of 5000 steps can't be told"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    trained: RunRecord,
    runs: Path,
    options: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["backtest", trained.id, "--runs", str(runs), *options]) == 2
    assert sentence in capsys.readouterr().err


def test_ctrl_c_ends_it_in_a_sentence_and_keeps_nothing(
    trained: RunRecord,
    runs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("informer.forecasting.backtest_work.backtest", interrupted)
    assert main(["backtest", trained.id, "--runs", str(runs), "--horizon", "11"]) == 2
    assert "The backtest was stopped; nothing was kept." in capsys.readouterr().err
    assert not (runs / trained.id / "backtest-11.npz").exists()


def test_only_one_at_a_time(
    trained: RunRecord, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with BacktestJobs(RunStore(runs).open(trained.id).path).alone(0):
        assert main(["backtest", trained.id, "--runs", str(runs), "--horizon", "10"]) == 2
    assert "Another backtest of this run is going on" in capsys.readouterr().err
