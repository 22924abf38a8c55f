"""Two processes that train one run: the same losses as one, and one end for both."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.predict import mean_squared_error
from informer.model.informer import Informer
from informer.training.fit import fit, new_model
from informer.training.launch import start_worker
from informer.training.records import RunError
from informer.training.runs import RunStore
from informer.training.torchrun import Place
from informer.training.train import train_run

ROOT = Path(__file__).parents[3]
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
Start = Callable[..., "subprocess.Popen[bytes]"]


def _for_two(config: RunConfig, **training: object) -> RunConfig:
    """No dropout, whose masks differ; 307 windows in batches of 17: 8 and 9, and once a single."""
    values = {"n_devices": 2, "batch_size": 17, "eval_every": 2, "max_steps": 24, "patience": 99}
    return config.model_copy(
        update={
            "model": config.model.model_copy(update={"dropout": 0.0}),
            "training": config.training.model_copy(update=values | training),
        }
    )


@pytest.fixture
def start(started: list[subprocess.Popen[bytes]]) -> Start:
    """Starts Python in a session of its own, and leaves no process behind."""

    def start_one(*arguments: object, **environment: object) -> "subprocess.Popen[bytes]":
        variables = {"PYTHONPATH": ROOT, "OMP_NUM_THREADS": 1} | environment
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **{name: str(value) for name, value in variables.items()}},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    return start_one


def test_two_processes_have_the_losses_of_one(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig, start: Start
) -> None:
    """Every train loss, which is of the global batch, every validation, and the weights.

    Weights whose gradient is zero (a bias before a normalisation, or of a key) are moved by Adam
    according to rounding alone. In training nothing depends on them, in evaluation the running
    mean lags behind: so one validation is compared with that of one process with the same weights,
    and the others loosely.
    """
    config = _for_two(config)
    folder = store.create(hourly_series, config)
    assert start(*TORCHRUN, "-m", "informer.training.worker", folder.path).wait(timeout=120) == 0
    together = [report for report in folder.reports() if report.kind == "validation"]
    windows = Windows(hourly_series, config)
    assert len(windows.split.train) % 17 == 1
    model = new_model(config, torch.device("cpu"))
    alone = []
    for report in fit(model, windows, config):
        if report.kind == "validation":
            alone.append(report)
            last = {name: value.clone() for name, value in model.state_dict().items()}
    assert [r.step for r in together] == [r.step for r in alone] == list(range(2, 25, 2))
    for name, tolerance in (
        ("train_loss", 1e-5),
        ("gradient_norm", 1e-4),
        ("validation_loss", 2e-3),
    ):
        here, there = ([getattr(r, name) for r in reports] for reports in (alone, together))
        assert there == pytest.approx(here, rel=tolerance), name
    weights = load_file(folder.last_weights)
    for name, value in weights.items():
        if name.endswith(("weight", "running_var")):
            torch.testing.assert_close(value, last[name], rtol=1e-4, atol=1e-6)
    model = Informer(config.model)
    model.load_state_dict(weights)
    again = mean_squared_error(model, windows, windows.split.validation, config.seeds.sampling)
    assert together[-1].validation_loss == pytest.approx(again, rel=1e-6)
    record = folder.record()
    assert (record.status, record.device, record.threads) == ("done", "cpu", 1)
    assert folder.forecast() is not None


@pytest.mark.parametrize(
    ("how", "sentence"), [("raise", "ran out of memory"), ("die", "ended before its time")]
)
def test_a_process_that_fails_ends_both_with_one_sentence(
    store: RunStore,
    hourly_series: TimeSeries,
    config: RunConfig,
    start: Start,
    how: str,
    sentence: str,
) -> None:
    folder = store.create(hourly_series, _for_two(config))
    worker = Path(__file__).with_name("failing_rank.py")
    port = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": _free_port(), "WORLD_SIZE": 2}
    first, second = (
        start(worker, how, folder.path, RANK=rank, LOCAL_RANK=rank, LOCAL_WORLD_SIZE=2, **port)
        for rank in range(2)
    )
    assert first.wait(timeout=60) == 1
    assert second.wait(timeout=60) != 0
    record = folder.record()
    assert record.status == "failed"
    assert sentence in str(record.error)
    assert ("Traceback" in folder.log.read_text()) if how == "raise" else not folder.log.exists()


def test_started_from_a_page_two_processes_stop_when_they_are_asked(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    endless = _for_two(config, max_steps=None, epochs=10**6, patience=10**6)
    folder = store.create(hourly_series, endless)
    start_worker(folder)
    try:
        _wait(lambda: bool(folder.reports()) or folder.record().status == "failed")
    finally:
        folder.request_stop()
        _wait(lambda: not folder.record().active)
    record = folder.record()
    assert (record.status, record.error) == ("stopped", None)
    assert record.ended_well


def test_a_run_for_several_processes_is_not_trained_by_one(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    folder = store.create(hourly_series, _for_two(config))
    with pytest.raises(RunError, match="torchrun --nproc-per-node 2"):
        train_run(folder)
    assert "wants 2 processes" in str(folder.record().error)


def test_the_place_is_what_torchrun_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Place.here() == Place(rank=0, size=1, local_rank=0, local_size=1)
    for name, value in (("RANK", 5), ("WORLD_SIZE", 8), ("LOCAL_RANK", 1), ("LOCAL_WORLD_SIZE", 4)):
        monkeypatch.setenv(name, str(value))
    assert Place.here() == Place(rank=5, size=8, local_rank=1, local_size=4)


def _wait(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited for a minute in vain")


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
