"""What to try against a flat or lagging forecast: each remedy is one change to this very run.

Ordered by how often it is the cause. Nothing is offered that the run has already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from informer.config import RunConfig
from informer.data.frequency import seasonal_periods
from informer.data.series import DataError, TimeSeries
from informer.data.split import Split
from informer.forecasting.flatness import Flatness

_FLAGS = 2
"""At most so many columns are offered as known in the future."""


@dataclass(frozen=True)
class Remedy:
    """One change, and why it may help."""

    name: str
    label: str
    """What a person is asked to do, in a few words."""
    why: str
    """The likely cause, in a sentence. Both may hold names of columns: text from a file."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """Settings of the configuration that change."""
    known_future: str | None = None
    """A column that becomes known in the future."""
    choose_target: bool = False
    """Only a person can choose: another target."""


def remedies(
    found: Flatness, config: RunConfig, series: TimeSeries, steps: int, best_step: int | None
) -> tuple[Remedy, ...]:
    """What this run has not tried. ``steps`` it has trained, the best of them ``best_step``."""
    offered = [
        _normalise(config),
        _draft(found, config),
        _context(config, series),
        *_known_columns(config, series),
        _more_steps(config, steps, best_step),
        _other_target(config, series),
    ]
    return tuple(remedy for remedy in offered if remedy is not None)


def _normalise(config: RunConfig) -> Remedy | None:
    if config.model.instance_norm:
        return None
    return Remedy(
        "instance_norm",
        "Normalise each window",
        "The level of the data drifts away from the one that was learnt: with each window "
        "normalised by itself, the model learns the shape instead.",
        {"instance_norm": True},
    )


def _draft(found: Flatness, config: RunConfig) -> Remedy | None:
    if config.model.linear_draft or found.witness != "linear":
        return None
    return Remedy(
        "linear_draft",
        "Start from a linear draft",
        "A linear forecast foresees more than this model: given it as a draft, the network only "
        "has to learn what is missing.",
        {"linear_draft": True},
    )


def _context(config: RunConfig, series: TimeSeries) -> Remedy | None:
    """The longest season that a longer context would show, where the train part has room."""
    now = config.model.seq_len
    for season in reversed(seasonal_periods(series.freq)):
        if season > now and _fits(config, len(series), season):
            return Remedy(
                "seq_len",
                f"Read {season} steps of context",
                f"With {now} steps of context the model never sees a whole season of {season}.",
                {"seq_len": season},
            )
    return None


def _fits(config: RunConfig, n_rows: int, seq_len: int) -> bool:
    """Whether so long a context leaves at least as many train windows as it has steps."""
    longer = config.model_copy(
        update={"model": config.model.model_copy(update={"seq_len": seq_len})}
    )
    try:
        split = Split.of(n_rows, longer)
    except DataError:
        return False
    return len(split.train) >= seq_len and split.validation.start >= 0


def _known_columns(config: RunConfig, series: TimeSeries) -> list[Remedy]:
    """Columns of two or three values, such as holidays: people often know them beforehand."""
    taken = {*config.data.targets, *config.data.known_future}
    found = []
    for name in series.columns:
        if name not in taken and 2 <= len(np.unique(series.column(name))) <= 3:
            found.append(
                Remedy(
                    "known_future",
                    f"Mark '{name}' as known in the future",
                    f"If '{name}' is known beforehand, as a holiday is, the decoder can read it "
                    "for the very steps that it forecasts.",
                    known_future=name,
                )
            )
    return found[:_FLAGS]


def _more_steps(config: RunConfig, steps: int, best_step: int | None) -> Remedy | None:
    """Only where the training was still getting better when it ended."""
    training = config.training
    if best_step is None or steps == 0 or best_step < 0.8 * steps:
        return None
    more: dict[str, object] = {"epochs": 2 * training.epochs}
    if training.max_steps is not None:
        more["max_steps"] = 2 * training.max_steps
    return Remedy(
        "steps",
        "Train twice as long",
        f"The best weights are of step {best_step:,} of {steps:,}: it was still learning when the "
        "training ended.",
        more,
    )


def _other_target(config: RunConfig, series: TimeSeries) -> Remedy | None:
    if len(set(series.columns) - set(config.data.targets)) == 0:
        return None
    return Remedy(
        "target",
        "Choose another target",
        "The file has other columns, and one of them may move in a way that can be foreseen.",
        choose_target=True,
    )
