"""A training among the programs of its machine: behind the pages a person waits for."""

import contextlib
import os
from pathlib import Path

_BEHIND = 15
"""Of 19: on a busy core, 1/28 of the time that a page gets while one needs it; else all of it."""


def give_way() -> None:
    """Let every other program go first; for a process with a session of its own.

    Linux may weigh whole sessions against each other (autogroups) and processes only within one, so
    the session is told too. Where a system has neither, nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_BEHIND - os.nice(0))
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(_BEHIND))


def usable_cores() -> int:
    """Cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return cores or 1


def spare_cores() -> int:
    """All usable cores but one, at least one: the pages need the one that is left.

    PyTorch's threads wait for each other at every operation, so with one of them pushed aside by
    another program, all of them crawl: measured, two threads on two busy cores took ten times as
    long as one.
    """
    return max(1, usable_cores() - 1)


def default_threads() -> int:
    """The spare cores, shared among the processes that train together on this machine.

    App, worker and command line keep to the same number, so that they give the same weights.
    """
    return max(1, spare_cores() // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))
