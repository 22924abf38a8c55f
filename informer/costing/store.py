"""Measurements on disk: what is known of each machine and sizes, and the one that goes on.

Everything lies in the folder ``.cost`` beside the runs, which is no run: ``<machine>-<sizes>.json``
is a :class:`~informer.costing.results.CostRecord`, ``job.json`` the measurement that goes on or
was the last. Needs no torch.
"""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from informer.config import ModelConfig
from informer.costing.machine import Machine
from informer.costing.results import CostError, CostRecord
from informer.training import jobs
from informer.training.atomic import replacing


class Job(jobs.Job):
    """One measurement: what is asked for, and how far it has come."""

    model: ModelConfig
    lengths: tuple[int, ...]
    again: bool
    """Measure everything; else only what is not known yet."""


class CostStore(jobs.JobFolder[Job]):
    """The measurements beside the runs in ``root``. Every method reads the disk anew."""

    kind = Job
    error = CostError
    busy = "Another measurement is running on this machine: wait for it."

    def __init__(self, root: Path) -> None:
        super().__init__(root / ".cost")
        self.root = root

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

    def _file(self, model: ModelConfig, machine: Machine) -> Path:
        sizes = hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:12]
        return self.folder / f"{machine.key}-{sizes}.json"
