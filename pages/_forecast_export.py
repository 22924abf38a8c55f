"""What can be taken away from a forecast: its values, as a table and as a file."""

import pandas as pd
import streamlit as st

from informer.forecasting.results import Forecast
from pages._download import csv_bytes
from pages._opened import Opened


def show(run: Opened, result: Forecast) -> None:
    """The values with their bounds, and the downloads."""
    st.subheader("Values", anchor=False)
    frame = _frame(result)
    whole_days = bool((result.time == result.time.normalize()).all())
    st.dataframe(
        frame,
        key="forecast_table",
        hide_index=True,
        height=320,
        column_config={
            "time": st.column_config.DatetimeColumn(
                format="YYYY-MM-DD" if whole_days else "YYYY-MM-DD HH:mm:ss", pinned=True
            )
        },
    )
    with st.container(horizontal=True, key="forecast_exports"):
        st.download_button(
            "Download CSV",
            data=lambda: csv_bytes(frame),
            file_name=f"forecast-{run.id}-{result.time[0]:%Y%m%d-%H%M}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="forecast_download",
            on_click="ignore",
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
