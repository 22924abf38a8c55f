"""The forecast: how far, from which rows, with what known ahead; the figure, and what to take."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.results import Forecast
from pages import (
    _asked,
    _forecast_export,
    _forecast_from,
    _forecast_horizon,
    _forecast_intervals,
    _forecast_known,
    _format,
    _plot,
    _season,
    _state,
)
from pages._asked import Asked
from pages._opened import Opened
from pages._text import md, short

_HORIZONS_BACK = 3  # how much of the context is drawn: a long one would dwarf the forecast


def view(run: Opened) -> None:
    """The section."""
    ask = _asked.asked(run)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="forecast_controls"
    ):
        _forecast_horizon.choose_horizon(ask)
        _forecast_from.choose_rows(ask)
    _forecast_from.say_rows(ask)
    result = _asked.with_intervals(ask, _asked.forecast(ask))
    _introduce(ask, result)
    _draw(ask, result)
    _forecast_intervals.say(ask, result)
    for note in result.notes:
        if not (ask.asks_for_future and note.startswith("Beyond the last row")):
            st.caption(md(note))  # what is assumed of the known future stands in its own box
    _forecast_known.ask_future(ask)
    _forecast_export.show(ask, result)
    if ask.rows is None:
        st.page_link(
            "pages/attention.py",
            label="Look inside this window",
            icon=":material/search:",
            query_params=_state.query(_state.focus()),
        )


def _draw(ask: Asked, result: Forecast) -> None:
    target, freq = ask.run.target_name, ask.run.record.freq
    _plot.show(
        forecast_figure(
            result,
            Style(),
            target=target,
            history=max(_HORIZONS_BACK * len(result.time), 24),
            pass_steps=ask.pred_len if ask.is_rolled else None,
            title=f"{short(target, 44)}, from {_format.moment(result.time[0], freq)}",
            baseline=_seasonal(ask, result),
            baseline_name="seasonal naive",
        ),
        "forecast_chart",
        alt=f"Forecast of {target} from {result.time[0]} to {result.time[-1]}, after its context"
        + (", with intervals" if result.intervals is not None else ""),
    )


def _introduce(ask: Asked, result: Forecast) -> None:
    """What is forecast, in a sentence; for a past window also how far off it was."""
    target, freq = ask.run.target_name, ask.run.record.freq
    first, last = _format.moment(result.time[0], freq), _format.moment(result.time[-1], freq)
    part = ask.run.part() if ask.rows is None else "past the end of the new rows"
    when = first if len(result.time) == 1 else f"{first} to {last}"
    text = (
        f"**{md(short(target, 60))}**, {_format.plural(len(result.time), 'step')} of "
        f"{_format.step_name(freq)}: {when}, {part}."
    )
    if result.actual is not None:
        column = result.columns.index(target)
        error = float(np.nanmean(np.abs(result.values[:, column] - result.actual[:, column])))
        mean = "On average" if len(result.time) > 1 else "It is"
        text += f" {mean} {_format.number(error, 3)} off what was observed."
    st.markdown(text)


def _seasonal(ask: Asked, result: Forecast) -> NDArray[np.float64] | None:
    """What repeating the season before would say: the yardstick beside the forecast."""
    period = _season.period_of(ask.run)
    start = ask.window + ask.run.record.config.model.seq_len
    if period is None or start < period:
        return None
    values = ask.series.column(ask.run.target_name)[:, None]
    return seasonal_naive(values, np.array([start]), len(result.time), period)[0, :, 0]
