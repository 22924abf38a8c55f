"""Ends the first of several processes when another fails: it may be waiting where it can't hear.

A process inside an exchange with the others, or waiting for its GPU, runs no Python until the
exchange is over, and it is not over when another process is gone. So a thread looks, and ends the
process when it must.
"""

import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from informer.training.distributed import LostError
from informer.training.records import now
from informer.training.runs import RunFolder
from informer.training.torchrun import FAILED, TOLD

if TYPE_CHECKING:
    from torch.distributed.distributed_c10d import Store

_EVERY = 0.5
_GRACE = 5.0


@contextmanager
def watching(folder: RunFolder, store: "Store") -> Iterator[None]:
    """During the block, a failure of another process, or torchrun's SIGTERM, ends this one.

    torchrun sends SIGTERM when a process has gone. Mostly the exchange then fails by itself, and
    the block raises; only where it does not, the thread ends the process after a few seconds.
    """
    over = threading.Event()  # the block has ended
    ours, signals = socket.socketpair()
    ours.setblocking(False)
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    wake_before = signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        watched = store.clone()  # type: ignore[attr-defined]
        while not over.is_set():
            ready = select.select([signals], [], [], _EVERY)[0]
            if ready and signal.SIGTERM in signals.recv(64) and not over.wait(_GRACE):
                _end(folder, str(LostError()), "")
            if not over.is_set() and watched.check([FAILED]):
                sentence, _, trace = watched.get(FAILED).decode().partition("\n")
                watched.set(TOLD, "")
                _end(folder, sentence, trace)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    except BaseException:
        over.set()  # SIGTERM stays ignored: this process ends by itself, its record written
        raise
    over.set()
    ours.send(b"\0")  # no signal: wakes the thread
    thread.join()
    signal.set_wakeup_fd(wake_before)
    signal.signal(signal.SIGTERM, before)
    ours.close()
    signals.close()


def _end(folder: RunFolder, sentence: str, trace: str) -> None:
    folder.update(status="failed", error=sentence, ended=now(), worker=None, stage=None)
    with folder.log.open("a", encoding="utf-8") as log:
        log.write(trace)
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
    os._exit(1)
