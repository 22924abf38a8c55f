"""A worker, one of several, whose step number 3 goes wrong on rank 1: ``raise`` or ``die``."""

import os
import signal
import sys

from informer.training import worker
from informer.training.step import TrainingStep

plain = TrainingStep.__call__


def step(self, batch, number, *rest):  # type: ignore[no-untyped-def]
    if number == 3 and os.environ["RANK"] == "1":
        if sys.argv[1] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        raise MemoryError
    return plain(self, batch, number, *rest)


if __name__ == "__main__":
    TrainingStep.__call__ = step  # type: ignore[method-assign]
    sys.exit(worker.main(sys.argv[2:]))
