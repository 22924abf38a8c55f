"""In which numbers a training step is computed; weights, optimiser and loss are float32 always."""

from contextlib import AbstractContextManager

import torch

from informer.config import Precision

PAYS_FROM_WIDTH = 256
"""Below this ``d_model`` converting costs a CPU more than the faster products save (measured:
docs/BENCHMARKS.md)."""


def choose_precision(wish: Precision, device: torch.device, d_model: int) -> torch.dtype:
    """``auto`` takes bfloat16 where the hardware multiplies it, and it pays; else float32.

    >>> choose_precision("auto", torch.device("cpu"), d_model=64)
    torch.float32
    >>> choose_precision("bfloat16", torch.device("cpu"), d_model=64)
    torch.bfloat16
    """
    if wish == "auto":
        return torch.bfloat16 if _pays(device, d_model) else torch.float32
    return torch.bfloat16 if wish == "bfloat16" else torch.float32


def computing_in(precision: torch.dtype, device: torch.device) -> AbstractContextManager[None]:
    """Matrix products inside the block are done in ``precision`` (torch's autocast)."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == torch.bfloat16)


def _pays(device: torch.device, d_model: int) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        return d_model >= PAYS_FROM_WIDTH and bool(torch.cpu._is_avx512_bf16_supported())
    return False
