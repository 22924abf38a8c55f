"""How good the run is on its test part: never a bare score."""

import numpy as np
import streamlit as st

from informer.figures.error_profile import error_profile
from informer.figures.style import Style
from informer.forecasting.comparison import Comparison, compare
from informer.forecasting.flatness import Flatness, flatness
from informer.forecasting.metrics import skill
from informer.forecasting.profile import profile
from informer.forecasting.rolled import INFORMER, Backtest
from pages import (
    _asked,
    _backtest_missing,
    _forecast_flat,
    _forecast_from,
    _format,
    _library,
    _plot,
    _scores,
    _season,
)
from pages._backtest_data import (
    NAMES,
    backtest_of,
    deviations,
    error_table,
    found_period,
    measured_in,
    one_target,
    steps,
    unit,
)
from pages._opened import Opened
from pages._text import md, short
from pages._verdict import verdict


def scores(run: Opened) -> None:
    """The section."""
    st.subheader("How good is it?", anchor=False)
    _forecast_from.say_own(_asked.asked(run))
    found = backtest_of(run)
    if found is None:
        if steps(run) is None:
            _scores.show(run.record)
        _backtest_missing.offer(run, "errors by step, by column, and how sure the comparison is")
        return
    key = (*_library.identity(run.folder), steps(run), found.period)
    looked = _flatness(key, run.target, found)
    _forecast_flat.warn(run, looked)
    several = len(found.columns) > 1
    whose = f" on {md(short(run.target_name, 40))}" if several else ""
    verdict(_compared(key, run.target, found), whose, hopeless=looked.unforeseen)
    _forecast_flat.reassure(looked)
    left, right = st.columns([5, 6], gap="large")
    with left:
        _table(run, found)
        _season.choose(run, found_period(run) or found.period)
        _about(run, found)
    with right:
        _by_step(run, found)
    if several:
        _columns(run, found, key)


def _table(run: Opened, found: Backtest) -> None:
    """The target in focus: every forecaster by every measure."""
    column, table = run.target, error_table(found)
    mine = float(table[INFORMER].mae("column")[column])
    _scores.table(
        {
            NAMES[name]: {
                measure: float(getattr(errors, measure.lower())("column")[column])
                for measure in _scores.MEASURES
            }
            | {
                "skill": None
                if name == INFORMER
                else skill(mine, float(errors.mae("column")[column]))
            }
            for name, errors in table.items()
        }
    )


def _about(run: Opened, found: Backtest) -> None:
    """What the numbers are of."""
    part = found.test
    every = "" if found.stride == 1 else f", every {found.stride}th"
    horizon = _format.plural(found.horizon, "step")
    st.caption(
        f"{_format.plural(len(part.windows), 'window')} of the test part{every}, {horizon} each, "
        f"none dropped, sampling seed {found.sampling_seed}"
        + (
            "; MAE and RMSE on standardised values, as this run was set"
            if run.record.config.standardise_metrics
            else ""
        )
        + ". Skill: the share of that forecast's MAE that the Informer takes away."
    )


def _by_step(run: Opened, found: Backtest) -> None:
    if found.horizon == 1:
        return
    seen = profile(found.test, run.target, "step", run.series, run.record.config.model.seq_len)
    _plot.show(
        error_profile(
            seen, Style(), names=NAMES, column=run.target_name, unit=unit(run), height=370
        ),
        "scores_by_step",
        alt=f"Mean absolute error of {short(run.target_name)} at each step of the horizon, of the "
        "Informer and the simple forecasts",
    )


def _columns(run: Opened, found: Backtest, key: tuple[object, ...]) -> None:
    """Every target, and all together."""
    st.subheader("By target", anchor=False)
    table = error_table(found)
    rows = {}
    for number, name in enumerate(found.columns):
        seen = _compared(key, number, found)
        rows[short(name, 40)] = {
            measure: float(getattr(table[INFORMER], measure.lower())("column")[number])
            for measure in _scores.MEASURES
        } | {"skill": seen.skill}
    _scores.table(rows, "score_columns", "target")
    together = compare(found.test, measured_in(run) / deviations(run))
    size = f"{round(100 * abs(together.skill))} %"
    where = "below" if together.skill > 0 else "above"
    st.caption(
        "Of the Informer; skill is against the best simple forecast of each target. All targets "
        f"together, each in units of its own deviation: error {size} {where} that of "
        f"{NAMES[together.baseline]}."
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _flatness(key: tuple[object, ...], column: int, _found: Backtest) -> Flatness:
    return flatness(_found.test, column, _found.period)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compared(key: tuple[object, ...], column: int, _found: Backtest) -> Comparison:
    return compare(one_target(_found.test, column), np.ones(1))
