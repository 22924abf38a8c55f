"""Measurements on disk: what is known of each machine and sizes, and the one that goes on.

Everything lies in the folder ``.cost`` beside the runs, which is no run: ``<machine>-<sizes>.json``
is a :class:`~informer.costing.results.CostRecord`, ``job.json`` the measurement that goes on or
was the last. Needs no torch.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from informer.config import ModelConfig
from informer.costing.machine import Machine
from informer.costing.results import CostError, CostRecord
from informer.training.atomic import replacing
from informer.training.heartbeat import lives
from informer.training.records import Worker


class Job(BaseModel):
    """One measurement: what is asked for, and how far it has come."""

    model_config = ConfigDict(frozen=True)

    status: Literal["starting", "measuring", "done", "stopped", "failed", "lost"]
    """``lost`` is never written: it is how a job reads whose process is gone."""
    model: ModelConfig
    lengths: tuple[int, ...]
    again: bool
    """Measure everything; else only what is not known yet."""
    started: datetime
    worker: Worker | None = None
    doing: str = ""
    """The task at hand, for people."""
    progress: float = 0.0
    """Share of the expected time that has passed, 0 to 1."""
    seconds_left: float | None = None
    error: str | None = None
    """One sentence on why it failed."""

    @property
    def active(self) -> bool:
        """Whether a process is at it."""
        return self.status in ("starting", "measuring")


class CostStore:
    """The measurements beside the runs in ``root``. Every method reads the disk anew."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".cost"
        self.log = self.folder / "worker.log"
        self._job = self.folder / "job.json"
        self._stop = self.folder / "stop"
        self._heartbeat = self.folder / "heartbeat"

    def record(self, model: ModelConfig, machine: Machine | None = None) -> CostRecord | None:
        """What is known of these sizes on this machine, or on another one."""
        try:
            content = self._file(model, machine or Machine.here()).read_bytes()
            return CostRecord.model_validate_json(content)
        except (OSError, ValidationError):
            return None  # a damaged file is written anew by the next measurement

    def write(self, record: CostRecord) -> None:
        """Keep a record, in the place of the one before."""
        with replacing(self._file(record.model, record.machine)) as temporary:
            temporary.write_text(record.model_dump_json(), encoding="utf-8")

    def job(self) -> Job | None:
        """The measurement that goes on, or the last one; ``None`` if there never was one."""
        try:
            job = Job.model_validate_json(self._job.read_bytes())
        except (OSError, ValidationError):
            return None
        if job.active and not lives(job.worker, self._heartbeat, self._job):
            return job.model_copy(update={"status": "lost"})
        return job

    def write_job(self, job: Job) -> None:
        """Say how a measurement stands."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self._job) as temporary:
            temporary.write_text(job.model_dump_json(), encoding="utf-8")

    def beat(self) -> None:
        """Show that the process that measures lives."""
        self._heartbeat.touch()

    def request_stop(self) -> None:
        """Ask it to end; what it has measured stays."""
        self._stop.touch()

    def stop_requested(self) -> bool:
        """Whether someone asked for it."""
        return self._stop.exists()

    def forget_stop(self) -> None:
        """Before a new measurement begins."""
        self._stop.unlink(missing_ok=True)

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Nobody else measures, or starts a measurement, during the block.

        The operating system frees the lock when the process that holds it dies. Raises
        :class:`CostError` when another has it for so many seconds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(self.folder / "lock").acquire(timeout=seconds, poll_interval=0.05)
        except Timeout as error:
            raise CostError("Another measurement is running on this machine: wait for it.") from (
                error
            )
        with lock:
            yield

    def _file(self, model: ModelConfig, machine: Machine) -> Path:
        sizes = hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:12]
        return self.folder / f"{machine.key}-{sizes}.json"
