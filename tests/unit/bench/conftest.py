"""A small hourly file, and trainings of a few steps on it."""

from pathlib import Path

import pytest

from bench.trials import Trials
from informer.data.series import TimeSeries

TINY = {"seq_len": 24, "d_model": 8, "n_heads": 2, "d_ff": 16, "max_steps": 4, "eval_every": 2}


@pytest.fixture
def trials(hourly_series: TimeSeries, tmp_path: Path) -> Trials:
    csv = tmp_path / "hours.csv"
    lines = [
        f"{time},{event},{load}"
        for time, (event, load) in zip(hourly_series.time, hourly_series.values, strict=True)
    ]
    csv.write_text("\n".join(["date,event,OT", *lines]), encoding="utf-8")
    results = tmp_path / "results.jsonl"
    return Trials(csv, seeds=(0, 1), overrides=TINY, split=(300, 90, 90), results=results)
