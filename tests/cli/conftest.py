"""One file of data and one trained run, for every test of the command line."""

from pathlib import Path

import pandas as pd
import pytest

from informer.__main__ import main
from informer.data.series import TimeSeries
from informer.training.records import RunRecord
from informer.training.runs import RunStore
from tests.cli.options import TINY


@pytest.fixture(scope="session")
def csv(tmp_path_factory: pytest.TempPathFactory, hourly_series: TimeSeries) -> Path:
    path = tmp_path_factory.mktemp("data") / "hourly.csv"
    frame = pd.DataFrame(hourly_series.values, columns=list(hourly_series.columns))
    frame.insert(0, "timestamp", hourly_series.time)
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def trained(csv: Path, runs: Path) -> RunRecord:
    options = ["--target", "load", "--known-future", "event", "--runs", str(runs), "--seed", "3"]
    assert main(["train", str(csv), *options, *TINY, "--name", "first"]) == 0
    return RunStore(runs).runs()[0].record()
