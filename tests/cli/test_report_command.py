"""``forecast --report``: one HTML file, of a forecast or of scenarios."""

import json
from pathlib import Path

import pytest

from informer.__main__ import main
from informer.training.records import RunRecord


def test_a_forecast_and_its_report(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, out = tmp_path / "report.html", tmp_path / "out.csv"
    options = ["--runs", str(runs), "--window", "2024-01-10 05:00", "--horizon", "8"]
    assert main(["forecast", trained.id, *options, "--out", str(out), "--report", str(page)]) == 0
    assert f"Report written to {page}." in capsys.readouterr().err
    text = page.read_text(encoding="utf-8")
    assert "8 steps of 1 hour, Wed 10 Jan 2024 05:00 to" in text
    assert "--window 2024-01-10T05:00:00 --horizon 8" in text
    assert len(out.read_text(encoding="utf-8").splitlines()) == 9


def test_a_report_of_scenarios(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, file = tmp_path / "report.html", tmp_path / "twice.json"
    day = {"first": "2024-01-09T00:00:00", "last": "2024-01-09T23:00:00"}
    edit = {"kind": "scale", "column": "load", "factor": 2, **day}
    scenario = {"name": "<b>twice</b>", "start": "2024-01-10T05:00:00", "edits": [edit]}
    file.write_text(json.dumps(scenario), encoding="utf-8")
    options = ["--runs", str(runs), "--scenario", str(file), "--report", str(page)]
    assert main(["forecast", trained.id, *options]) == 0
    assert capsys.readouterr().out == ""
    text = page.read_text(encoding="utf-8")
    assert "<b>twice</b>" not in text
    assert "&lt;b&gt;twice&lt;/b&gt;" in text
    assert "load +100 % on Tue 9 Jan 2024" in text
    assert f"--scenario={file}" in text


def test_a_report_that_cannot_be_written_is_said(
    trained: RunRecord, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "no" / "report.html"
    assert main(["forecast", trained.id, "--runs", str(runs), "--report", str(page)]) == 2
    assert "Traceback" not in capsys.readouterr().err
