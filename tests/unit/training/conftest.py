"""A run so small that it trains in a second."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.plan import plan_run
from informer.training.runs import RunFolder, RunStore

TINY = {
    "d_model": 8,
    "n_heads": 2,
    "d_ff": 16,
    "seq_len": 24,
    "pred_len": 6,
    "dropout": 0.1,
    "max_steps": 12,
    "eval_every": 6,
    "device": "cpu",
}


@pytest.fixture
def config(hourly_series: TimeSeries) -> RunConfig:
    return plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=TINY)


@pytest.fixture
def endless(config: RunConfig) -> RunConfig:
    """The same run, which ends only when it is stopped."""
    training = config.training.model_copy(
        update={"max_steps": None, "epochs": 10**6, "patience": 10**6}
    )
    return config.model_copy(update={"training": training})


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def folder(store: RunStore, hourly_series: TimeSeries, config: RunConfig) -> RunFolder:
    return store.create(hourly_series, config)


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that a test has started; none is left behind."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()
