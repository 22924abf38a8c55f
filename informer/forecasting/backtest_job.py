"""A backtest in a process of its own, started, watched and stopped from a page: needs no torch."""

from pathlib import Path

from informer.forecasting.origins import origins
from informer.training.jobs import Job, JobFolder
from informer.training.launch import start_process
from informer.training.records import RunError, RunRecord, now
from informer.training.runs import RunFolder

START_SECONDS = 4.0
"""Until a new process has loaded torch and the run."""


class BacktestJob(Job):
    """One backtest: of which run, how far ahead, and where it is to be kept."""

    run: Path
    """The run's folder."""
    steps: int | None = None
    """The horizon; ``pred_len`` by default."""
    file: Path


class BacktestJobs(JobFolder[BacktestJob]):
    """The backtest of a run that goes on, or was the last: one at a time.

    ``place`` is where things people make for the run are kept, mostly its own folder.
    """

    kind = BacktestJob
    error = RunError
    busy = "Another backtest of this run is going on: wait for it, or stop it."

    def __init__(self, place: Path) -> None:
        super().__init__(place / "job")
        self.place = place

    def new(self, folder: RunFolder, steps: int | None = None) -> BacktestJob:
        """What is to be done; no process is started yet."""
        file = folder.backtest_file(steps)
        return BacktestJob(
            status="starting",
            started=now(),
            run=folder.path.absolute(),
            steps=steps,
            file=self.place.absolute() / file.name,
        )


def start_backtest(jobs: BacktestJobs, folder: RunFolder, steps: int | None = None) -> bool:
    """Start :mod:`informer.forecasting.backtest_worker`; false if one is at it already.

    Raises :class:`RunError` when another process holds the lock, or there is no such run.
    """
    if not jobs.enter(jobs.new(folder, steps)):
        return False
    place = str(jobs.place.absolute())
    start_process(["-m", "informer.forecasting.backtest_worker", place], jobs.log)
    return True


def expected_seconds(record: RunRecord, steps: int | None = None) -> float | None:
    """About how long it takes, at the pace of the training; ``None`` if that is not known.

    Raises :class:`~informer.data.series.DataError` when a part is shorter than the horizon.
    """
    config, training = record.config, record.config.training
    plan = origins(record.n_rows, config, steps)
    if not record.seconds or not record.steps:
        return None
    trained = record.steps * training.batch_size
    every = training.eval_every or -(-len(plan.train) // training.batch_size)
    each = min(training.validation_windows or len(plan.validation), len(plan.validation))
    # a window that is trained on costs about three forecasts: the gradients take two of them
    per_forecast = record.seconds / (3 * trained + each * max(1, record.steps // max(every, 1)))
    windows = (len(plan.validation) + len(plan.test)) / plan.stride
    passes = -(-plan.horizon // config.model.pred_len)
    return START_SECONDS + windows * passes * per_forecast
