"""Every setting of a run as a widget: the lengths in the open, the rest folded away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from informer.config import RunConfig
from informer.training.launch import count_gpus
from pages import _state


@dataclass(frozen=True)
class Setting:
    """One field of the configuration, in words."""

    name: str
    label: str
    help: str
    options: tuple[str, ...] = ()
    low: float = 0
    step: float = 1
    digits: int = 0


LENGTHS = (
    Setting("seq_len", "Context (steps)", "L_x: how many past steps the encoder reads.", low=4),
    Setting("label_len", "Start token (steps)", "L_token: the end of the context that the decoder "
            "starts from."),
    Setting("pred_len", "Horizon (steps)", "L_y: how many steps are forecast, all at once.", low=1),
)  # fmt: skip
_MODEL = (
    Setting("d_model", "Width (d_model)", "Size of the vector that stands for one step.", low=2),
    Setting("n_heads", "Heads", "Attention heads; the width must be a multiple of it.", low=1),
    Setting("d_ff", "Feed-forward width (d_ff)", "Inner size of the two-layer network after "
            "attention.", low=1),
    Setting("e_layers", "Encoder layers", "One number, or several with commas for the stacked "
            "encoder, such as 3,1."),
    Setting("d_layers", "Decoder layers", "Layers of the one-shot decoder.", low=1),
    Setting("dropout", "Dropout", "Share of activations silenced while training.", step=0.05,
            digits=2),
    Setting("attention", "Attention", "prob_sparse: only the most selective queries attend. full: "
            "all do.", ("prob_sparse", "full")),
    Setting("sampling_factor", "Sampling factor c", "U = c·⌈ln L_K⌉ keys are sampled and "
            "u = c·⌈ln L_Q⌉ queries kept.", low=1),
    Setting("embed", "Calendar features", "cyclic: sine and cosine of each cycle. The others are "
            "those of the paper's public code.", ("cyclic", "timeF", "fixed", "learned")),
    Setting("activation", "Activation", "Of the feed-forward network.", ("gelu", "relu")),
    Setting("lazy_rows", "Lazy decoder rows", "What a decoder query that is not selected gets.",
            ("mean", "sum")),
)  # fmt: skip
_SWITCHES = (
    Setting("distil", "Distilling", "Halve the length after each encoder layer but the last."),
    Setting("instance_norm", "Normalise each window", "By its own mean and deviation (RevIN; not "
            "in the paper). Helps a small model on data that drift."),
    Setting("linear_draft", "Linear draft", "A linear forecast stands in the decoder's "
            "placeholders, and the network corrects it (not in the paper)."),
    Setting("mix", "Mix heads into time", "A quirk of the public code, for comparison only."),
    Setting("reference_compatible", "Measure as the public code does", "Unscaled scores, sum "
            "divided by L_K, masked keys included."),
)  # fmt: skip
_TRAINING = (
    Setting("batch_size", "Batch size", "Windows in each training step.", low=1),
    Setting("epochs", "Epochs at most", "Passes over the training windows.", low=1),
    Setting("max_steps", "Steps at most", "0: as many as the epochs have."),
    Setting("eval_every", "Validate every (steps)", "0: at the end of each epoch."),
    Setting("patience", "Patience", "Validations without a better loss before training stops.",
            low=1),
    Setting("learning_rate", "Learning rate", "Of Adam, at its highest.", step=0.0001, digits=5),
    Setting("schedule", "Schedule", "How the learning rate falls.",
            ("cosine", "halve", "constant")),
    Setting("weight_decay", "Weight decay", "0: none.", step=0.0001, digits=5),
    Setting("grad_clip", "Clip gradients at", "0: never.", step=0.1, digits=2),
    Setting("weight_averaging", "Average the weights", "Decay of the moving average that is "
            "validated and kept. 0: the last weights.", step=0.01, digits=3),
    Setting("device", "Device", "auto takes a GPU when there is one.",
            ("auto", "cpu", "cuda", "mps")),
    Setting("precision", "Precision", "Numbers of the training step. auto takes bfloat16 where "
            "the device is faster with it.", ("auto", "float32", "bfloat16")),
)  # fmt: skip
_GPUS = Setting("n_devices", "GPUs", "Of this machine; each computes a part of every batch.", low=1)
_SEEDS = (
    Setting("data_seed", "Data seed", "Order of the training windows."),
    Setting("weight_seed", "Weight seed", "Initial weights, and dropout."),
    Setting("sampling_seed", "Sampling seed", "Which keys ProbSparse attention samples."),
)
_EMPTY_IS_ZERO = {"max_steps", "eval_every", "grad_clip"}


def lengths(config: RunConfig) -> None:
    """Context, start token and horizon."""
    for column, setting in zip(st.columns(3), LENGTHS, strict=True):
        with column:
            _widget(setting, config)


def all_settings(config: RunConfig) -> None:
    """Everything else, folded."""
    training = (*_TRAINING, _GPUS) if count_gpus() > 1 else _TRAINING
    with st.expander("All settings", icon=":material/tune:", key="all_settings"):
        for title, settings in (
            ("Model", _MODEL), ("Options", _SWITCHES), ("Training", training), ("Seeds", _SEEDS)
        ):  # fmt: skip
            st.markdown(f"**{title}**")
            columns = st.columns(4)
            for index, setting in enumerate(settings):
                with columns[index % 4]:
                    _widget(setting, config)
        if _state.draft().overrides:
            st.button(
                "Back to the preset",
                key="settings_reset",
                icon=":material/undo:",
                on_click=lambda: _state.redraft(overrides=None),
            )


def _current(name: str, config: RunConfig) -> Any:
    chosen = (_state.draft().overrides or {}).get(name, _MISSING)
    if chosen is not _MISSING:
        return chosen
    seeds = {"data_seed": "data", "weight_seed": "weights", "sampling_seed": "sampling"}
    for part in (config.model, config.training):
        if name in type(part).model_fields:
            return getattr(part, name)
    return getattr(config.seeds, seeds[name])


_MISSING = object()


def _widget(setting: Setting, config: RunConfig) -> None:
    key, now = f"set_{setting.name}", _current(setting.name, config)
    changed = _changed(setting.name, key)
    if setting.name == "e_layers":
        text = str(now) if isinstance(now, int | str) else ",".join(map(str, now))
        st.text_input(
            setting.label, key=_state.seed(key, text), help=setting.help, on_change=changed
        )
    elif setting.options:
        st.selectbox(
            setting.label,
            setting.options,
            key=_state.seed(key, now),
            help=setting.help,
            on_change=changed,
        )
    elif isinstance(now, bool):
        st.toggle(setting.label, key=_state.seed(key, now), help=setting.help, on_change=changed)
    else:
        kind = float if setting.digits else int
        st.number_input(
            setting.label,
            min_value=kind(setting.low),
            step=kind(setting.step),
            format=f"%.{setting.digits}f" if setting.digits else "%d",
            key=_state.seed(key, kind(now or 0)),
            help=setting.help,
            on_change=changed,
        )


def _changed(name: str, key: str) -> Callable[[], None]:
    def callback() -> None:
        value: Any = _state.value(key)
        if name in _EMPTY_IS_ZERO and not value:
            value = None
        if name == "e_layers":
            parts = [part.strip() for part in str(value).split(",")]
            if all(part.isascii() and part.isdecimal() for part in parts):
                numbers = tuple(int(part) for part in parts)
                value = numbers[0] if len(numbers) == 1 else numbers
        _state.redraft(overrides={**(_state.draft().overrides or {}), name: value})

    return callback
