"""Carrying out the tasks of a plan, one after the other."""

from collections.abc import Callable, Iterator, Sequence

import torch

from informer.config import ModelConfig
from informer.costing import attention, decoding, encoder, memory
from informer.costing.plan import Task
from informer.costing.results import Observation
from informer.costing.timing import Step, alternate, timed

Found = tuple[Task, tuple[Observation, ...]]


def measure(
    model: ModelConfig,
    tasks: Sequence[Task],
    device: torch.device,
    stopped: Callable[[], bool],
    begin: Callable[[Task], None] = lambda _: None,
) -> Iterator[Found]:
    """What each task finds, in their order; ``begin`` hears of a task before it is carried out.

    Raises :class:`~informer.training.jobs.StoppedError` soon after ``stopped`` says so.
    """
    apart = [task for task in tasks if task.quantity == "memory" and device.type == "cpu"]
    for task in tasks:
        if task in apart:
            continue
        begin(task)
        if task.quantity == "time":
            yield task, alternate(_steps(model, task, device), stopped)
        else:
            yield task, memory.observe(model, task, device)
    if apart:
        begin(apart[0])
        found = memory.by_child(model, apart, stopped)
        for i, (task, (_, observations)) in enumerate(zip(apart, found, strict=True)):
            yield task, observations
            if i + 1 < len(apart):
                begin(apart[i + 1])


def device_name(device: torch.device) -> str:
    """For people: ``CPU``, or what the GPU is called."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return {"cpu": "CPU", "mps": "Apple GPU"}.get(device.type, device.type)


def _steps(model: ModelConfig, task: Task, device: torch.device) -> Sequence[Step]:
    if task.part == "encoder" and not task.backward:
        return encoder.layer_by_layer(model, device)
    if task.part == "encoder":
        works = encoder.works(model, backward=True, device=device)
    elif task.part == "attention":
        works = attention.works(model, task.at, backward=task.backward, device=device)
    else:
        works = decoding.works(model, device)
    return [timed(subject, work, device) for subject, work in works.items()]
