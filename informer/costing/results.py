"""What was measured on one machine for one set of sizes; needs no torch."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from informer.config import ModelConfig
from informer.costing.machine import Machine

Part = Literal["attention", "encoder", "decoding"]
Quantity = Literal["time", "memory"]
FULL, SPARSE, HELD = "full", "prob_sparse", "scores_held"
"""Forms of attention; the last is full attention as one would write it down, which holds all L × L
scores, while PyTorch's fused kernel, ``full``, never does."""
WHOLE = "whole"
LEAST_MEMORY = 0.25
"""MiB: Linux counts a process's memory in steps of about so much."""


class CostError(ValueError):
    """Nothing can be measured; the message is one sentence a person can act on."""


class Subject(NamedTuple):
    """What a figure is about."""

    part: Part
    form: str
    """Attention: one of the forms. Encoder: ``whole``, or one layer of it. Decoding: ``whole``."""
    at: int
    """Attention: the length L. Encoder: distilling layers. Decoding: steps in each pass."""
    backward: bool = False
    """Whether the pass for the gradients is in it, as in training."""


class Observation(NamedTuple):
    """One quantity of one subject: the median of repeated runs, and their quartiles."""

    subject: Subject
    quantity: Quantity
    median: float
    """Milliseconds, or MiB added at the peak."""
    low: float
    high: float
    repeats: int
    when: datetime


class Curve(NamedTuple):
    """Observations of one form along what they are ``at``, in order."""

    at: tuple[int, ...]
    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def value(self, at: int) -> float | None:
        """The median there; ``None`` where nothing was measured."""
        return self.median[self.at.index(at)] if at in self.at else None


class CostRecord(BaseModel):
    """All that is known of one machine and one set of sizes."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    model: ModelConfig
    device: str
    """What it was computed on: ``CPU``, or the name of the GPU."""
    batch: int
    """Windows in a pass of the encoder."""
    done: frozenset[str] = frozenset()
    """Names of the tasks (:mod:`~informer.costing.plan`) that were carried out."""
    observations: tuple[Observation, ...] = ()

    def with_(self, task: str, found: Iterable[Observation]) -> Self:
        """This record and what a task has found, in the place of what it found before."""
        by_key = {(one.subject, one.quantity): one for one in self.observations}
        by_key |= {(one.subject, one.quantity): one for one in found}
        changes = {"done": self.done | {task}, "observations": tuple(by_key.values())}
        return self.model_copy(update=changes)

    def curve(
        self, quantity: Quantity, part: Part, form: str = WHOLE, *, backward: bool = False
    ) -> Curve:
        """One form's observations; empty if there are none."""
        found = sorted(
            (one.subject.at, one.median, one.low, one.high)
            for one in self.observations
            if one.quantity == quantity and one.subject[:2] == (part, form)
            if one.subject.backward == backward
        )
        columns = tuple(zip(*found, strict=True)) or ((), (), (), ())
        return Curve(*columns)

    def encoder_total(
        self, quantity: Quantity, n_distilling: int, *, backward: bool
    ) -> float | None:
        """Of the whole encoder with so many distilling layers; its layers added up if apart."""
        found = [
            one.median
            for one in self.observations
            if (one.quantity, one.subject.part) == (quantity, "encoder")
            if (one.subject.at, one.subject.backward) == (n_distilling, backward)
        ]
        return sum(found) if found else None

    @property
    def measured(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest observation were made."""
        times = [one.when for one in self.observations]
        return (min(times), max(times)) if times else None
