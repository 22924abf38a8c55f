"""How much memory this process holds, and held at most, in MiB."""

import re
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def resident() -> float:
    """What is in memory now; where the system does not say, the most there was."""
    return _status("VmRSS") if _STATUS.exists() else _most()


def peak() -> float:
    """The most there was since the process began, or since :func:`forget_peak`.

    Linux's VmHWM, not ``ru_maxrss``: that one begins with what the parent process held.
    """
    return _status("VmHWM") if _STATUS.exists() else _most()


def forget_peak() -> bool:
    """Let :func:`peak` begin anew, from what is held now; false where the system can't."""
    try:
        _CLEAR.write_text("5", encoding="ascii")
    except OSError:
        return False
    return peak() < resident() + 1  # some sandboxes accept it and go on as before


def _status(field: str) -> float:
    found = re.search(rf"{field}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else _most()


def _most() -> float:
    import resource  # not on Windows

    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / (2**20 if sys.platform == "darwin" else 2**10)
