"""Trainings by the command line, beside the three baselines on the same test windows."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.race import ROOT
from bench.report import table

TRAFFIC = ROOT / "sample_data" / "traffic_i94_hourly.csv"
SEEDS = (0, 1, 2)


def train(csv: Path, *arguments: str) -> dict[str, Any]:
    """The JSON object that ``python -m informer train`` closes with; its run is thrown away."""
    with tempfile.TemporaryDirectory() as runs:
        command = [sys.executable, "-m", "informer", "train", str(csv), *arguments]
        done = subprocess.run(
            [*command, "--runs", runs, "--json"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _row(label: object, scores: dict[str, float], *more: object) -> list[object]:
    return [label, *(scores[name] for name in ("mae_scaled", "mae", "rmse", "mase")), *more]


def traffic(seeds: Sequence[int] = SEEDS) -> str:
    """Preset Quick on the default sample, horizon 24 h, over several seeds."""
    options = ("--target", "traffic_volume", "--known-future", "is_holiday", "--preset", "quick")
    results = [train(TRAFFIC, *options, "--pred-len", "24", "--seed", str(s)) for s in seeds]
    rows = [
        _row(
            f"Informer, Quick, seed {seed}",
            r["metrics"],
            f"{r['seconds']:.0f}",
            f"{r['skill']:+.1%}",
        )
        for seed, r in zip(seeds, results, strict=True)
    ]
    mean = {
        name: statistics.fmean(r["metrics"][name] for r in results)
        for name in results[0]["metrics"]
    }
    skill = statistics.fmean(r["skill"] for r in results)
    rows.append(_row("Informer, Quick, mean", mean, "", f"{skill:+.1%}"))
    rows += [
        _row(name.replace("_", " "), scores, "", "")
        for name, scores in results[0]["baselines"].items()
    ]
    header = ("", "MAE / train deviation", "MAE", "RMSE", "MASE", "seconds", "skill")
    return table(header, rows)
