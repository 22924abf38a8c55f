"""Randomness by counting: what happens at step n depends on a seed and n, on nothing before it.

There is then no generator whose state could leak in from elsewhere or would have to be saved: a
training can go on from any step and draw what an uninterrupted one draws.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


def derived_seed(seed: int, *path: int) -> int:
    """A seed of its own for each ``path`` (for example a step), below 2^63.

    >>> derived_seed(0, 1) == derived_seed(0, 1), derived_seed(0, 1) == derived_seed(0, 2)
    (True, False)
    """
    state = np.random.SeedSequence(entropy=seed, spawn_key=path).generate_state(1, np.uint64)
    return int(state[0] >> np.uint64(1))


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Torch's global generators follow ``seed`` inside the block, and are put back after it.

    Initial weights and dropout know no other source (docs/DIFFERENCES.md, 1).
    """
    cuda = [torch.cuda.current_device()] if device.type == "cuda" else []
    apple = torch.mps.get_rng_state() if device.type == "mps" else None
    with torch.random.fork_rng(devices=cuda):
        torch.manual_seed(seed)
        try:
            yield
        finally:
            if apple is not None:
                torch.mps.set_rng_state(apple)
