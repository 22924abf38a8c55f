"""What is known when a forecast starts: the past, the calendar, and what is known of the future.

In the data's units and without torch: a scenario is a changed situation (what-if), new rows are
another one, and the model forecasts whichever it is given (:mod:`informer.forecasting.rolling`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.beyond import assumption, repeat_season
from informer.data.series import DataError, TimeSeries

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Situation:
    """The input of one forecast. L = seq_len, R rows ahead, C channels, c_out targets, last.

    R is the number of steps asked for, rounded up to whole passes of the model.
    """

    freq: str
    steps: int
    """How many steps are to be forecast."""
    channels: tuple[str, ...]
    """``known_future + covariates + targets``"""
    n_known: int
    """The first channels: known in the future."""
    context_time: pd.DatetimeIndex
    """``[L]``"""
    context: Doubles
    """``[L, C]``"""
    ahead_time: pd.DatetimeIndex
    """``[R]``"""
    ahead: Doubles
    """``[R, C - c_out]``: known-future columns, and what is assumed of the covariates (which the
    model reads only where a later pass takes these steps as its context)."""
    told: pd.DatetimeIndex | None = None
    """``[L + R]`` times whose calendar the model is told in place of the true ones."""
    notes: tuple[str, ...] = ()
    """What was assumed, in sentences."""

    @property
    def time(self) -> pd.DatetimeIndex:
        """``[steps]`` the times that are forecast."""
        return self.ahead_time[: self.steps]

    @property
    def calendar(self) -> pd.DatetimeIndex:
        """``[L + R]`` the times whose calendar the model reads."""
        if self.told is not None:
            return self.told
        return pd.DatetimeIndex(self.context_time.append(self.ahead_time))


def n_windows(series: TimeSeries, config: RunConfig) -> int:
    """How many contexts the series holds; the last one's forecast starts after its last row.

    Raises :class:`DataError` when it is too short for one.
    """
    seq_len = config.model.seq_len
    if len(series) < seq_len:
        raise DataError(
            f"'{series.name}' has {len(series)} rows, but this model reads {seq_len} to make a "
            "forecast: give it more rows."
        )
    return len(series) - seq_len + 1


def situation(
    series: TimeSeries,
    config: RunConfig,
    window: int,
    *,
    steps: int | None = None,
    known: Doubles | None = None,
) -> Situation:
    """The situation at the end of a window's context, as it was known then.

    ``known`` ``[steps, n_known_future]`` are coming values of the known-future columns, in place of
    those in the data, or of the assumption that they repeat the last season. Covariates are never
    read ahead. Raises :class:`DataError` when there is no such window or the steps make no sense.
    """
    model, data = config.model, config.data
    count = n_windows(series, config)
    if not 0 <= window < count:
        raise DataError(f"There is no window {window}: windows are numbered 0 to {count - 1}.")
    steps = model.pred_len if steps is None else steps
    if steps < 1:
        raise DataError(f"A forecast needs at least one step, not {steps}.")
    n_ahead = -(-steps // model.pred_len) * model.pred_len
    values, start = series.matrix(data.channels), window + model.seq_len
    past, after = values[:start], values[start : start + n_ahead]
    n_known, n_inputs = model.n_known_future, len(data.channels) - model.c_out
    notes = []
    ahead = repeat_season(past[:, :n_inputs], n_ahead, series.freq)
    ahead[: len(after), :n_known] = after[:, :n_known]
    beyond = n_ahead - len(after)
    if beyond and n_known:  # as the data continue, not as they were at the start of the forecast
        ahead[len(after) :, :n_known] = repeat_season(values[:, :n_known], beyond, series.freq)
    if known is not None:
        if known.shape != (steps, n_known):
            raise DataError(
                f"The coming values of the known-future columns are {known.shape[0]} rows of "
                f"{known.shape[1]}, but {steps} rows of {n_known} are needed."
            )
        ahead[:steps, :n_known] = known
    elif start + steps > len(series) and n_known:
        notes.append(assumption(data.known_future, series.time[-1], len(series), series.freq))
    if steps > model.pred_len:
        notes.append(_rolling(steps, config))
    return Situation(
        freq=series.freq,
        steps=steps,
        channels=data.channels,
        n_known=n_known,
        context_time=pd.DatetimeIndex(series.time[window:start]),
        context=values[window:start],
        ahead_time=_times(series, start, n_ahead),
        ahead=ahead,
        notes=tuple(notes),
    )


def observed(series: TimeSeries, config: RunConfig, window: int, steps: int) -> Doubles | None:
    """What came after a window's context, ``[steps, c_out]``, where the data reach that far."""
    start = window + config.model.seq_len
    rows = series.matrix(config.data.targets)[start : start + steps]
    return rows if len(rows) == steps else None


def _times(series: TimeSeries, start: int, steps: int) -> pd.DatetimeIndex:
    time = series.time[start : start + steps]
    return pd.DatetimeIndex(time.append(series.future_time(steps - len(time))))


def _rolling(steps: int, config: RunConfig) -> str:
    """How a forecast longer than the model's horizon is made."""
    pred_len, covariates = config.model.pred_len, config.data.covariates
    assumed = (
        f" Of {', '.join(covariates)} it then assumes that the last season repeats."
        if covariates
        else ""
    )
    return (
        f"The model forecasts {pred_len} steps at once; the {steps} steps are made in "
        f"{-(-steps // pred_len)} passes, each of which takes the forecast before as its past, so "
        f"that errors add up.{assumed}"
    )
