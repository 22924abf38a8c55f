"""Which forecast of a run is asked for: its horizon, the rows it starts from, what is known ahead.

All of it stands in the URL. What makes no sense there is passed over, and said.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.data.series import TimeSeries
from informer.forecasting.horizons import longest
from informer.forecasting.intervals import LEVELS, Calibration, calibrate
from informer.forecasting.other_rows import OtherRows
from informer.forecasting.results import Forecast
from informer.forecasting.rolled import Backtest
from informer.forecasting.situation import Situation, n_windows, observed, situation
from informer.forecasting.told_future import ToldFuture, ToldFutures
from pages import _library, _state
from pages._opened import Opened

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One forecast of a run, as the URL asks for it."""

    run: Opened
    steps: int
    """The horizon."""
    rows: TimeSeries | None
    """Other data that it starts from, at their end; ``None``: the run's own."""
    rows_key: str | None
    told: ToldFuture | None
    """Coming values of known-future columns that a person gave."""
    told_key: str | None

    @property
    def series(self) -> TimeSeries:
        """What is forecast from."""
        return self.run.series if self.rows is None else self.rows

    @property
    def window(self) -> int:
        """Which window of it."""
        if self.rows is None:
            return self.run.window
        return n_windows(self.rows, self.run.record.config) - 1

    @property
    def pred_len(self) -> int:
        """How many steps the model forecasts at once."""
        return self.run.record.config.model.pred_len

    @property
    def is_rolled(self) -> bool:
        """Whether it takes several passes of the model."""
        return self.steps > self.pred_len

    @cached_property
    def situation(self) -> Situation:
        """What the model would read if nothing were told of the future."""
        return situation(self.series, self.run.record.config, self.window, steps=self.steps)

    @property
    def asks_for_future(self) -> bool:
        """Whether known-future columns have to be known past the end of the data."""
        config = self.run.record.config
        end = self.window + config.model.seq_len + self.steps
        return bool(config.data.known_future) and end > len(self.series)

    @cached_property
    def known(self) -> tuple[Doubles, int] | None:
        """``[steps, K]`` coming values with what was told, and at how many steps that was.

        ``None`` when nothing was told of these times, or nothing has to be.
        """
        if self.told is None or not self.asks_for_future:
            return None
        now = self.situation
        columns = self.run.record.config.data.known_future
        assumed = now.ahead[: self.steps, : now.n_known]
        known, count = self.told.over(assumed, now.time, columns)
        return (known, count) if count else None


def asked(run: Opened) -> Asked:
    """What the URL asks for."""
    now = _state.focus()
    pred_len = run.record.config.model.pred_len
    rows = None if now.rows is None else other_rows(run).get(now.rows)
    if rows is not None and not _fits(run, rows):
        rows = None
    told = None if now.known is None else told_futures(run).get(now.known)
    return Asked(
        run,
        min(now.steps or pred_len, longest(pred_len)),
        rows,
        None if rows is None else now.rows,
        told,
        None if told is None else now.known,
    )


def other_rows(run: Opened) -> OtherRows:
    """Where other data of this run are kept."""
    return OtherRows(_library.beside(run.folder) / "rows")


def told_futures(run: Opened) -> ToldFutures:
    """Where what was told of the future is kept."""
    return ToldFutures(_library.beside(run.folder) / "known")


def _fits(run: Opened, rows: TimeSeries) -> bool:
    """Kept rows were checked when they came; a link may name those of a run since trained anew."""
    config = run.record.config
    return set(config.data.channels) <= set(rows.columns) and len(rows) >= config.model.seq_len


def forecast(ask: Asked, seed: int | None = None) -> Forecast:
    """The forecast that is asked for, without intervals; for another sampling seed if one is given.

    The run's own horizon on its own data is what every page shows: no torch, where it is stored.
    """
    run = ask.run
    seed = run.seed if seed is None else seed
    known = None if ask.known is None else ask.known[0]
    if ask.rows is None and not ask.is_rolled and known is None:
        whole = _library.forecast(run.folder, run.window, seed)
        return whole if ask.steps == ask.pred_len else _first_steps(whole, ask)
    key = (*_library.identity(run.folder), ask.window, seed, ask.steps, ask.rows_key, ask.told_key)
    return _forecast(key, ask, seed, known)


def _first_steps(whole: Forecast, ask: Asked) -> Forecast:
    """Fewer steps than the model's horizon: the first ones of its one pass."""
    steps = ask.steps
    return replace(
        whole,
        time=whole.time[:steps],
        values=whole.values[:steps],
        actual=observed(ask.series, ask.run.record.config, ask.window, steps),
        notes=ask.situation.notes,
    )


@st.cache_resource(max_entries=256, show_spinner="Forecasting")
def _forecast(key: tuple[Any, ...], _ask: Asked, _seed: int, _known: Doubles | None) -> Forecast:
    from informer.forecasting.forecast import forecast_situation, forecast_window

    trained = _library.trained(_ask.run.folder)
    if _ask.rows is None:
        return forecast_window(trained, _ask.window, _seed, steps=_ask.steps, known=_known)
    now = situation(_ask.rows, trained.config, _ask.window, steps=_ask.steps, known=_known)
    return forecast_situation(
        trained.model, trained.windows.scaler, trained.config, now, _seed,
        window=_ask.window, actual=observed(_ask.rows, trained.config, _ask.window, _ask.steps),
    )  # fmt: skip


def backtest(ask: Asked) -> Backtest | None:
    """The backtest at this horizon: that of the model's own serves every shorter one."""
    return _library.backtest(ask.run.folder, ask.steps if ask.is_rolled else None)


def calibration(ask: Asked) -> Calibration | None:
    """What the intervals stand on: the run's own residuals, known when the forecast starts."""
    found = backtest(ask)
    if found is None:
        return None
    window = None if ask.rows is not None else ask.window
    steps = ask.steps if ask.is_rolled else None
    return _calibration((*_library.identity(ask.run.folder), steps, window), found, window)


@st.cache_resource(max_entries=64, show_spinner=False)
def _calibration(key: tuple[Any, ...], _backtest: Backtest, _window: int | None) -> Calibration:
    return calibrate(_backtest, _window)


def with_intervals(ask: Asked, result: Forecast) -> Forecast:
    """The forecast with its intervals, where a backtest tells them."""
    found = calibration(ask)
    return (
        result
        if found is None
        else replace(result, intervals=found.intervals(result.values, LEVELS))
    )
