"""Checkpoints of the public Informer2020 code: its names are ours, only longer.

Only tensors are ever read: safetensors, or ``torch.load(weights_only=True)``.
"""

import re
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from informer.config import ModelConfig
from informer.model.informer import Informer

FREQ = {"s": "s", "t": "min", "h": "h", "d": "D", "b": "B", "w": "W", "m": "MS"}
"""The reference's one-letter frequencies as pandas aliases."""

_RENAMES = (
    (r"^module\.", ""),  # saved from DataParallel
    (r"^enc_embedding\.", "encoder_embedding."),
    (r"^dec_embedding\.", "decoder_embedding."),
    (r"value_embedding\.tokenConv\.", "value."),
    (r"temporal_embedding\.embed\.", "calendar."),
    (r"temporal_embedding\.month_embed\.(emb\.)?", "calendar.tables.0."),
    (r"temporal_embedding\.day_embed\.(emb\.)?", "calendar.tables.1."),
    (r"temporal_embedding\.weekday_embed\.(emb\.)?", "calendar.tables.2."),
    (r"temporal_embedding\.hour_embed\.(emb\.)?", "calendar.tables.3."),
    (r"temporal_embedding\.minute_embed\.(emb\.)?", "calendar.tables.4."),
    (r"^encoder\.encoders\.(\d+)\.", r"encoder.replicas.\1."),
    (r"^encoder\.(?!replicas)", "encoder.replicas.0."),
    (r"\.attn_layers\.", ".layers."),
    (r"\.conv_layers\.(\d+)\.downConv\.", r".distilling.\1.conv."),
    (r"\.conv_layers\.(\d+)\.norm\.", r".distilling.\1.norm."),
    (r"\.(query|key|value)_projection\.", r".\1."),
    (r"\.out_projection\.", ".out."),
    (r"\.conv1\.", ".feed_forward.expand."),
    (r"\.conv2\.", ".feed_forward.contract."),
)


class CheckpointError(ValueError):
    """The file is no Informer2020 state dict, or doesn't fit; the message says why."""


def our_name(reference_name: str) -> str:
    """The name here of a parameter or buffer there.

    >>> our_name("encoder.attn_layers.0.attention.query_projection.weight")
    'encoder.replicas.0.layers.0.attention.query.weight'
    """
    for pattern, ours in _RENAMES:
        reference_name = re.sub(pattern, ours, reference_name)
    return reference_name


def our_tensor(name: str, tensor: Tensor) -> Tensor:
    """The same numbers in our shape: its 1x1 convolutions are linear layers here."""
    is_pointwise = ".feed_forward." in name and tensor.dim() == 3
    return tensor.squeeze(-1) if is_pointwise else tensor


def convert_state_dict(reference: dict[str, Tensor]) -> dict[str, Tensor]:
    """A reference state dict under our names. Its positions are a formula here, so they go."""
    named = {our_name(name): tensor for name, tensor in reference.items()}
    return {
        name: our_tensor(name, tensor)
        for name, tensor in named.items()
        if not name.endswith("position_embedding.pe")
    }


def model_config(settings: dict[str, object]) -> ModelConfig:
    """The configuration of a reference run: ``settings`` under the reference's own names.

    Needs ``seq_len, label_len, pred_len, enc_in, dec_in, c_out, d_model, n_heads, d_ff, e_layers,
    d_layers, factor, attention, distil, mix, embed, freq, activation``.
    """
    same: tuple[str, ...] = ("seq_len", "label_len", "pred_len", "enc_in", "dec_in", "c_out")
    same += ("d_model", "n_heads", "d_ff", "d_layers", "distil", "mix", "embed", "activation")
    e_layers = settings["e_layers"]
    values = {name: settings[name] for name in same if name in settings}
    values |= {
        "e_layers": tuple(e_layers) if isinstance(e_layers, list | tuple) else e_layers,
        "sampling_factor": settings["factor"],
        "attention": "full" if settings["attention"] == "full" else "prob_sparse",
        "freq": FREQ.get(str(settings["freq"]), settings["freq"]),
        "dropout": settings.get("dropout", 0.0),
        "instance_norm": False,
        "lazy_rows": "sum",
        "reference_compatible": True,
    }
    return ModelConfig.model_validate(values)


def build(settings: dict[str, object], reference: dict[str, Tensor]) -> Informer:
    """An Informer with the reference's weights, in ``reference_compatible`` mode.

    Raises :class:`CheckpointError` when names or shapes don't fit the settings.
    """
    model = Informer(model_config(settings))
    try:
        model.load_state_dict(convert_state_dict(reference))
    except RuntimeError as error:
        detail = "; ".join(line.strip() for line in str(error).splitlines()[1:3])
        raise CheckpointError(f"The weights don't fit these settings: {detail}") from error
    return model


def import_checkpoint(path: Path, settings: dict[str, object]) -> Informer:
    """The Informer of a user's ``checkpoint.pth`` (or .safetensors) of Informer2020.

    A state dict doesn't hold its settings (heads, factor, lengths), so they are given as in
    :func:`model_config`. Raises :class:`CheckpointError` for anything but plain tensors that fit.
    """
    return build(settings, _read_tensors(path))


def _read_tensors(path: Path) -> dict[str, Tensor]:
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{path.name} can't be read: {error}") from error
    except Exception as error:  # torch raises UnpicklingError, RuntimeError, EOFError, ... here
        raise CheckpointError(
            f"{path.name} is no plain state dict: it is damaged, or holds more than tensors, "
            "which is never loaded"
        ) from error
    if not isinstance(loaded, dict) or not all(isinstance(v, Tensor) for v in loaded.values()):
        raise CheckpointError(f"{path.name} is no state dict: expected names with tensors")
    return loaded
