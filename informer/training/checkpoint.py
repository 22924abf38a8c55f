"""Weights on disk as safetensors, and a trained run read back whole. Nothing is ever unpickled."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from informer.config import RunConfig
from informer.data.windows import Windows
from informer.model.informer import Informer
from informer.training.atomic import replacing
from informer.training.records import RunError, RunRecord
from informer.training.runs import RunFolder


@dataclass(frozen=True)
class TrainedRun:
    """A run that can forecast: its choices, its weights, its data."""

    record: RunRecord
    config: RunConfig
    model: Informer
    """In evaluation mode."""
    windows: Windows


def save_weights(path: Path, model: Informer) -> None:
    """The model's weights, with its configuration as JSON in the metadata key ``config``."""
    tensors = {name: value.contiguous().cpu() for name, value in model.state_dict().items()}
    with replacing(path) as temporary:
        save_file(tensors, temporary, {"config": model.config.model_dump_json()})


def load_run(folder: RunFolder, device: str = "cpu") -> TrainedRun:
    """The run with its best weights and the scaler it was trained with.

    Raises :class:`RunError` when it has no weights, or they don't fit its configuration.
    """
    record = folder.record()
    config = record.config
    if record.scaler is None or not folder.best_weights.exists():
        raise RunError(
            f"Run '{record.id}' has no trained weights (it is {record.status}): "
            "open another run, or train it again."
        )
    scaler = record.scaler.scaler()
    model = Informer(config.model)
    try:
        model.load_state_dict(load_file(folder.best_weights))
    except (SafetensorError, RuntimeError) as error:
        raise RunError(f"The weights of run '{record.id}' are damaged.") from error
    windows = Windows(folder.series(), config, scaler, device=device)
    return TrainedRun(record, config, model.to(torch.device(device)).eval(), windows)
