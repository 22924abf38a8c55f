"""Where training runs, and with how many threads."""

import os

import torch

from informer.training.records import RunError


def choose_device(wish: str) -> torch.device:
    """``auto`` takes a CUDA GPU, else Apple's, else the CPU.

    Raises :class:`RunError` when the named device is not there.
    """
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wish == "auto":
        return torch.device(next(name for name, there in available.items() if there))
    if not available.get(wish, False):
        raise RunError(f"This machine has no {wish} device that PyTorch can use; choose auto.")
    return torch.device(wish)


def limit_threads() -> None:
    """Use all cores but one.

    The app's pages need the one that is left; and PyTorch's threads wait for each other at every
    operation, so with one of them pushed aside by another program, all of them crawl: measured,
    two threads on two busy cores took ten times as long as one. The command line keeps to the same
    number, so that it gives the same weights as the app.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    torch.set_num_threads(max(1, (cores or 1) - 1))
