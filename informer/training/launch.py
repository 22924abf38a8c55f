"""Starting a training in a process of its own, from a page: needs no torch."""

import subprocess
import sys
import threading
from pathlib import Path

from informer.training.runs import RunFolder


def start_worker(folder: RunFolder) -> None:
    """Start :mod:`informer.training.worker` on this run, and return at once.

    The worker shares neither terminal nor pipe with its parent, and outlives it.
    """
    command = [sys.executable, "-u", "-m", "informer.training.worker", str(folder.path.absolute())]
    with folder.log.open("ab") as log:  # a file: a pipe would stall when nobody drains it
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).resolve().parents[2],  # where the package can be imported from
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # a dead child stays in the process table, and looks alive, until its parent asks for it
    threading.Thread(target=process.wait, daemon=True).start()
