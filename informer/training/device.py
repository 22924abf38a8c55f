"""Where training runs, with how many threads, and how tensors get there without a wait."""

import torch
from torch import Tensor

from informer.training.priority import default_threads
from informer.training.records import RunError


def choose_device(wish: str, *, index: int = 0, count: int = 1) -> torch.device:
    """``auto`` takes a CUDA GPU, else Apple's, else the CPU.

    Where ``count`` processes of this machine train together, process ``index`` has the GPU of that
    number. Raises :class:`RunError` when the named device, or so many of it, are not there.
    """
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available() and count == 1,
        "cpu": True,
    }
    if wish == "auto":
        wish = next(name for name, there in available.items() if there)
    if wish == "mps" and count > 1:
        raise RunError("Apple's GPU is one: set n_devices to 1, or device to cpu.")
    if not available.get(wish, False):
        raise RunError(f"This machine has no {wish} device that PyTorch can use; choose auto.")
    if wish != "cuda" or count == 1:
        return torch.device(wish)
    there = torch.cuda.device_count()
    if count > there:
        raise RunError(
            f"Training on {count} GPUs was asked for, but PyTorch finds {there}: "
            "lower n_devices, or set device to cpu."
        )
    return torch.device(wish, index)


def prepare(device: torch.device) -> None:
    """Make the device the one of this process, and its float32 products fast.

    On CUDA, TF32 rounds what float32 products read to 10 bits, as bfloat16 does to 7; sums,
    weights and everything else stay float32.
    """
    if device.type == "cuda":
        if device.index is not None:
            torch.cuda.set_device(device)
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True


def send(tensor: Tensor, device: torch.device) -> Tensor:
    """The tensor on the device; the CPU goes on without waiting until the device has it.

    From pinned memory, since any other copy first waits for all work of the GPU. The CPU's own
    tensors are returned as they are.
    """
    if device.type == "cuda":
        tensor = tensor.pin_memory()
    return tensor.to(device, non_blocking=device.type != "mps")


def limit_threads(threads: int | None = None) -> None:
    """Use so many threads in each process, else :func:`default_threads`.

    How sums are split among threads decides their last digits: the same number of threads, on the
    same machine, gives the same weights and forecasts, bit for bit.
    """
    torch.set_num_threads(default_threads() if threads is None else threads)
