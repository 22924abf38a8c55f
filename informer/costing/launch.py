"""Starting a measurement in a process of its own, from a page: needs no torch."""

from collections.abc import Sequence

from informer.config import ModelConfig
from informer.costing.plan import measured_lengths, tasks
from informer.costing.results import CostRecord
from informer.costing.store import CostStore, Job
from informer.training.launch import start_process
from informer.training.records import now


def new_job(
    model: ModelConfig, known: CostRecord | None, lengths: Sequence[int] | None = None
) -> Job:
    """What is to be measured: the rest of what is known in part, or else everything."""
    at = tuple(measured_lengths(model) if lengths is None else lengths)
    return Job(
        status="starting",
        model=model,
        lengths=at,
        again=known is not None and is_complete(known, at),
        started=now(),
    )


def is_complete(record: CostRecord, lengths: Sequence[int] | None = None) -> bool:
    """Whether every task has been carried out."""
    return record.done >= {task.name for task in tasks(record.model, lengths)}


def start(store: CostStore, job: Job) -> bool:
    """Start :mod:`informer.costing.worker` on this job; false if another one is at it already.

    Raises :class:`~informer.costing.results.CostError` when another process holds the lock.
    """
    if not store.enter(job):
        return False
    start_process(["-m", "informer.costing.worker", str(store.root.absolute())], store.log)
    return True
