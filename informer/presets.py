"""Quick, Balanced and Paper: sizes and training that suit an aim, under a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preset:
    """Values for the model and its training, under a name."""

    label: str
    summary: str
    """One sentence for people."""
    model: Mapping[str, object] = field(default_factory=dict)
    training: Mapping[str, object] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    "quick": Preset(
        label="Quick",
        summary="A small Informer: under a minute on two cores, good enough to look inside.",
        model={
            "d_model": 64,
            "n_heads": 4,
            "d_ff": 256,
            "e_layers": 2,
            "d_layers": 1,
            "dropout": 0.0,
        },
        training={
            "epochs": 20,
            "max_steps": 500,
            "eval_every": 125,
            "validation_windows": 512,
            "patience": 5,
            "batch_size": 16,
            "learning_rate": 3e-3,
        },
    ),
    "balanced": Preset(
        label="Balanced",
        summary="A third encoder layer and six times the steps: a few minutes.",
        model={
            "d_model": 64,
            "n_heads": 4,
            "d_ff": 256,
            "e_layers": 3,
            "d_layers": 1,
            "dropout": 0.0,
        },
        training={
            "epochs": 20,
            "max_steps": 3000,
            "eval_every": 250,
            "validation_windows": 1024,
            "patience": 5,
            "batch_size": 16,
            "learning_rate": 2e-3,
        },
    ),
    "paper": Preset(
        label="Paper",
        summary="The sizes and training of the paper's experiments: meant for a GPU.",
        model={
            "d_model": 512,
            "n_heads": 8,
            "d_ff": 2048,
            "e_layers": 2,
            "d_layers": 1,
            "sampling_factor": 5,
            "dropout": 0.05,
            "instance_norm": False,
            "embed": "timeF",
        },
        training={
            "epochs": 6,
            "batch_size": 32,
            "learning_rate": 1e-4,
            "schedule": "halve",
            "patience": 3,
            "grad_clip": None,
        },
    ),
}
