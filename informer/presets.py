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


# Chosen without the test rows: on validation windows, and on the validation part as a test of a
# shorter training (docs/BENCHMARKS.md, what each choice brings).
_SMALL: dict[str, object] = {
    "d_model": 64,
    "n_heads": 4,
    "d_ff": 256,
    "e_layers": 2,
    "d_layers": 1,
    "linear_draft": True,
}
_CALM: dict[str, object] = {
    "epochs": 20,
    "batch_size": 16,
    "eval_every": 50,
    "validation_windows": 512,
    "weight_averaging": 0.98,
}

PRESETS: dict[str, Preset] = {
    "quick": Preset(
        label="Quick",
        summary="A small Informer: under a minute on two cores, good enough to look inside.",
        model=_SMALL | {"dropout": 0.0},
        training=_CALM | {"max_steps": 700, "patience": 4, "learning_rate": 2e-3},
    ),
    "balanced": Preset(
        label="Balanced",
        summary="The same with dropout and up to twice the steps: a minute or two.",
        model=_SMALL | {"dropout": 0.1},
        training=_CALM | {"max_steps": 1500, "patience": 3, "learning_rate": 5e-4},
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
