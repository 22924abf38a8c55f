"""Commands as a script for a POSIX shell, which quotes whatever a file calls its columns."""

import shlex
from collections.abc import Iterator, Sequence


def script(*commands: Sequence[str]) -> str:
    r"""Commands for a POSIX shell, one after the other, folded at the options.

    >>> print(script(["python", "x.py", "--target=it's"], ["python", "y.py"]))
    python x.py '--target=it'"'"'s'
    python y.py
    """
    return "\n".join(" \\\n    ".join(_folded(command)) for command in commands)


def _folded(command: Sequence[str], width: int = 88) -> Iterator[str]:
    """A command as lines, an option together with its value."""
    line = ""
    for part in _options(command):
        if line and len(line) + 1 + len(part) > width:
            yield line
            line = part
        else:
            line = f"{line} {part}" if line else part
    yield line


def _options(command: Sequence[str]) -> Iterator[str]:
    waiting: str | None = None
    for word in command:
        quoted = shlex.quote(word)
        if waiting is not None and not word.startswith("-"):
            yield f"{waiting} {quoted}"
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if word.startswith("-") and "=" not in word:
            waiting = quoted
        else:
            yield quoted
    if waiting is not None:
        yield waiting
