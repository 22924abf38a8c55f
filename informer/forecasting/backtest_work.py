"""A whole backtest of a run: what the worker process and the command line both do."""

import time
from collections.abc import Callable

import torch

from informer.data.series import DataError
from informer.forecasting.backtest import backtest
from informer.forecasting.backtest_job import BacktestJob, BacktestJobs
from informer.forecasting.backtest_store import save_backtest
from informer.training.checkpoint import load_run
from informer.training.device import choose_device, limit_threads, prepare
from informer.training.jobs import Progress, carry_out
from informer.training.records import RunError
from informer.training.runs import RunFolder

_SECONDS_BETWEEN_CHANGES = 0.25


def work(
    jobs: BacktestJobs, job: BacktestJob, on_change: Callable[[BacktestJob], None] | None = None
) -> BacktestJob:
    """Carry out a job; its file appears at the end, whole.

    To be called by one process at a time (:meth:`~informer.training.jobs.JobFolder.alone`). A stop
    that is requested meanwhile ends it within a block of windows, and nothing is kept; so does
    Ctrl-C. Errors are raised when the job says so in a sentence. Returns the job as it ended.
    """
    progress = _Progress(jobs, job, on_change)

    def make() -> None:
        limit_threads()
        device = choose_device("auto")
        prepare(device)
        run = load_run(RunFolder(job.run), str(device))
        found = backtest(
            run.model,
            run.windows,
            run.config,
            steps=job.steps,
            on_progress=progress.reached,
            stop=jobs.stop_requested,
        )
        save_backtest(job.file, found, run.windows.scaler)

    return carry_out(jobs, progress, make, _sentence)


def _sentence(error: Exception) -> str:
    """What went wrong, for the person who started it."""
    if isinstance(error, DataError | RunError):
        return str(error)
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "allocate memory" in str(error):
        return "There was not enough memory: close other programs, or choose a shorter horizon."
    if isinstance(error, OSError):
        return f"The backtest could not be written or read: {error.strerror or error}."
    return f"The backtest broke off with an error of its own ({type(error).__name__}: {error})."


class _Progress(Progress[BacktestJob]):
    """Reckons the time left from the share that is done, once there is one to reckon from."""

    _forecasting: float | None = None
    _said: float = 0.0

    def reached(self, share: float, what: str) -> None:
        """So much is done, and this is next."""
        now = time.monotonic()
        if self._forecasting is None:
            self._forecasting = now
        if what == self.job.doing and now - self._said < _SECONDS_BETWEEN_CHANGES:
            return
        self._said = now
        passed = now - self._forecasting
        left = passed * (1 - share) / share if share > 0.02 else None
        self.change(doing=what, progress=min(share, 1.0), seconds_left=left)
