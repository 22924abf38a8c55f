"""Things timed in turns, A B C, C B A, …: a disturbance of the machine meets all of them."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import torch

from informer.costing.results import Observation, Quantity, Subject
from informer.training.jobs import StoppedError
from informer.training.records import now

Work = Callable[[], object]
"""Does something once; what it returns is thrown away."""
Step = Callable[[], Mapping[Subject, float]]
"""Does something once and tells the seconds of each subject in it."""

LEAST, MOST = 4, 200
"""Rounds."""
TURN_SECONDS = 0.4
"""A task goes on for so long, or for the fewest rounds."""


class Stopwatch:
    """Seconds from lap to lap; a GPU, which works on after a call has returned, is waited for."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._last = 0.0
        self.lap()

    def lap(self) -> float:
        """Seconds since the last lap."""
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        elif self._device.type == "mps":
            torch.mps.synchronize()
        before, self._last = self._last, time.perf_counter()
        return self._last - before


def timed(subject: Subject, work: Work, device: torch.device) -> Step:
    """A step that is one subject."""

    def step() -> Mapping[Subject, float]:
        watch = Stopwatch(device)
        work()
        return {subject: watch.lap()}

    return step


def alternate(steps: Sequence[Step], stopped: Callable[[], bool]) -> tuple[Observation, ...]:
    """Run these in turns, the first round thrown away. Raises :class:`StoppedError`."""
    found: dict[Subject, list[float]] = {}
    rounds, started = -1, 0.0
    while rounds < LEAST or (rounds < MOST and time.monotonic() - started < TURN_SECONDS):
        for step in steps if rounds % 2 else reversed(steps):
            if stopped():
                raise StoppedError
            for subject, seconds in step().items():
                if rounds >= 0:
                    found.setdefault(subject, []).append(1e3 * seconds)
        rounds += 1
        started = started if rounds else time.monotonic()
    return tuple(observation(subject, "time", values) for subject, values in found.items())


def observation(subject: Subject, quantity: Quantity, values: Iterable[float]) -> Observation:
    """Median and quartiles of what was measured, now.

    >>> observation(Subject("attention", "full", 96), "time", [3.0, 1.0, 2.0])[2:6]
    (2.0, 1.5, 2.5, 3)
    """
    ordered = sorted(values)
    low = high = ordered[0]
    if len(ordered) > 1:
        low, _, high = statistics.quantiles(ordered, n=4, method="inclusive")
    return Observation(
        subject, quantity, statistics.median(ordered), low, high, len(ordered), now()
    )
