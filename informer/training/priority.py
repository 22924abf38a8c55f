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
