"""What can be taken away from a forecast: its values, as a table and as a file."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from informer.forecasting.results import Forecast
from informer.reporting.command_line import Asked as Repeated
from informer.reporting.command_line import needs, repeat
from informer.reporting.material import Material
from informer.training.priority import default_threads
from pages import _asked, _format, _season
from pages._asked import Asked
from pages._download import csv_bytes
from pages._export_command import known_future_button, show_command
from pages._export_report import report_button

KNOWN_FUTURE = "known-future.csv"


def show(ask: Asked, result: Forecast) -> None:
    """The values with their bounds, the downloads, and the command line."""
    run = ask.run
    st.subheader("Values", anchor=False)
    frame = _frame(result)
    st.dataframe(
        frame,
        key="forecast_table",
        hide_index=True,
        height=min(320, 36 * (len(frame) + 1)),
        width="stretch" if len(frame.columns) > 4 else "content",
        column_config={
            "time": st.column_config.DatetimeColumn(format=_time_format(result), pinned=True),
            **_numbers(result, frame),
        },
    )
    name = f"{run.id}-{result.time[0]:%Y%m%d-%H%M}"
    material = _material(ask, result)
    with st.container(horizontal=True, key="forecast_exports"):
        st.download_button(
            "Download CSV",
            data=lambda: csv_bytes(frame),
            file_name=f"forecast-{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="forecast_download",
            on_click="ignore",
        )
        report_button(lambda: material, f"report-{name}.html")
        if ask.known is not None:
            columns = run.record.config.data.known_future
            known_future_button(result.time, columns, ask.known[0], KNOWN_FUTURE)
    show_command(run.record, _repeated(ask, result))


def _time_format(result: Forecast) -> str:
    """No finer than the times are."""
    time = pd.DatetimeIndex(
        result.context_time.append(result.time)
    )  # a single step may well fall on midnight
    if (time == time.normalize()).all():
        return "YYYY-MM-DD"
    return "YYYY-MM-DD HH:mm" + (":ss" if time.second.any() else "")


def _numbers(result: Forecast, frame: pd.DataFrame) -> dict[str, Any]:
    """As many places for a target as tell its values apart; the file has them all."""
    written = {}
    for index, name in enumerate(result.columns):
        places = _format.decimals(np.concatenate([result.context, result.values])[:, index])
        for title in frame.columns[1:]:
            if title == name or str(title).startswith(f"{name} "):
                written[title] = st.column_config.NumberColumn(format=f"%.{places}f")
    return written


def _repeated(ask: Asked, result: Forecast) -> Repeated:
    """The same forecast, as the command line is asked for it."""
    at_end = ask.window + ask.run.record.config.model.seq_len >= len(ask.series)
    return Repeated(
        start=None if at_end else result.time[0].isoformat(),
        seed=result.sampling_seed,
        steps=None if ask.steps == ask.pred_len else ask.steps,
        levels=() if result.intervals is None else result.intervals.levels,
        rows=None if ask.rows is None else ask.rows.name,
        known_future=None if ask.known is None else KNOWN_FUTURE,
        threads=default_threads(),
    )


def _material(ask: Asked, result: Forecast) -> Material:
    """All that a report of this forecast tells."""
    record, repeated = ask.run.record, _repeated(ask, result)
    told = "" if ask.known is None else "Coming values of known-future columns were given by hand."
    return Material(
        record=record,
        series=ask.series,
        forecast=result,
        target=ask.run.target,
        period=_season.period_of(ask.run),
        known_future=told,
        backtest=_asked.backtest(ask),
        script=repeat(record, repeated),
        needs=needs(record, repeated),
    )


def _frame(result: Forecast) -> pd.DataFrame:
    """One row a step: the forecast, what was observed where it is known, and the bounds."""
    frame = result.frame()
    if result.actual is not None:
        for index, name in enumerate(result.columns):
            title = f"{name} (observed)"
            if title not in frame:
                frame.insert(1 + len(result.columns) + index, title, result.actual[:, index])
    return frame
