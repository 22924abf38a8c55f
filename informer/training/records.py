"""What a run folder says about its run: ``run.json`` as a typed, frozen record."""

import os
import re
import socket
from datetime import UTC, datetime
from typing import Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from informer.config import RunConfig
from informer.data.scaler import Scaler
from informer.data.series import Finding
from informer.data.wording import listed
from informer.forecasting.results import TestResult

Status = Literal["queued", "running", "stopped", "done", "failed", "lost"]
"""``queued``: another run holds the device. ``stopped``: ended on request, with its best weights.
``lost`` is never written: it is what a run reads as when its worker is gone."""

RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class RunError(ValueError):
    """A run can't be opened, trained or used; the message is one sentence a person can act on."""


def now() -> datetime:
    """The time in UTC, to the second: for records, never for computing."""
    return datetime.now(UTC).replace(microsecond=0)


def default_name(config: RunConfig) -> str:
    """What a run is called that nobody has named."""
    return f"{listed(config.data.targets, 3)} · {config.preset}"


class ScalerRecord(BaseModel):
    """Mean and deviation of each channel over the train rows, in the order of the channels."""

    model_config = ConfigDict(frozen=True)

    mean: tuple[float, ...]
    std: tuple[float, ...]

    def scaler(self) -> Scaler:
        """To compute with."""
        return Scaler(np.array(self.mean), np.array(self.std))


class Worker(BaseModel):
    """The process that trains a run, while it does."""

    model_config = ConfigDict(frozen=True)

    pid: int
    host: str
    """Process ids mean something on their own machine only."""

    @classmethod
    def here(cls) -> Self:
        """This process."""
        return cls(pid=os.getpid(), host=socket.gethostname())

    @property
    def gone(self) -> bool:
        """Whether it is known to have ended; false where there is no way to tell."""
        if self.host != socket.gethostname() or os.name != "posix":
            return False
        try:
            os.kill(self.pid, 0)  # signal 0 asks whether the process is there, no more
        except ProcessLookupError:
            return True
        except PermissionError:
            return False  # it is there, and someone else's
        return False


class RunRecord(BaseModel):
    """Everything about a run but its data, weights and forecasts."""

    # NaN and infinity (a MASE whose scale is 0) as strings: plain JSON has no such numbers
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="strings")

    id: str
    name: str
    """What people call it; may be any text."""
    status: Status
    created: datetime
    config: RunConfig

    source: str
    """File name of the data."""
    time_column: str
    columns: tuple[str, ...]
    freq: str
    n_rows: int
    fingerprint: str
    findings: tuple[Finding, ...] = ()
    """What was found in the file, and done to it; older runs have not kept it."""

    worker: Worker | None = None
    stage: Literal["training", "scoring"] | None = None
    """What the worker is at while the run is ``running``."""
    device: str | None = None
    precision: str | None = None
    """What the training step was computed in, ``float32`` or ``bfloat16``."""
    threads: int | None = None
    """Of the CPU, in each process."""
    started: datetime | None = None
    ended: datetime | None = None
    scaler: ScalerRecord | None = None
    n_parameters: int | None = None
    seconds: float | None = Field(default=None, ge=0)
    """Time spent training and validating."""
    steps: int = 0
    best_step: int | None = None
    best_validation_loss: float | None = None
    result: TestResult | None = None
    """Scores on the test part, once the run has ended."""
    error: str | None = None
    """One sentence on why a run failed, or why it ended early."""

    @property
    def ended_well(self) -> bool:
        """Whether there are weights, scores and a forecast to look at."""
        return self.status in ("done", "stopped") and self.result is not None

    @property
    def computed_on(self) -> str:
        """Device, numbers and threads of the training, such as ``2 × cuda, bfloat16, 7 threads``.

        Empty before it begins.
        """
        processes = self.config.training.n_devices
        device = self.device and (f"{processes} × {self.device}" if processes > 1 else self.device)
        threads = self.threads and f"{self.threads} {'thread' if self.threads == 1 else 'threads'}"
        return ", ".join(part for part in (device, self.precision, threads) if part)

    @property
    def active(self) -> bool:
        """Whether a worker is at it, or waiting for its turn."""
        return self.status in ("queued", "running")
