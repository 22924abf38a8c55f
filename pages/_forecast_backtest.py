"""What would have been forecast at every moment of the test part, and where that went wrong."""

import streamlit as st

from informer.figures.error_profile import error_profile, week_map
from informer.figures.style import Style
from informer.forecasting.profile import By, Profile, groupings, profile
from informer.forecasting.rolled import INFORMER, Backtest
from pages import (
    _asked,
    _backtest_along,
    _backtest_missing,
    _forecast_from,
    _format,
    _plot,
    _state,
)
from pages._backtest_data import NAMES, backtest_of, unit
from pages._opened import Opened
from pages._text import short

_BY: dict[By, str] = {
    "step": "Step of the horizon",
    "hour": "Hour of day",
    "weekday": "Day of week",
    "month": "Month",
    "week": "Hour × weekday",
}
_GROUP: dict[By, str] = {
    "step": "step", "hour": "hour", "weekday": "weekday", "month": "month", "week": "hour of a week"
}  # fmt: skip
_BEFORE: dict[By, str] = {"step": "at step", "hour": "at", "weekday": "on", "month": "in"}


def backtest(run: Opened) -> None:
    """The section."""
    _follow_focus(run)
    st.subheader("Backtest", anchor=False)
    _forecast_from.say_own(_asked.asked(run))
    found = backtest_of(run)
    if found is None:
        _backtest_missing.offer(run, "when and where this run's forecasts go wrong")
        return
    _introduce(run, found)
    _by(run, found)
    _backtest_along.where(run, found)


def _follow_focus(run: Opened) -> None:
    """A click in this section moves the window, and with it the bar and the strip above."""
    now = _state.focus().window
    if now is not None and min(now, run.last_window) != run.window:
        st.rerun()


def _introduce(run: Opened, found: Backtest) -> None:
    part, freq = found.test, run.record.freq
    first, last = (_format.moment(part.start[i], freq) for i in (0, -1))
    every = "each" if found.stride == 1 else f"every {found.stride}th"
    st.markdown(
        f"What this run would have forecast at {every} of the "
        f"{_format.plural(len(part.windows), 'moment')} of the test part, {first} to {last}: "
        f"{_format.plural(found.horizon, 'step')} from what was known then."
    )


def _by(run: Opened, found: Backtest) -> None:
    """Mean errors in groups, one kind at a time."""
    offered = groupings(found.test, run.record.freq)
    if not offered:
        return
    asked = _state.focus().by
    by = next((one for one in offered if one == asked), _first(offered))
    if len(offered) > 1:
        st.segmented_control(
            "Mean error by",
            offered,
            format_func=lambda one: _BY[one],
            key=_state.seed("backtest_by", by),
            required=True,
            on_change=lambda: _state.move(by=_state.value("backtest_by")),
        )
    seen = profile(found.test, run.target, by, run.series, run.record.config.model.seq_len)
    figure = (
        week_map(seen, Style(), column=run.target_name, unit=unit(run))
        if by == "week"
        else error_profile(seen, Style(), names=NAMES, column=run.target_name, unit=unit(run))
    )
    _plot.show(
        figure,
        f"backtest_by_{by}",
        alt=f"Mean absolute error of {short(run.target_name)} by {_GROUP[by]}",
    )
    st.caption(_in_words(seen))


def _first(offered: tuple[By, ...]) -> By:
    """The calendar before the step, which stands beside the scores."""
    return next((one for one in offered if one != "step"), offered[0])


def _in_words(seen: Profile) -> str:
    """Where the error is largest and smallest, and how often a simple forecast is better there."""
    mine = seen.mae[INFORMER].ravel()
    names = [_name(seen, at) for at in range(mine.size)]
    there = [at for at in range(mine.size) if seen.counts.ravel()[at]]
    high, low = max(there, key=lambda at: mine[at]), min(there, key=lambda at: mine[at])
    text = (
        f"Largest {names[high]} ({_format.number(float(mine[high]), 3)}), smallest "
        f"{names[low]} ({_format.number(float(mine[low]), 3)})."
    )
    simple = {n: mae.ravel() for n, mae in seen.mae.items() if n != INFORMER}
    beaten = [at for at in there if min(mae[at] for mae in simple.values()) < mine[at]]
    kind = _format.plural(len(there), _GROUP[seen.by]).replace("hour of a weeks", "hours of a week")
    if not beaten:
        return f"{text} In none of the {kind} is a simple forecast better."
    return f"{text} In {len(beaten)} of the {kind} a simple forecast is better."


def _name(seen: Profile, at: int) -> str:
    """``at 23:00``, ``on Mon``, ``in Jul``, ``at step 3``."""
    if seen.by == "week":
        return f"on {seen.labels[at // 24]} {at % 24:02d}:00"
    return f"{_BEFORE[seen.by]} {seen.labels[at]}"
