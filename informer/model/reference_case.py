"""Recorded runs of the public Informer2020, and how far this model is from them.

A case (safetensors) holds weights, inputs, the sampled keys of each ProbSparse call and what came
out: forecast, selected queries, loss, gradients. With the same sampled keys the same must come out.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from torch import Tensor

from informer.model.informer import Informer
from informer.model.reference import CheckpointError, build, our_name, our_tensor
from informer.model.sampling import RecordedKeys
from informer.model.trace import InformerTrace, ProbSparseTrace

FORECAST_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-4


@dataclass(frozen=True)
class Fidelity:
    """The largest absolute errors of one case; the gradient's relative to its largest value."""

    forecast_eval: float
    forecast_train: float
    loss: float
    gradient: float
    gradient_relative: float
    n_gradients: int
    n_selections: int
    wrong_selections: int
    """ProbSparse calls, in both modes, that selected other queries than the reference."""

    @property
    def passed(self) -> bool:
        """Forecasts and loss within 1e-5, gradients within 1e-4 relative, selections equal."""
        forecasts = (self.forecast_eval, self.forecast_train, self.loss)
        return (
            all(error <= FORECAST_TOLERANCE for error in forecasts)
            and self.gradient_relative <= GRADIENT_TOLERANCE
            and self.wrong_selections == 0
        )


def verify_case(path: Path) -> Fidelity:
    """Run one case. Raises :class:`CheckpointError` when the file is not such a case."""
    settings, tensors = _read_case(path)
    weights = {n.removeprefix("weight."): t for n, t in tensors.items() if n.startswith("weight.")}
    recorded = {n.removeprefix("grad."): t for n, t in tensors.items() if n.startswith("grad.")}
    try:
        model = build(settings, weights)
        eval_forecast, eval_trace = _run(model.eval(), tensors, "eval")
        train_forecast, train_trace = _run(model.train(), tensors, "train")
        loss = F.mse_loss(train_forecast, tensors["input.target"])
        torch.autograd.backward(loss)
        errors = _gradient_errors(model, recorded)
        selections = _selections(eval_trace, tensors, "eval")
        selections += _selections(train_trace, tensors, "train")
        return Fidelity(
            forecast_eval=_error(eval_forecast, tensors["eval.forecast"]),
            forecast_train=_error(train_forecast, tensors["train.forecast"]),
            loss=_error(loss.reshape(1), tensors["train.loss"].reshape(1)),
            gradient=max(absolute for absolute, _ in errors),
            gradient_relative=max(relative for _, relative in errors),
            n_gradients=len(errors),
            n_selections=len(selections),
            wrong_selections=selections.count(False),
        )
    except KeyError as error:
        raise CheckpointError(f"{path.name} is no reference case: it has no {error}") from error


def _read_case(path: Path) -> tuple[dict[str, object], dict[str, Tensor]]:
    try:
        with safe_open(path, "pt") as file:
            settings = json.loads((file.metadata() or {}).get("config", "null"))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, json.JSONDecodeError) as error:
        raise CheckpointError(f"{path.name} can't be read as a reference case: {error}") from error
    if not isinstance(settings, dict):
        raise CheckpointError(f"{path.name} is no reference case: its metadata have no config")
    return settings, tensors


def _run(model: Informer, tensors: dict[str, Tensor], mode: str) -> tuple[Tensor, InformerTrace]:
    keys = RecordedKeys(_numbered(tensors, f"{mode}.sampled_keys."))
    with torch.set_grad_enabled(mode == "train"):
        return model.trace(
            tensors["input.x_enc"],
            tensors["input.x_mark_enc"],
            tensors["input.x_dec"],
            tensors["input.x_mark_dec"],
            keys,
        )


def _numbered(tensors: dict[str, Tensor], prefix: str) -> list[Tensor]:
    names = [name for name in tensors if name.startswith(prefix)]
    return [tensors[name] for name in sorted(names, key=lambda name: int(name.split(".")[-1]))]


def _selections(trace: InformerTrace, tensors: dict[str, Tensor], mode: str) -> list[bool]:
    """For each ProbSparse call in order of execution: did it select the recorded queries?"""
    layers = [layer for encoder in trace.encoders for layer in encoder.attention]
    layers += [layer.self_attention for layer in trace.decoder]
    selected = [layer.selected for layer in layers if isinstance(layer, ProbSparseTrace)]
    recorded = _numbered(tensors, f"{mode}.selected_queries.")
    if len(selected) != len(recorded):
        raise CheckpointError(
            f"{len(recorded)} selections are recorded in {mode} mode, but there are {len(selected)}"
        )
    return [torch.equal(ours, theirs) for ours, theirs in zip(selected, recorded, strict=True)]


def _gradient_errors(model: Informer, recorded: dict[str, Tensor]) -> list[tuple[float, float]]:
    """Absolute and relative error of each recorded gradient; infinite for one that is missing."""
    ours = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    theirs = {our_name(name): our_tensor(our_name(name), t) for name, t in recorded.items()}
    if set(ours) != set(theirs):
        return [(math.inf, math.inf)]
    scale = max(float(gradient.abs().max()) for gradient in theirs.values())
    errors = []
    for name, gradient in theirs.items():
        error = _error(ours[name], gradient)
        # a gradient that is zero but for rounding (a bias before a softmax) has no scale of its own
        own = float(gradient.abs().max())
        errors.append((error, error / max(own, 1e-3 * scale)))
    return errors


def _error(ours: Tensor | None, theirs: Tensor) -> float:
    if ours is None or ours.shape != theirs.shape:
        return math.inf
    error = float((ours.detach() - theirs).abs().max())
    return math.inf if math.isnan(error) else error
