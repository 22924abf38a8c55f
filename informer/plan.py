"""A run planned from a series and a few choices: every setting filled in and checked."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import ValidationError

from informer.config import DataConfig, ModelConfig, RunConfig, Seeds, TrainingConfig
from informer.data.lengths import suggest_lengths
from informer.data.scaler import refuse_constant
from informer.data.series import DataError, TimeSeries
from informer.data.split import Split
from informer.presets import PRESETS

Features = Literal["M", "S", "MS"]


class ConfigError(ValueError):
    """A choice can't be used; the message is one sentence a person can act on."""


DERIVED = ("enc_in", "dec_in", "c_out", "n_known_future", "freq")
_SEEDS = {"data_seed": "data", "weight_seed": "weights", "sampling_seed": "sampling"}


def plan_run(
    series: TimeSeries,
    *,
    targets: Sequence[str],
    covariates: Sequence[str] | None = None,
    known_future: Sequence[str] = (),
    preset: str = "quick",
    features: Features = "MS",
    overrides: Mapping[str, object] = {},
    seeds: Seeds | None = None,
    split: tuple[int, int, int] | tuple[float, float, float] | None = None,
    standardise_metrics: bool = False,
) -> RunConfig:
    """The configuration of a run on ``series``, checked as far as it can be without training.

    ``features`` as in the reference: ``S`` forecasts the targets from themselves, ``MS`` reads the
    covariates too (all other columns, if none are named), ``M`` forecasts every column that is not
    known in the future. ``overrides`` are fields of :class:`ModelConfig` and
    :class:`TrainingConfig`, and ``data_seed``, ``weight_seed``, ``sampling_seed``.

    Raises :class:`DataError` or :class:`ConfigError`, each with one sentence.
    """
    data = _roles(series, targets, covariates, known_future, features, split)
    if preset not in PRESETS:
        raise ConfigError(f"There is no preset '{preset}'; there are: {', '.join(PRESETS)}.")
    groups = _sort_overrides(overrides)
    seq_len, label_len, pred_len = suggest_lengths(series.freq, len(series))
    lengths = {"seq_len": seq_len, "pred_len": pred_len}
    model = lengths | dict(PRESETS[preset].model) | groups["model"]
    context = model["seq_len"]
    if isinstance(context, int):  # a start token nobody chose follows a context somebody did
        label_len = min(label_len, context // 2)
    model.setdefault("label_len", label_len)
    model |= {
        "enc_in": len(data.channels),
        "dec_in": len(data.channels),
        "c_out": len(data.targets),
        "n_known_future": len(data.known_future),
        "freq": series.freq,
    }
    try:
        config = RunConfig(
            data=data,
            model=ModelConfig.model_validate(model),
            training=TrainingConfig.model_validate(
                dict(PRESETS[preset].training) | groups["training"]
            ),
            seeds=Seeds.model_validate(dict(seeds or Seeds()) | groups["seeds"]),
            preset=preset,
            standardise_metrics=standardise_metrics,
        )
    except ValidationError as error:
        raise ConfigError(explain(error)) from error
    rows = Split.of(len(series), config).train_rows
    refuse_constant(series.matrix(data.targets)[:rows], data.targets)
    return config


def explain(error: ValidationError) -> str:
    """The first problem pydantic found, as one sentence.

    >>> try:
    ...     TrainingConfig(epochs=0)
    ... except ValidationError as error:
    ...     print(explain(error))
    epochs can't be 0: input should be greater than or equal to 1.
    """
    problem = error.errors(include_url=False)[0]
    message = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        names_a_field = "_" in message.split()[0]
        return f"{message if names_a_field else message[0].upper() + message[1:]}."
    field = str(problem["loc"][0])
    name = next((seed for seed, stored in _SEEDS.items() if stored == field), field)
    return f"{name} can't be {problem['input']!r}: {message[0].lower()}{message[1:]}."


def _roles(
    series: TimeSeries,
    targets: Sequence[str],
    covariates: Sequence[str] | None,
    known_future: Sequence[str],
    features: Features,
    split: tuple[int, int, int] | tuple[float, float, float] | None,
) -> DataConfig:
    for name in (*targets, *(covariates or ()), *known_future):
        series.column(name)
    free = tuple(name for name in series.columns if name not in known_future)
    if features == "M":
        targets, covariates = free, ()
    elif features == "S":
        covariates = ()
    elif covariates is None:
        covariates = tuple(name for name in free if name not in targets)
    if not targets:
        raise DataError(f"Name a target to forecast; there are: {', '.join(series.columns)}.")
    values = {"targets": tuple(targets), "covariates": tuple(covariates)}
    values["known_future"] = tuple(known_future)
    try:
        return DataConfig.model_validate(values | ({} if split is None else {"split": split}))
    except ValidationError as error:
        raise ConfigError(explain(error)) from error


def _sort_overrides(overrides: Mapping[str, object]) -> dict[str, dict[str, object]]:
    groups: dict[str, dict[str, object]] = {"model": {}, "training": {}, "seeds": {}}
    model = [name for name in ModelConfig.model_fields if name not in DERIVED]
    for key, value in overrides.items():
        if key in model:
            groups["model"][key] = value
        elif key in TrainingConfig.model_fields:
            groups["training"][key] = value
        elif key in _SEEDS:
            groups["seeds"][_SEEDS[key]] = value
        elif key in DERIVED:
            raise ConfigError(f"{key} follows from the data and its columns; it can't be set.")
        else:
            known = [*model, *TrainingConfig.model_fields, *_SEEDS]
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}" if close else f"there are: {', '.join(known)}"
            raise ConfigError(f"There is no setting '{key}'; {hint}{'?' if close else '.'}")
    return groups
