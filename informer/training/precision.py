"""In which numbers a training step is computed; weights, optimiser and loss are float32 always."""

from contextlib import AbstractContextManager, nullcontext

import torch

from informer.config import Precision
from informer.training.records import RunError

PAYS_FROM_WIDTH = 256
"""The least ``d_model`` for which ``auto`` takes bfloat16 on a CPU. It is as accurate at 64, but
saves a tenth of the time there (docs/BENCHMARKS.md), and only float32 rounds alike everywhere."""


def choose_precision(wish: Precision, device: torch.device, d_model: int) -> torch.dtype:
    """``auto`` takes bfloat16 where the hardware multiplies it, and it pays; else float32.

    Asked for by name, bfloat16 is what a CPU computes in, slowly where its hardware does not
    multiply it. Raises :class:`RunError` for a GPU that does not.

    >>> choose_precision("auto", torch.device("cpu"), d_model=64)
    torch.float32
    >>> choose_precision("bfloat16", torch.device("cpu"), d_model=64)
    torch.bfloat16
    """
    if wish == "auto":
        return torch.bfloat16 if _pays(device, d_model) else torch.float32
    if wish == "bfloat16" and device.type != "cpu" and not _multiplies_bfloat16(device):
        raise RunError(
            f"The {device.type} device of this machine does not multiply bfloat16: "
            "set precision to auto or float32, or device to cpu."
        )
    return torch.bfloat16 if wish == "bfloat16" else torch.float32


def computing_in(precision: torch.dtype, device: torch.device) -> AbstractContextManager[None]:
    """Matrix products inside the block are done in ``precision`` (torch's autocast)."""
    if precision == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, precision)


def _pays(device: torch.device, d_model: int) -> bool:
    wide = device.type != "cpu" or d_model >= PAYS_FROM_WIDTH
    return wide and _multiplies_bfloat16(device)


def _multiplies_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())
