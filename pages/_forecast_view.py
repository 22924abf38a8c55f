"""The forecast of one window: the figure, its values, and what can be taken away."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.results import Forecast
from pages import _format, _library, _plot, _season, _state
from pages._download import csv_bytes
from pages._opened import Opened
from pages._text import md, short

_HORIZONS_BACK = 8  # how much of the context is drawn: a long one would dwarf the forecast


def view(run: Opened) -> None:
    """The section."""
    target, freq = run.target_name, run.record.freq
    result = _library.forecast(run.folder, run.window, run.seed)
    _introduce(run, result, target)
    _plot.show(
        forecast_figure(
            result,
            Style(),
            target=target,
            history=max(_HORIZONS_BACK * len(result.time), 48),
            title=f"{short(target, 44)}, from {_format.moment(result.time[0], freq)}",
            baseline=_seasonal(run, result, target),
            baseline_name="seasonal naive",
        ),
        "forecast_chart",
        alt=f"Forecast of {target} from {result.time[0]} to {result.time[-1]}, after its context",
    )
    for note in result.notes:
        st.caption(md(note))
    _values(run, result)
    st.page_link(
        "pages/attention.py",
        label="Look inside this window",
        icon=":material/search:",
        query_params=_state.query(_state.focus()),
    )


def _introduce(run: Opened, result: Forecast, target: str) -> None:
    """What is forecast, in a sentence; for a past window also how far off it was."""
    freq = run.record.freq
    first, last = _format.moment(result.time[0], freq), _format.moment(result.time[-1], freq)
    text = (
        f"**{md(short(target, 60))}**, {_format.plural(len(result.time), 'step')} of "
        f"{_format.step_name(freq)}: {first} to {last}, {run.part()}."
    )
    if result.actual is not None:
        column = result.columns.index(target)
        error = float(np.nanmean(np.abs(result.values[:, column] - result.actual[:, column])))
        text += f" On average {_format.number(error, 3)} off what was observed."
    st.markdown(text)


def _seasonal(run: Opened, result: Forecast, target: str) -> NDArray[np.float64] | None:
    """What repeating the season before would say: the yardstick beside the forecast."""
    period = _season.period_of(run)
    start = run.window + run.record.config.model.seq_len
    if period is None or start < period:
        return None
    values = run.series.column(target)[:, None]
    ahead = len(result.time)
    return seasonal_naive(values, np.array([start]), ahead, period)[0, :, 0]


def _values(run: Opened, result: Forecast) -> None:
    st.subheader("Values", anchor=False)
    frame = result.frame()
    if result.actual is not None:
        for index, name in enumerate(result.columns):
            frame[f"{name} (observed)"] = result.actual[:, index]
    whole_days = bool((result.time == result.time.normalize()).all())
    st.dataframe(
        frame,
        key="forecast_table",
        hide_index=True,
        height=320,
        column_config={
            "time": st.column_config.DatetimeColumn(
                format="YYYY-MM-DD" if whole_days else "YYYY-MM-DD HH:mm:ss"
            )
        },
    )
    st.download_button(
        "Download CSV",
        data=lambda: csv_bytes(frame),
        file_name=f"forecast-{run.id}-{result.time[0]:%Y%m%d-%H%M}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="forecast_download",
        on_click="ignore",
    )
