"""How often prediction intervals hold the truth on the test part of each sample file."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.race import ROOT, BenchError
from bench.report import table
from informer.forecasting.backtest_store import load_backtest
from informer.forecasting.coverage import Coverage, coverage
from informer.forecasting.rolled import Backtest
from informer.training.runs import RunFolder

SAMPLES = {
    "traffic_i94_hourly": ("traffic_volume", "is_holiday"),
    "household_power_hourly": ("active_power_kw",),
    "nyc_flights_hourly": ("departures",),
    "sea_surface_temp_30min": ("sea_temp_c",),
    "wikipedia_pageviews_daily": ("standard_deviation",),
    "us_employment_monthly": ("total_nonfarm",),
}
"""File: its target, and the columns known in the future."""


def coverage_of_samples() -> str:
    """A run of preset Quick for each file, and the one that is shipped; seed 0."""
    rows = [_row("traffic_i94_hourly, the shipped run", RunFolder(ROOT / "sample_data" / "run"))]
    for name, (target, *known) in SAMPLES.items():
        with tempfile.TemporaryDirectory() as runs:
            rows.append(_row(name, _trained(Path(runs), name, target, known)))
    header = ("file", "steps", "test windows", "residuals", "followed", "frozen", "off by, at most")
    return table(header, rows)


def _trained(runs: Path, name: str, target: str, known: list[str]) -> RunFolder:
    words = ["train", str(ROOT / "sample_data" / f"{name}.csv"), f"--target={target}"]
    words += [f"--known-future={column}" for column in known]
    words += ["--preset", "quick", "--seed", "0", "--id", name, "--runs", str(runs)]
    subprocess.run(
        [sys.executable, "-m", "informer", *words],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return RunFolder(runs / name)


def _row(name: str, folder: RunFolder) -> list[object]:
    record = folder.record()
    if record.scaler is None:
        raise BenchError(f"Run '{record.id}' has not been trained.")
    backtest = load_backtest(
        folder.backtest_file(), folder.series(), record.config, record.scaler.scaler()
    )
    return _measured(name, backtest, coverage(backtest))


def _measured(name: str, backtest: Backtest, found: Coverage) -> list[object]:
    off = max(abs(share - level) for share, level in zip(found.followed, found.levels, strict=True))
    return [
        name,
        backtest.horizon,
        f"{found.n_windows:,}",
        f"{len(backtest.validation.windows):,}",
        _shares(found.followed),
        _shares(found.frozen),
        f"{100 * off:.1f}",
    ]


def _shares(shares: Iterable[float]) -> str:
    return " / ".join(f"{100 * share:.1f}" for share in shares)
