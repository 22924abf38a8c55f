"""``check``: what was found for people, one JSON object for programs, exit 2 for a refusal."""

import json
from pathlib import Path

import pytest

from informer.__main__ import main

ROWS = [f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{i % 7},{i}" for i in range(120)]
KEYS = {"ok", "level", "freq", "rows", "rows_read", "time_columns", "columns", "findings"}


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    code = main(["check", str(path), "--json"])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err


def test_a_file_that_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "good.csv"
    path.write_text(
        "\n".join(["day,time,a,b", *(row.replace(" ", ",") for row in ROWS[:50] + ROWS[52:])])
    )
    code, lines, errors = check(path, capsys)
    report = json.loads(lines[-1])
    assert code == 0
    assert errors == ""
    assert set(report) == KEYS
    assert report["ok"] is True
    assert report["level"] == "warning"
    assert (report["freq"], report["rows"], report["rows_read"]) == ("h", 120, 118)
    assert (report["time_columns"], report["columns"]) == (["day", "time"], ["a", "b"])
    assert [finding["code"] for finding in report["findings"]] == ["date_and_time", "gaps"]
    assert set(report["findings"][0]) == {"level", "code", "message", "rows", "choices"}
    text = "\n".join(lines[:-1])
    assert "good.csv: 120 rows (118 in the file), one step is h" in text
    assert all(finding["message"] in text for finding in report["findings"])


def test_a_file_that_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "short.csv"
    path.write_text("\n".join(["time,a,b", *ROWS[:30]]))
    code, lines, errors = check(path, capsys)
    report = json.loads(lines[-1])
    assert code == 2
    assert set(report) == KEYS
    assert (report["ok"], report["level"]) == (False, "error")
    assert report["findings"][-1]["message"] == errors.strip()
    assert "30 usable rows" in errors
