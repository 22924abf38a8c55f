"""The process that trains one run: ``python -m informer.training.worker RUN_DIR``.

torchrun starts several of it for a run on several GPUs. It belongs to nobody: it lives on when the
page, the server or the terminal that started it ends.
What people should know goes to the run folder; a traceback only to its ``worker.log``.
"""

import sys
from pathlib import Path

from informer.training.priority import give_way
from informer.training.runs import RunFolder
from informer.training.torchrun import Place, follow


def main(arguments: list[str]) -> int:
    """Train the run in the folder that is the only argument; the exit status."""
    give_way()
    if Place.here().rank:
        return follow()
    folder = RunFolder(Path(arguments[0]))
    folder.claim()  # before torch is imported, which takes seconds

    from informer.training.device import limit_threads
    from informer.training.train import train_run

    limit_threads()
    train_run(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
