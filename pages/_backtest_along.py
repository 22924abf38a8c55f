"""Where along the test part forecasts were bad: over time, as a list, and one window of it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from informer.figures.error_along import error_along
from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.forecasting.bad_windows import BadWindow, window_errors, worst_windows
from informer.forecasting.results import Forecast
from informer.forecasting.rolled import INFORMER, Backtest
from pages import _format, _plot, _state
from pages._backtest_data import NAMES, measured_in, one_target, unit
from pages._opened import Opened
from pages._text import short

_LISTED = 8


def where(run: Opened, found: Backtest) -> None:
    """The figure over time, the worst windows, and the one in focus."""
    st.subheader("Where was it bad?", anchor=False)
    part = one_target(found.test, run.target)
    errors = {name: window_errors(part, name)[:, 0] for name in part.forecasts}
    worst = tuple(worst_windows(part, _LISTED))
    simple = min(
        (name for name in errors if name != INFORMER), key=lambda name: errors[name].mean()
    )
    _plot.show(
        error_along(
            found.test.windows,
            found.test.start,
            errors[INFORMER],
            errors[simple],
            worst,
            Style(),
            column=run.target_name,
            simple_name=NAMES[simple],
            unit=unit(run),
        ),
        "backtest_along",
        alt=f"Mean absolute error of each window of the test part, {short(run.target_name)}",
        marks=_mark(run, found),
        on_click=_look,
    )
    listed, seen = st.columns([5, 6], gap="large")
    with listed:
        _list(run, worst, [_best_simple(part.windows, errors, bad.window) for bad in worst])
    with seen:
        _one(run, found, worst)


def _look(click: _plot.Click) -> None:
    if isinstance(click.custom, int | float):
        _state.move(window=int(click.custom))


def _mark(run: Opened, found: Backtest) -> list[dict[str, object]]:
    """A line at the window in focus."""
    if run.window not in found.test.windows:
        return []
    when = run.start().isoformat()
    line = {"color": Style().colour.ink, "width": 1.2}
    return [
        {"type": "line", "x0": when, "x1": when, "y0": 0, "y1": 1, "yref": "y domain"}
        | {"line": line, "layer": "below"}
    ]


def _best_simple(
    windows: NDArray[np.int64], errors: Mapping[str, NDArray[np.float64]], window: int
) -> str:
    """The baseline with the lowest error in a window, and that error."""
    at = int(np.searchsorted(windows, window))
    name = min((one for one in errors if one != INFORMER), key=lambda one: errors[one][at])
    return f"{_format.number(float(errors[name][at]))} ({NAMES[name].split(' (')[0]})"


def _list(run: Opened, worst: tuple[BadWindow, ...], simple: list[str]) -> None:
    st.markdown("**The worst windows**, none of them overlapping. Click one to look at it.")
    frame = pd.DataFrame(
        {
            "forecast from": [_format.moment(miss.start, run.record.freq) for miss in worst],
            "MAE": [_format.number(float(miss.mae[0])) for miss in worst],
            "× mean": [f"{miss.times_typical:.1f}" for miss in worst],
            "best simple forecast there": simple,
        }
    )
    chosen = [number for number, miss in enumerate(worst) if miss.window == run.window]
    key = f"backtest_worst_{chosen[0] if chosen else 'none'}"

    def picked() -> None:
        rows = _state.value(key)["selection"]["rows"]
        if rows:
            _state.move(window=worst[rows[0]].window)

    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        selection_default={"selection": {"rows": chosen}} if chosen else None,
        column_config={
            "× mean": st.column_config.TextColumn(
                help="MAE of this window against the mean of all windows."
            ),
            "best simple forecast there": st.column_config.TextColumn(
                help="The lowest error of naive, seasonal naive and linear in this window: where "
                "it is large too, the window was hard for all."
            ),
        },
    )


def _one(run: Opened, found: Backtest, worst: tuple[BadWindow, ...]) -> None:
    """The window in focus, when it is one of the test part; else the worst."""
    part = found.test
    window = run.window if run.window in part.windows else worst[0].window
    number = int(np.searchsorted(part.windows, window))
    result = _forecast(run, found, number)
    freq = run.record.freq
    which = "The worst window" if window == worst[0].window else "The window in focus"
    _plot.show(
        forecast_figure(
            result,
            Style(),
            target=run.target_name,
            history=max(2 * found.horizon, 48),
            title=f"{which}, from {_format.moment(result.time[0], freq)}",
            height=330,
        ),
        "backtest_window",
        alt=f"Forecast and observed values of {short(run.target_name)} from {result.time[0]}",
    )
    there = _state.query(_state.focus()) | {"window": str(window)}
    elsewhere = ("section", "by", "rows", "known")  # of this page, of other data or other times
    forecast = {name: text for name, text in there.items() if name not in elsewhere}
    with st.container(horizontal=True, gap="medium", key="backtest_onward"):
        st.page_link(
            "pages/forecast.py",
            label="Open this forecast",
            icon=":material/show_chart:",
            query_params=forecast,
        )
        st.page_link(
            "pages/attention.py",
            label="Look inside this window",
            icon=":material/search:",
            query_params=forecast,
        )


def _forecast(run: Opened, found: Backtest, number: int) -> Forecast:
    """One window of the backtest as a forecast with its context."""
    part, seq_len = found.test, run.record.config.model.seq_len
    window, series = int(part.windows[number]), run.series
    start = window + seq_len
    return Forecast(
        window=window,
        sampling_seed=found.sampling_seed,
        columns=found.columns,
        context_time=pd.DatetimeIndex(series.time[window:start]),
        context=series.matrix(found.columns)[window:start] / measured_in(run),
        time=pd.DatetimeIndex(series.time[start : start + found.horizon]),
        values=part.forecasts[INFORMER][number],
        actual=part.actual[number],
    )
