"""A whole measurement: what the worker process and the command line both do."""

import time
from collections.abc import Callable

import torch

from informer.costing.machine import Machine
from informer.costing.measure import device_name, measure
from informer.costing.plan import START_SECONDS, Task, encoder_batch, tasks
from informer.costing.results import CostRecord
from informer.costing.store import CostStore, Job
from informer.training.device import choose_device, limit_threads, prepare
from informer.training.jobs import Progress, carry_out


def work(store: CostStore, job: Job, on_change: Callable[[Job], None] | None = None) -> Job:
    """Carry out a job; every finding goes to its record at once, the job's state beside it.

    To be called by one process at a time (:meth:`~informer.costing.store.CostStore.alone`). A stop
    that is requested meanwhile ends it within a task; so does Ctrl-C. Errors are raised when the
    job says so in a sentence. Returns the job as it ended.
    """
    progress = _Progress(store, job, on_change)
    return carry_out(store, progress, lambda: _measure(store, job, progress), _sentence)


def _measure(store: CostStore, job: Job, progress: "_Progress") -> None:
    limit_threads()
    torch.manual_seed(0)  # of weights, which decide nothing here
    device = choose_device("auto")
    prepare(device)
    machine = Machine.here()
    known = store.record(job.model, machine)
    record = known or CostRecord(
        machine=machine,
        model=job.model,
        device=device_name(device),
        batch=encoder_batch(job.model),
    )
    todo = [
        task for task in tasks(job.model, job.lengths) if job.again or task.name not in record.done
    ]
    progress.plan(todo)
    for task, found in measure(job.model, todo, device, store.stop_requested, progress.begin):
        record = record.with_(task.name, found)
        store.write(record)
        progress.passed(task)


def _sentence(error: Exception) -> str:
    """What went wrong, for the person who started it."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "allocate memory" in str(error):
        return "The device ran out of memory: close other programs, or measure smaller sizes."
    if isinstance(error, OSError):
        return f"The folder of the runs could not be written or read: {error.strerror or error}."
    return f"The measurement broke off with an error of its own ({type(error).__name__}: {error})."


class _Progress(Progress[Job]):
    """Reckons by the expected seconds of each task."""

    def __init__(self, store: CostStore, job: Job, on_change: Callable[[Job], None] | None) -> None:
        self._left = self._total = START_SECONDS
        super().__init__(store, job, on_change)

    def plan(self, todo: list[Task]) -> None:
        self.began = time.monotonic()
        self._left = self._total = sum(task.seconds for task in todo)

    def begin(self, task: Task) -> None:
        self.change(doing=task.words, **self._times())

    def passed(self, task: Task) -> None:
        self._left -= task.seconds
        self.change(**self._times())

    def _times(self) -> dict[str, float]:
        """What is left at the pace so far, once a tenth of the work tells what that is."""
        done = 1 - self._left / self._total if self._total else 1.0
        pace = (time.monotonic() - self.began) / (done * self._total) if done > 0.1 else 1.0
        return {"progress": min(max(done, 0.0), 1.0), "seconds_left": max(self._left, 0.0) * pace}
