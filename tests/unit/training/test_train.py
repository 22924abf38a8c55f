"""A whole training in a run folder, in this process and in workers of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from filelock import FileLock
from safetensors.torch import load_file

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.forecasting.evaluate import evaluate
from informer.forecasting.forecast import forecast_window
from informer.inspection.store import load_inspection
from informer.model.informer import Informer
from informer.training.checkpoint import load_run
from informer.training.fit import TrainingError
from informer.training.records import RunError
from informer.training.reports import Report
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run

ROOT = Path(__file__).parents[3]


def _endless(config: RunConfig) -> RunConfig:
    training = config.training.model_copy(
        update={"max_steps": None, "epochs": 10**6, "patience": 10**6}
    )
    return config.model_copy(update={"training": training})


def _wait(condition: Callable[[], bool]) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited for two minutes in vain")


@pytest.fixture
def start() -> Iterator[Callable[[RunFolder], subprocess.Popen[bytes]]]:
    """Starts workers, and leaves none behind."""
    started = []

    def start_one(folder: RunFolder) -> subprocess.Popen[bytes]:
        with folder.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "informer.training.worker", str(folder.path)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def test_a_run_that_has_ended_holds_everything(folder: RunFolder) -> None:
    record = train_run(folder)
    assert (record.status, record.steps, record.best_step) == ("done", 12, 12)
    assert record.result is not None
    assert folder.record() == record
    run = load_run(folder)
    forecast = folder.forecast()
    assert forecast is not None
    again = forecast_window(run, -1, record.config.seeds.sampling)
    np.testing.assert_array_equal(forecast.values, again.values)
    assert evaluate(run.model, run.windows, run.config) == record.result
    assert folder.preview() is not None
    assert load_inspection(folder.inspection_file).window == forecast.window
    assert [r.step for r in folder.reports() if r.kind == "validation"] == [6, 12]
    with pytest.raises(RunError, match="trained before"):
        train_run(folder)
    assert folder.record() == record
    left = {file.name for file in folder.path.iterdir()}
    assert not any(name.startswith(".") for name in left)  # no temporary file is left behind


def test_the_scaler_of_a_run_is_stored_not_fitted_again(
    folder: RunFolder, hourly_series: TimeSeries
) -> None:
    train_run(folder)
    before = load_run(folder).windows.scaler
    shifted = TimeSeries(**{**vars(hourly_series), "values": hourly_series.values + 100})
    folder.write_series(shifted)
    np.testing.assert_array_equal(load_run(folder).windows.scaler.mean, before.mean)


def test_a_worse_validation_does_not_replace_the_best_weights(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may be killed at any time: the file must hold the best from then on."""

    def fit_that_gets_worse(model: Informer, *_: object) -> Iterator[Report]:
        for step, best in ((1, True), (2, False)):
            with torch.no_grad():
                model.projection.bias.fill_(step)
            yield Report("validation", step, 1, 2, 0.5, 0.1, 1.0, 1.0, 0.0, float(step), best)

    saved = []
    monkeypatch.setattr("informer.training.train.fit", fit_that_gets_worse)

    def keep_biases(report: Report) -> None:
        files = (folder.best_weights, folder.last_weights)
        saved.append([load_file(file)["projection.bias"].item() for file in files])

    record = train_run(folder, keep_biases)
    assert saved == [[1.0, 1.0], [1.0, 2.0]]
    assert (record.best_step, record.best_validation_loss) == (1, 1.0)


def test_a_stop_keeps_the_best_and_scores_it(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    folder = store.create(hourly_series, _endless(config))

    def stop_after_validation(report: Report) -> None:
        if report.kind == "validation":
            folder.request_stop()

    record = train_run(folder, stop_after_validation)
    assert (record.status, record.steps, record.best_step) == ("stopped", 6, 6)
    assert record.ended_well
    assert folder.forecast() is not None


def test_a_stop_before_the_first_validation_still_leaves_a_forecast(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    folder = store.create(hourly_series, _endless(config))
    record = train_run(folder, lambda _report: folder.request_stop())
    assert (record.status, record.steps) == ("stopped", 1)
    assert record.ended_well
    np.testing.assert_array_equal(load_run(folder).model.projection.bias.isfinite().numpy(), [True])


def test_a_loss_that_explodes_keeps_what_was_good(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(report: Report) -> None:
        if report.kind == "validation":
            raise TrainingError("The loss became infinite.")

    record = train_run(folder, explode)
    assert (record.status, record.error) == ("stopped", "The loss became infinite.")
    assert record.ended_well


def test_a_failure_is_told_in_one_sentence(folder: RunFolder) -> None:
    (folder.path / "series.npz").write_bytes(b"no longer an archive")
    with pytest.raises(RunError):
        train_run(folder)
    record = folder.record()
    assert record.status == "failed"
    assert record.error == f"The data of run '{record.id}' are missing or damaged."
    with pytest.raises(RunError, match="no trained weights"):
        load_run(folder)


def test_memory_that_runs_out_is_told_with_what_to_do(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr("informer.training.train.new_model", exhausted)
    with pytest.raises(torch.OutOfMemoryError):
        train_run(folder)
    assert "batch_size" in str(folder.record().error)


def test_damaged_weights_are_refused_with_a_sentence(folder: RunFolder) -> None:
    train_run(folder)
    folder.best_weights.write_bytes(b"not weights")
    with pytest.raises(RunError, match="damaged"):
        load_run(folder)


def test_two_workers_queue_and_a_killed_one_gives_way(
    store: RunStore,
    hourly_series: TimeSeries,
    config: RunConfig,
    start: Callable[[RunFolder], subprocess.Popen[bytes]],
) -> None:
    """One worker is running, killed, lost; the other queued, running, stopped by its flag."""
    first, second = (store.create(hourly_series, _endless(config)) for _ in range(2))
    first_worker = start(first)
    _wait(lambda: len(first.reports()) > 0)
    second_worker = start(second)
    _wait(lambda: second.record().worker is not None)
    assert (first.record().status, second.record().status) == ("running", "queued")
    first_worker.kill()
    first_worker.wait()
    assert first.record().status == "lost"
    _wait(lambda: any(report.kind == "validation" for report in second.reports()))
    second.request_stop()
    assert second_worker.wait(timeout=120) == 0
    record = second.record()
    assert (record.status, record.error) == ("stopped", None)
    assert record.ended_well
    assert second.forecast() is not None
    assert second.log.read_text() == ""


def test_a_run_waits_while_another_holds_the_device_and_a_stop_ends_the_wait(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.create(hourly_series, config)
    seen = []

    class Watched(FileLock):
        def acquire(self, *arguments: Any, **options: Any) -> Any:
            seen.append(folder.record().status)
            if len(seen) == 3:
                folder.request_stop()
            return super().acquire(*arguments, **options)

    monkeypatch.setattr("informer.training.train.FileLock", Watched)
    with FileLock(store.root / ".cpu.lock"):
        record = train_run(folder)
    assert seen == ["queued"] * 3
    assert (record.status, record.result) == ("stopped", None)


def test_the_same_seeds_forecast_the_same_in_two_processes(
    store: RunStore,
    hourly_series: TimeSeries,
    config: RunConfig,
    start: Callable[[RunFolder], subprocess.Popen[bytes]],
) -> None:
    folders = [store.create(hourly_series, config) for _ in range(2)]
    for worker in [start(folder) for folder in folders]:
        assert worker.wait(timeout=120) == 0
    first, second = (folder.forecast() for folder in folders)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.values, second.values)


def test_a_failing_worker_keeps_its_traceback_in_its_log(
    folder: RunFolder, start: Callable[[RunFolder], subprocess.Popen[bytes]]
) -> None:
    (folder.path / "series.npz").unlink()
    assert start(folder).wait(timeout=120) != 0
    assert "Traceback" in folder.log.read_text()
    assert "Traceback" not in str(folder.record().error)


def test_started_from_a_page_a_worker_is_in_a_session_of_its_own(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from informer.training.launch import start_worker

    seen: dict[str, object] = {}

    class Process:
        def __init__(self, command: list[str], **options: object) -> None:
            seen.update(options, command=command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    monkeypatch.chdir(folder.path.parent)
    start_worker(RunFolder(Path(folder.path.name)))
    assert seen["start_new_session"] is True
    assert seen["stdin"] == subprocess.DEVNULL
    assert seen["command"][-1] == str(folder.path)  # type: ignore[index]
    assert os.fspath(seen["cwd"]) == str(ROOT)  # type: ignore[call-overload]
