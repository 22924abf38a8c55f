"""Whether a worker process lives: it shows so every two seconds, and others look."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from informer.training.records import Worker

SILENCE = 30.0
"""Seconds without a heartbeat after which a worker counts as gone."""
_BEAT_SECONDS = 2.0


@contextmanager
def beating(beat: Callable[[], None]) -> Iterator[None]:
    """Calls ``beat`` from a thread, so that a long step does not look like a death."""
    ended = threading.Event()

    def keep_beating() -> None:
        try:
            beat()
            while not ended.wait(_BEAT_SECONDS):
                beat()
        except OSError:
            return  # the folder is gone; the work itself will say so

    thread = threading.Thread(target=keep_beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def lives(worker: Worker | None, *signs: Path) -> bool:
    """Whether a worker is at it: one of its files is fresh, and its process not known to be gone.

    ``None`` is a worker that has not said yet which process it is.
    """
    freshest = max((file.stat().st_mtime for file in signs if file.exists()), default=0.0)
    if time.time() - freshest > SILENCE:
        return False
    return worker is None or not worker.gone
