"""New rows, or another series, to forecast from without training again: do they fit the run?"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.reading import MIN_ROWS, read_csv
from informer.data.series import DataError, TimeSeries
from informer.data.split import split_rows
from informer.data.wording import every, listed, number, quoted
from informer.forecasting.situation import n_windows

Doubles = NDArray[np.float64]

_OTHER_SPREAD = 20.0
"""A target that moves so many times more or less than it did is taken for another unit."""


def read_other(
    source: Path | bytes, name: str | None, own: TimeSeries, config: RunConfig
) -> TimeSeries:
    """A CSV to forecast from with a run that was trained on ``own``.

    Raises :class:`DataError` when it can't be read or does not fit, see :func:`check_other`.
    """
    series = read_csv(
        source, name, min_rows=min(MIN_ROWS, config.model.seq_len), wanted=config.data.channels
    )
    check_other(series, own, config)
    return series


def check_other(series: TimeSeries, own: TimeSeries, config: RunConfig) -> None:
    """Refuse a series that a run was not made for; ``own`` is the one it was trained on.

    Its columns must be there, its frequency the same, its rows enough for one context, and its
    values such as the train rows had. Raises :class:`DataError`, with one sentence.
    """
    missing = [name for name in config.data.channels if name not in series.columns]
    if missing:
        raise DataError(
            f"'{series.name}' lacks {listed(map(quoted, missing))}, which this run reads; its "
            f"columns of numbers are {listed(map(quoted, series.columns), 12)}: rename or add "
            "what is missing."
        )
    if series.freq != own.freq:
        raise DataError(
            f"'{series.name}' has one row every {every(series.freq)}, but this run was trained on "
            f"one every {every(own.freq)}: resample the file to that step, or train a run of its "
            "own."
        )
    n_windows(series, config)
    train = split_rows(len(own), config.data.split)[0]
    for name in config.data.channels:
        _check_scale(
            series.column(name)[-_looked_at(config) :],
            own.column(name)[:train],
            name,
            is_target=name in config.data.targets,
        )


def _looked_at(config: RunConfig) -> int:
    """The last rows, some contexts long: what the forecast will rest on."""
    return 4 * config.model.seq_len


def _check_scale(values: Doubles, train: Doubles, name: str, *, is_target: bool) -> None:
    """Refuse values in another unit: all far outside, or a target of quite another spread."""
    low, high = float(train.min()), float(train.max())
    room = (high - low) or abs(high) or 1.0
    least, most = float(values.min()), float(values.max())
    learned = f"{number(low)} to {number(high)}"
    if least > high + room or most < low - room:
        raise DataError(
            f"The values of {quoted(name)} lie between {number(least)} and {number(most)}, but "
            f"this run learned from {learned}: if they are in another unit, convert them; if the "
            "series has changed so much, train a run of its own."
        )
    spread, usual = float(values.std()), float(train.std())
    if is_target and usual > 0 and not 1 / _OTHER_SPREAD <= spread / usual <= _OTHER_SPREAD:
        ratio = spread / usual
        words = (
            "do not move at all"
            if ratio == 0
            else f"move {ratio:,.0f} times as much as those the run learned from"
            if ratio > 1
            else f"move only 1/{1 / ratio:,.0f} as much as those the run learned from"
        )
        raise DataError(
            f"The values of {quoted(name)} ({number(least)} to {number(most)}) {words} "
            f"({learned}): if they are in another unit, convert them; if the series has changed so "
            "much, train a run of its own."
        )
