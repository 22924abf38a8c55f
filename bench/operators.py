"""Where the time of a training step goes: PyTorch's operators, forward and backward."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from bench.contenders.ours import training
from bench.report import table
from bench.steps import SETTINGS

GROUPS: Mapping[str, frozenset[str]] = {
    "matrix products": frozenset({"mm", "addmm", "bmm", "baddbmm"}),
    "dropout: dice, masks, products": frozenset({"random_", "ge", "mul_"}),
    "sums, differences, products, quotients": frozenset(
        {"add", "add_", "sub", "sub_", "mul", "div", "sum", "mean", "cumsum", "neg"}
    ),
    "copies into another order or type": frozenset(
        {"clone", "copy_", "_to_copy", "cat", "stack", "roll"}
    ),
    "ranking: gather, maximum, top u": frozenset({"gather", "amax", "topk", "sort", "gt"}),
    "softmax": frozenset({"_softmax", "_softmax_backward_data"}),
    "layer normalisation": frozenset({"native_layer_norm", "native_layer_norm_backward"}),
    "GELU": frozenset({"gelu", "gelu_backward"}),
    "scatter": frozenset({"scatter", "scatter_add", "scatter_"}),
    "Adam and clipping": frozenset(
        {"_fused_adamw_", "_foreach_norm", "_foreach_mul_", "linalg_vector_norm"}
    ),
}
"""What an operator is for in this project's step; what is in none is *everything else*."""
REST = "everything else"
WARM_UP, STEPS = 8, 10


@dataclass
class Share:
    """What a group of operators took, over several steps."""

    seconds: float = 0.0
    calls: int = 0


class Clock(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Times every operator, those of the backward pass too; adds some microseconds to each."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.shares: defaultdict[str, Share] = defaultdict(Share)

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> object:
        began = time.perf_counter()
        result: object = func(*args, **(kwargs or {}))
        share = self.shares[group_of(func.overloadpacket.__name__)]
        share.seconds += time.perf_counter() - began
        share.calls += 1
        return result


def group_of(operator: str) -> str:
    """The group of an operator's name.

    >>> group_of("bmm"), group_of("view")
    ('matrix products', 'everything else')
    """
    return next((name for name, members in GROUPS.items() if operator in members), REST)


def clocked(step: Callable[[], object], steps: int = STEPS) -> dict[str, Share]:
    """What each group took in so many steps."""
    with Clock() as clock:
        for _ in range(steps):
            step()
    return dict(clock.shares)


def operators(threads: int) -> str:
    """Milliseconds and calls of a step, for each size and group of operators."""
    torch.set_num_threads(threads)
    columns = []
    for task in SETTINGS:
        step = training(**task.fields).step
        for _ in range(WARM_UP):
            step()
        columns.append(clocked(step))
    rows = [
        [name, *(cell for shares in columns for cell in _cells(shares.get(name, Share())))]
        for name in (*GROUPS, REST)
    ]
    header = [cell for task in SETTINGS for cell in (f"{task.title}: ms", "calls")]
    return table(("", *header), rows)


def _cells(share: Share) -> tuple[str, str]:
    return f"{1e3 * share.seconds / STEPS:.1f}", f"{share.calls / STEPS:.0f}"
