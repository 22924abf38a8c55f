"""The backtest that is looked at: at the horizon and the season in focus."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.forecasting.metrics import Errors
from informer.forecasting.rolled import INFORMER, Backtest, Rolled
from informer.forecasting.season import with_period
from pages import _format, _library, _season, _state
from pages._opened import Opened

NAMES = {INFORMER: "Informer", **_format.BASELINES}


def steps(run: Opened) -> int | None:
    """The horizon in focus; ``None`` for the model's own, whose backtest serves shorter ones."""
    chosen = _state.focus().steps
    return None if (chosen or 0) <= run.record.config.model.pred_len else chosen


def backtest_of(run: Opened) -> Backtest | None:
    """The run's backtest, with the season in focus; ``None`` when it has none yet."""
    found = _library.backtest(run.folder, steps(run))
    if found is None:
        return None
    chosen = _season.chosen(run)
    if chosen is not None and chosen != found.period:
        found = _of_period((*_library.identity(run.folder), steps(run), chosen), found, run, chosen)
    return _standardised(run, found) if run.record.config.standardise_metrics else found


def found_period(run: Opened) -> int | None:
    """The season that the backtest was made with: the one found in the data."""
    found = _library.backtest(run.folder, steps(run))
    return None if found is None else found.period


def error_table(found: Backtest) -> dict[str, Errors]:
    """Errors over the test part by forecaster, the model first."""
    errors = found.errors()
    return {name: errors[name] for name in NAMES if name in errors}


def deviations(run: Opened) -> NDArray[np.float64]:
    """``[C]`` of each target over the train rows."""
    scaler, count = run.record.scaler, len(run.record.config.data.targets)
    return np.ones(count) if scaler is None else np.array(scaler.std[-count:], dtype=np.float64)


def measured_in(run: Opened) -> NDArray[np.float64]:
    """``[C]`` the units of each target's errors: its own, or its deviation."""
    whole = np.ones(len(run.record.config.data.targets))
    return deviations(run) if run.record.config.standardise_metrics else whole


def one_target(part: Rolled, column: int) -> Rolled:
    """The same windows, of one target alone."""
    kept = slice(column, column + 1)
    return replace(
        part,
        actual=part.actual[:, :, kept],
        forecasts={name: values[:, :, kept] for name, values in part.forecasts.items()},
    )


def unit(run: Opened) -> str:
    """What errors are measured in, where it isn't the data's own unit."""
    return " (standardised)" if run.record.config.standardise_metrics else ""


@st.cache_resource(max_entries=8, show_spinner=False)
def _of_period(key: tuple[object, ...], _found: Backtest, _run: Opened, period: int) -> Backtest:
    return with_period(_found, _run.series, _run.record.config, period)


def _standardised(run: Opened, found: Backtest) -> Backtest:
    """In deviations of each target, for a run that reports its scores so."""
    deviation = deviations(run)

    def part(rolled: Rolled) -> Rolled:
        return replace(
            rolled,
            actual=rolled.actual / deviation,
            forecasts={name: values / deviation for name, values in rolled.forecasts.items()},
        )

    return replace(
        found,
        mase_scale=found.mase_scale / deviation,
        validation=part(found.validation),
        test=part(found.test),
    )
