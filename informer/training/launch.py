"""Starting a training in processes of its own, from a page: needs no torch."""

import subprocess
import sys
import threading
from pathlib import Path

from informer.training.runs import RunFolder


def count_gpus() -> int:
    """GPUs that one run can be trained on.

    Most machines have no two NVIDIA GPUs, which a glance into /dev tells: torch, which takes
    seconds to import, is asked only where there are.
    """
    if len(list(Path("/dev").glob("nvidia[0-9]*"))) < 2:
        return 1
    import torch

    return max(1, torch.cuda.device_count())


def start_worker(folder: RunFolder) -> None:
    """Start :mod:`informer.training.worker` on this run, and return at once."""
    worker = ["-m", "informer.training.worker", str(folder.path.absolute())]
    n_devices = folder.record().config.training.n_devices
    if n_devices > 1:  # standalone: several such trainings don't meet on one port
        torchrun = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={n_devices}"]
        worker = [*torchrun, *worker]
    start_process(worker, folder.log)


def start_process(arguments: list[str], log_file: Path) -> None:
    """Start a Python process that shares neither terminal nor pipe with this one, and outlives it.

    What it prints is added to ``log_file``.
    """
    with log_file.open("ab") as log:  # a file: a pipe would stall when nobody drains it
        process = subprocess.Popen(
            [sys.executable, "-u", *arguments],
            cwd=Path(__file__).resolve().parents[2],  # where the package can be imported from
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # a dead child stays in the process table, and looks alive, until its parent asks for it
    threading.Thread(target=process.wait, daemon=True).start()
