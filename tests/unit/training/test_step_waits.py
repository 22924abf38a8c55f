"""A training step never makes the CPU wait for a GPU: shown without one.

A wait is hidden in reading a number of a tensor, in a shape that depends on numbers, and in a copy
between devices that is not told otherwise. On torch's ``meta`` device the first two can't be done,
for its tensors hold no numbers; the third is looked for among all operations.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.training.fit import fit, new_model
from informer.training.ranks import Ranks
from informer.training.step import TrainingStep

READS = ("_local_scalar_dense", "nonzero", "is_nonzero", "masked_select", "equal")


class Waits(TorchDispatchMode):
    """Notes every operation for which the CPU would wait, were the tensors on a GPU."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(
        self,
        function: Any,
        types: Sequence[type],
        arguments: Sequence[Any] = (),
        options: Mapping[str, Any] | None = None,
    ) -> object:
        options = options or {}
        name = function._schema.name.removeprefix("aten::")
        result = function(*arguments, **options)
        if name in READS:
            self.seen.append(name)
        if name in ("_to_copy", "copy_"):
            to, source = (result, arguments[0]) if name == "_to_copy" else arguments[:2]
            blocking = not (options.get("non_blocking") or arguments[2:] == (True,))
            if to.device != source.device and (blocking or to.device.type == "cpu"):
                self.seen.append(f"{name} from {source.device} to {to.device}")
        return result


@pytest.mark.parametrize(
    "model",
    [
        {},
        {"attention": "full", "embed": "fixed"},
        {"e_layers": (2, 1), "embed": "learned", "instance_norm": False},
        {"reference_compatible": True, "mix": True, "lazy_rows": "sum", "distil": False},
    ],
)
def test_a_step_on_another_device_waits_for_nothing(
    hourly_series: TimeSeries, config: RunConfig, model: dict[str, object]
) -> None:
    config = config.model_copy(update={"model": config.model.model_copy(update=model)})
    device = torch.device("meta")
    windows = Windows(hourly_series, config, device=device)
    make_step = TrainingStep(new_model(config, device), config)
    make_step(windows.batch(torch.arange(4, device=device)), 0, 1e-3)  # what is copied once
    numbers = torch.arange(4, device=device)
    with Waits() as waits:
        loss, norm = make_step(windows.batch(numbers), 1, 1e-3)
    # Adam's count of steps is on the CPU on devices that have no fused one, as meta
    assert [wait for wait in waits.seen if wait != "_local_scalar_dense"] == []
    assert (loss.device, norm.device) == (device, device)


def test_between_two_reports_nothing_is_read(
    hourly_series: TimeSeries, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the CPU, whose Adam is the fused one, as on CUDA."""
    monkeypatch.setattr("informer.training.fit._SECONDS_BETWEEN_REPORTS", math.inf)
    training = config.training.model_copy(update={"max_steps": 25, "eval_every": 25})
    config = config.model_copy(update={"training": training})
    windows = Windows(hourly_series, config)
    waits = Waits()

    class Watched(Ranks):
        def mean(self, numbers: range, mean_of: Callable[[range], float]) -> float:
            assert waits.seen == ["_local_scalar_dense"] * 2  # loss and norm of the first step
            return mean_of(numbers)

    with waits:
        reports = list(fit(new_model(config, torch.device("cpu")), windows, config, Watched()))
    assert [(report.kind, report.step) for report in reports] == [("step", 1), ("validation", 25)]
    assert len(windows.split.train) < 25 * config.training.batch_size  # a second epoch began


def test_the_order_of_the_windows_is_sent_once_an_epoch(
    hourly_series: TimeSeries, config: RunConfig
) -> None:
    class Reached(Exception):  # noqa: N818
        pass

    class Asked(Ranks):
        def join(self, model: torch.nn.Module) -> None:
            waits.seen.clear()  # what comes before the loop is done once

        def share(self, windows: Tensor) -> tuple[Tensor, float]:
            assert windows.device.type == "meta"
            raise Reached

    device = torch.device("meta")
    windows = Windows(hourly_series, config, device=device)
    model = new_model(config, device)
    with Waits() as waits, pytest.raises(Reached):
        next(fit(model, windows, config, Asked()))
    assert waits.seen == []


def test_the_watch_sees_waits() -> None:
    numbers = torch.arange(3)
    with Waits() as waits:
        numbers[0].item()
        numbers.nonzero()
        _sent(numbers, non_blocking=False)
        _sent(numbers, non_blocking=True)
    assert waits.seen == ["_local_scalar_dense", "nonzero", "_to_copy from cpu to meta"]


def _sent(tensor: Tensor, *, non_blocking: bool) -> Tensor:
    return tensor.to("meta", non_blocking=non_blocking)
