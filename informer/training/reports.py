"""What training says while it runs: one :class:`Report` a step or validation, one line each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson
from pydantic import TypeAdapter


@dataclass(frozen=True)
class Report:
    """The state of a training after a step, or after a validation."""

    kind: Literal["step", "validation"]
    step: int
    """Optimiser steps made so far."""
    epoch: int
    """From 1."""
    n_steps: int
    """Steps there will be, if training does not stop early."""
    train_loss: float
    """MSE on standardised values: of this step's batch, or, in a validation report, the mean over
    the steps since the validation before."""
    learning_rate: float
    gradient_norm: float
    """L2 norm of all gradients before they were clipped."""
    seconds: float
    """Since training began."""
    seconds_left: float
    """At this pace, until ``n_steps``."""
    validation_loss: float | None = None
    """MSE over all validation windows; in validation reports only."""
    best: bool = False
    """Whether this validation is the best so far."""

    @property
    def progress(self) -> float:
        """Share of the steps made, 0 to 1."""
        return self.step / self.n_steps

    @property
    def steps_per_second(self) -> float:
        """Mean pace, validations included."""
        return self.step / self.seconds if self.seconds else 0.0


_REPORT = TypeAdapter(Report)


def append_report(path: Path, report: Report) -> None:
    """Add one line to a ``metrics.jsonl``."""
    with path.open("ab") as file:
        file.write(orjson.dumps(report, option=orjson.OPT_APPEND_NEWLINE))


def read_reports(path: Path) -> list[Report]:
    """All reports of a ``metrics.jsonl``; none if there is no such file.

    A last line that is still being written is left for the next reading.
    """
    if not path.exists():
        return []
    lines = path.read_bytes().splitlines(keepends=True)
    return [_REPORT.validate_json(line) for line in lines if line.endswith(b"\n")]


class Thinner:
    """Decides which step reports are kept: five a second at first, fewer in a long training.

    The number kept grows with the logarithm of the time, so that pages can read them all.
    """

    def __init__(self) -> None:
        self._last = float("-inf")

    def keep(self, report: Report) -> bool:
        """Whether this report should be written; validations always are."""
        if report.kind == "validation":
            return True
        if report.seconds - self._last < max(0.2, report.seconds / 1000):
            return False
        self._last = report.seconds
        return True
