"""Memory that work adds at its peak, in a process where freed memory goes back at once.

Most programs keep what they free, and a peak then tells nothing of the next piece of work. The
process of :func:`by_child` is told to give every block of 4 KiB and more back to the system.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from pydantic import TypeAdapter

from informer.config import ModelConfig
from informer.costing import attention, encoder, memory_use
from informer.costing.plan import Task
from informer.costing.results import Observation, Subject
from informer.costing.timing import Work, observation
from informer.training.device import limit_threads
from informer.training.jobs import StoppedError

_GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "4096"}
_ROOT = Path(__file__).resolve().parents[2]
_ASKED = TypeAdapter(tuple[ModelConfig, tuple[Task, ...]])
_FOUND = TypeAdapter(tuple[str, tuple[Observation, ...]])


def observe(model: ModelConfig, task: Task, device: torch.device) -> tuple[Observation, ...]:
    """The memory of each subject of a task; nothing where this system can't tell."""
    found = (
        (subject, added(work, device)) for subject, work in _works(model, task, device).items()
    )
    return tuple(observation(subject, "memory", [mib]) for subject, mib in found if mib is not None)


def added(work: Work, device: torch.device) -> float | None:
    """MiB that work adds at its peak to what is held when it begins, after it was done once."""
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
        torch.cuda.reset_peak_memory_stats(device)
        before = torch.cuda.memory_allocated(device)
        work()
        torch.cuda.synchronize(device)
        return (torch.cuda.max_memory_allocated(device) - before) / 2**20
    if device.type != "cpu" or not memory_use.forget_peak():
        return None
    held = memory_use.resident()
    work()
    return max(0.0, memory_use.peak() - held)


def by_child(
    model: ModelConfig, tasks: Sequence[Task], stopped: Callable[[], bool]
) -> Iterator[tuple[str, tuple[Observation, ...]]]:
    """Name and observations of each task, from a process of its own on the CPU.

    Raises :class:`StoppedError` when asked to, between two tasks.
    """
    asked = _ASKED.dump_json((model, tuple(tasks)))
    with subprocess.Popen(
        [sys.executable, "-m", "informer.costing.memory"],
        cwd=_ROOT,
        env=os.environ | _GIVE_BACK,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(asked)
            child.stdin.close()
            for line in child.stdout:
                yield _FOUND.validate_json(line)
                if stopped():
                    raise StoppedError
        finally:
            child.kill()


def _works(model: ModelConfig, task: Task, device: torch.device) -> Mapping[Subject, Work]:
    if task.part == "attention":
        return attention.works(model, task.at, backward=task.backward, device=device)
    return encoder.works(model, backward=task.backward, device=device)


def main() -> None:
    """Read a model and its tasks, answer with one line a task."""
    model, tasks = _ASKED.validate_json(sys.stdin.buffer.read())
    limit_threads()
    for task in tasks:
        found = observe(model, task, torch.device("cpu"))
        sys.stdout.buffer.write(_FOUND.dump_json((task.name, found)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
