"""Contenders measured in turns, A B C A B C, each in a process of its own."""

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).parents[1]
WARM_UP = 2
TURN_SECONDS = 0.4
"""A turn makes as many steps as last about so long: many of a short step, one of a long one."""


class BenchError(RuntimeError):
    """Something can't be measured; the message is one sentence a person can act on."""


class Entry(NamedTuple):
    """What is to be run: ``module:function`` of an adapter, and the fields of its task."""

    adapter: str
    task: dict[str, object]


@dataclass
class Result:
    """What was measured of one contender."""

    note: str
    resident: float
    """MiB held before the first step: libraries, model and data."""
    peak: float = math.nan
    """The most MiB the process held, from its start to its end."""
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds of a step."""
        return statistics.median(self.seconds)

    @property
    def increment(self) -> float:
        """MiB that the steps added at most."""
        return max(0.0, self.peak - self.resident)


class Racer:
    """A contender's process. Raises :class:`BenchError` when it can't be built or dies."""

    def __init__(self, name: str, entry: Entry, threads: int) -> None:
        command = [sys.executable, "-m", "bench.contenders.serve", entry.adapter]
        self._name = name
        self._process = subprocess.Popen(
            [*command, json.dumps(entry.task), str(threads)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            greeting = self._answer()
        except BenchError:
            self._process.kill()
            self.__exit__(None, None, None)
            raise
        self.result = Result(greeting["note"], greeting["resident"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._process.kill()
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, steps: int) -> list[float]:
        """The seconds of each of so many steps."""
        assert self._process.stdin
        try:
            print(json.dumps({"steps": steps}), file=self._process.stdin, flush=True)
        except BrokenPipeError as error:
            raise self._dead() from error
        answer = self._answer()
        self.result.peak = answer["peak"]
        seconds: list[float] = answer["seconds"]
        return seconds

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise self._dead()
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise BenchError(f"{self._name} can't be measured: {answer['error']}")
        return answer

    def _dead(self) -> BenchError:
        code = self._process.wait()
        reason = "most often for want of memory" if code == -9 else f"with exit code {code}"
        return BenchError(f"The process of {self._name} was ended, {reason}.")


def race(
    entries: Mapping[str, Entry], *, threads: int, seconds: float, rounds: int = 5
) -> dict[str, Result]:
    """Measure these in turns for about so many seconds, and at least so many rounds.

    The first steps of each are thrown away. Raises :class:`BenchError`.
    """
    with ExitStack() as stack:
        racers = {
            name: stack.enter_context(Racer(name, entry, threads))
            for name, entry in entries.items()
        }
        turns = {name: steps_in_turn(racer.run(WARM_UP)[-1]) for name, racer in racers.items()}
        started, done = time.monotonic(), 0
        while done < rounds or time.monotonic() - started < seconds:
            for name, racer in racers.items():
                racer.result.seconds += racer.run(turns[name])
            done += 1
        return {name: racer.result for name, racer in racers.items()}


def steps_in_turn(seconds: float) -> int:
    """How many steps of so many seconds make a turn.

    >>> steps_in_turn(0.05), steps_in_turn(3.0)
    (8, 1)
    """
    return max(1, round(TURN_SECONDS / max(seconds, 1e-3)))
