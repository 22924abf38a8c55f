"""A whole training in a run folder: what the worker process and the command line both do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from filelock import FileLock, Timeout

from informer.data.series import DataError
from informer.data.windows import Windows
from informer.forecasting.backtest_store import save_backtest
from informer.forecasting.evaluate import score
from informer.forecasting.forecast import forecast_of, forecast_window
from informer.forecasting.results import Forecast
from informer.forecasting.store import write_forecast
from informer.inspection.inspect import inspect_window
from informer.inspection.store import save_inspection
from informer.model.informer import Informer
from informer.training.atomic import replacing
from informer.training.checkpoint import TrainedRun, save_weights
from informer.training.device import choose_device, prepare
from informer.training.fit import TrainingError, fit, new_model
from informer.training.heartbeat import beating
from informer.training.precision import choose_precision
from informer.training.ranks import Ranks
from informer.training.records import RunError, RunRecord, ScalerRecord, now
from informer.training.reports import Report, Thinner, append_report
from informer.training.runs import RunFolder
from informer.training.torchrun import Place, dismiss, leading

_QUEUE_SECONDS = 0.2


def train_run(folder: RunFolder, on_report: Callable[[Report], None] | None = None) -> RunRecord:
    """Wait for the device, train, evaluate, forecast, look inside; everything goes to the folder.

    A stop that is requested meanwhile ends training after the step at hand; the best weights so
    far are then evaluated all the same. ``on_report`` is called with every report. When anything
    goes wrong the record says so in one sentence (status ``failed``) and the error is raised.
    Raises :class:`RunError` for a run that has been trained before.
    """
    folder.claim()
    with beating(folder.beat):
        try:
            training, place = folder.record().config.training, Place.here()
            place.check(training.n_devices)
            device = choose_device(training.device, count=place.local_size)
            with _turn(folder, device) as granted:
                if not granted:
                    dismiss()
                    return folder.update(status="stopped", ended=now(), worker=None, stage=None)
                return _train(folder, device, on_report)
        except Exception as error:
            folder.update(
                status="failed", error=sentence(error), ended=now(), worker=None, stage=None
            )
            raise


def sentence(error: Exception) -> str:
    """What went wrong, for the person who started the run."""
    if isinstance(error, DataError | RunError):
        return str(error)
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "allocate memory" in str(error):
        return "The device ran out of memory: lower batch_size, d_model or seq_len."
    if isinstance(error, OSError):
        return f"The run's folder could not be written or read: {error.strerror or error}."
    return f"Training broke off with an error of its own ({type(error).__name__}: {error})."


def _train(
    folder: RunFolder, device: torch.device, on_report: Callable[[Report], None] | None
) -> RunRecord:
    config = folder.record().config
    prepare(device)
    windows = Windows(folder.series(), config, device=device)
    model = new_model(config, device)
    precision = choose_precision(config.training.precision, device, config.model.d_model)
    scaler = windows.scaler
    folder.update(
        status="running",
        stage="training",
        device=device.type,
        precision=str(precision).removeprefix("torch."),
        threads=torch.get_num_threads(),
        started=now(),
        scaler=ScalerRecord(mean=tuple(scaler.mean), std=tuple(scaler.std)),
        n_parameters=sum(parameter.numel() for parameter in model.parameters()),
    )
    with leading(folder) as ranks:
        stopped = _fit(folder, model, windows, ranks, on_report)
    save_weights(folder.best_weights, model)
    folder.update(stage="scoring")
    model.eval()
    result, backtest = score(model, windows, config)
    save_backtest(folder.backtest_file(), backtest, scaler)
    run = TrainedRun(folder.record(), config, model, windows)
    seed = config.seeds.sampling
    _write_forecast(folder, forecast_window(run, -1, seed))
    with replacing(folder.inspection_file) as temporary:
        save_inspection(temporary, inspect_window(run, windows.resolve(-1), seed))
    # last of all: whoever reads an ended run finds everything there
    status = "stopped" if stopped else "done"
    return folder.update(status=status, result=result, ended=now(), worker=None, stage=None)


def _fit(
    folder: RunFolder,
    model: Informer,
    windows: Windows,
    ranks: Ranks,
    on_report: Callable[[Report], None] | None,
) -> bool:
    """Run the training loop, keep its reports; whether it was ended before its time."""
    thinner = Thinner()
    reports = fit(model, windows, windows.config, ranks)
    try:
        for report in reports:
            if thinner.keep(report):
                append_report(folder.metrics, report)
            if report.kind == "validation":
                _after_validation(folder, model, windows, report)
            if on_report is not None:
                on_report(report)
            if folder.stop_requested():
                reports.close()
                folder.update(seconds=report.seconds, steps=report.step)
                return True
    except TrainingError as error:
        if not folder.best_weights.exists():
            raise
        folder.update(error=str(error))
        return True
    return False


def _after_validation(folder: RunFolder, model: Informer, windows: Windows, report: Report) -> None:
    save_weights(folder.last_weights, model)
    changes: dict[str, object] = {"seconds": report.seconds, "steps": report.step}
    if report.best:
        save_weights(folder.best_weights, model)
        changes |= {"best_step": report.step, "best_validation_loss": report.validation_loss}
    folder.update(**changes)
    window = windows.split.validation[-1]
    preview = forecast_of(model, windows, window, windows.config.seeds.sampling)
    with replacing(folder.preview_file) as temporary:
        write_forecast(temporary, preview)


def _write_forecast(folder: RunFolder, forecast: Forecast) -> None:
    with replacing(folder.forecast_file) as temporary:
        write_forecast(temporary, forecast)


@contextmanager
def _turn(folder: RunFolder, device: torch.device) -> Iterator[bool]:
    """One training per device and runs folder at a time; false if a stop came before the turn.

    The operating system frees the lock when the process that holds it dies.
    """
    lock = FileLock(folder.path.absolute().parent / f".{device.type}.lock")
    while not folder.stop_requested():
        try:
            lock.acquire(timeout=_QUEUE_SECONDS, poll_interval=_QUEUE_SECONDS)
        except Timeout:
            continue
        try:
            yield True
        finally:
            lock.release()
        return
    yield False
