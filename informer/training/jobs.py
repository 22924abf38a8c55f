"""A job on disk: work in a process of its own that a page starts, watches and stops.

``job.json`` says how it stands, ``heartbeat`` that its process lives, ``stop`` is a flag, ``lock``
is held by the process at it. Needs no torch.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Generic, Literal, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from informer.training.atomic import replacing
from informer.training.heartbeat import beating, lives
from informer.training.records import Worker


class StoppedError(Exception):
    """Someone has asked for an end."""


class Job(BaseModel):
    """How one piece of work stands; what it is about, the kinds of job add."""

    model_config = ConfigDict(frozen=True)

    status: Literal["starting", "running", "done", "stopped", "failed", "lost"]
    """``lost`` is never written: it is how a job reads whose process is gone."""
    started: datetime
    worker: Worker | None = None
    doing: str = ""
    """The task at hand, for people."""
    progress: float = 0.0
    """Share of the work that is done, 0 to 1."""
    seconds_left: float | None = None
    error: str | None = None
    """One sentence on why it failed."""

    @property
    def active(self) -> bool:
        """Whether a process is at it."""
        return self.status in ("starting", "running")


AnyJob = TypeVar("AnyJob", bound=Job)


class JobFolder(Generic[AnyJob]):
    """The job that goes on in a folder, or was the last. Every method reads the disk anew."""

    kind: type[AnyJob]
    error: ClassVar[type[Exception]]
    """What is raised when another process is at it."""
    busy: ClassVar[str]
    """The sentence for that."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "worker.log"
        self._job = folder / "job.json"
        self._stop = folder / "stop"
        self._heartbeat = folder / "heartbeat"

    def job(self) -> AnyJob | None:
        """The job that goes on, or the last one; ``None`` if there never was one."""
        try:
            job = self.kind.model_validate_json(self._job.read_bytes())
        except (OSError, ValidationError):
            return None
        if job.active and not lives(job.worker, self._heartbeat, self._job):
            return job.model_copy(update={"status": "lost"})
        return job

    def write_job(self, job: AnyJob) -> None:
        """Say how the job stands."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self._job) as temporary:
            temporary.write_text(job.model_dump_json(), encoding="utf-8")

    def beat(self) -> None:
        """Show that the process at it lives."""
        self._heartbeat.touch()

    def request_stop(self) -> None:
        """Ask it to end."""
        self._stop.touch()

    def stop_requested(self) -> bool:
        """Whether someone asked for it."""
        return self._stop.exists()

    def forget_stop(self) -> None:
        """Before a new job begins."""
        self._stop.unlink(missing_ok=True)

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Nobody else is at a job here, or starts one, during the block.

        The operating system frees the lock when the process that holds it dies. Raises
        :attr:`error` when another has it for so many seconds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(self.folder / "lock").acquire(timeout=seconds, poll_interval=0.05)
        except Timeout as error:
            raise self.error(self.busy) from error
        with lock:
            yield

    def enter(self, job: AnyJob, seconds: float = 1.0) -> bool:
        """Make this the next job, for a process about to be started; false if one is active.

        Raises :attr:`error` when another process holds the lock for so many seconds.
        """
        with self.alone(seconds):
            running = self.job()
            if running is not None and running.active:
                return False
            self.forget_stop()
            self.write_job(job)
        return True

    @contextmanager
    def claimed(self, seconds: float = 10.0) -> Iterator[AnyJob | None]:
        """For that process: the job to do in the block; ``None`` when another has done it."""
        with self.alone(seconds):
            job = self.job()
            if job is None or job.status != "starting":
                yield None
                return
            self.write_job(job.model_copy(update={"worker": Worker.here()}))
            yield job


class Progress(Generic[AnyJob]):
    """Tells the folder, and whoever listens, how the job stands."""

    def __init__(
        self,
        folder: JobFolder[AnyJob],
        job: AnyJob,
        on_change: Callable[[AnyJob], None] | None = None,
    ) -> None:
        self._folder, self._tell = folder, on_change
        self.began = time.monotonic()
        self.job = job
        self.change(status="running", worker=Worker.here(), doing="starting", error=None)

    def change(self, **changes: object) -> AnyJob:
        """Change fields of the job, and say so."""
        self.job = type(self.job).model_validate(dict(self.job) | changes)
        self._folder.write_job(self.job)
        if self._tell is not None:
            self._tell(self.job)
        return self.job

    def end(self, status: str, error: str | None = None) -> AnyJob:
        """The last word."""
        return self.change(status=status, error=error, worker=None, doing="", seconds_left=None)


def carry_out(
    folder: JobFolder[AnyJob],
    progress: Progress[AnyJob],
    work: Callable[[], None],
    sentence: Callable[[Exception], str],
) -> AnyJob:
    """Do the work of a job, with a heartbeat; returns the job as it ended.

    :class:`StoppedError` and Ctrl-C end it as stopped. Other errors are raised when the job says
    so in a ``sentence``.
    """
    with beating(folder.beat):
        try:
            work()
        except (StoppedError, KeyboardInterrupt):
            return progress.end("stopped")
        except Exception as error:
            progress.end("failed", sentence(error))
            raise
        return progress.end("done")
