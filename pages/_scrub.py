"""The whole data set over a page that shows one window of it: click or drag to another window."""

from datetime import datetime

import pandas as pd
import streamlit as st

from informer.data.split import split_rows
from informer.figures.overview import overview
from informer.figures.style import Style
from pages import _focus_marks, _format, _library, _plot, _state
from pages._opened import Opened
from pages._text import short


def scrub(run: Opened) -> None:
    """The strip with the window marked; a click moves the window there, a slider by single steps.

    Only the marks move; the strip itself is drawn once.
    """
    model = run.record.config.model
    target = run.target_name

    def pick(click: _plot.Click) -> None:
        row = int(run.series.time.searchsorted(pd.Timestamp(str(click.x))))
        _to(run, row - model.seq_len)

    with st.container(key="scrub", gap=None):
        _plot.show(
            _strip((*_library.identity(run.folder), run.record.fingerprint), run, target),
            "scrub_strip",
            marks=_focus_marks.on_overview(run.series, run.window, model.seq_len, model.pred_len),
            alt=f"The whole series of {short(target)}; marked: the window whose forecast starts "
            f"{_format.moment(run.start(), run.record.freq)}",
            on_click=pick,
        )
        if run.last_window > 0:
            _slider(run)


def _slider(run: Opened) -> None:
    """Where the forecast starts. Time of equal steps slides; months and the like are chosen."""
    key, last = "scrub_start", run.last_window
    first, end = run.start(0), run.start(last)
    step = run.series.time[1] - run.series.time[0]
    if end - first == last * step:
        whole_days = first == first.normalize() and step >= pd.Timedelta("1D")
        st.slider(
            "The forecast starts",
            first.to_pydatetime(),
            end.to_pydatetime(),
            step=step.to_pytimedelta(),
            format="ddd D MMM YYYY" if whole_days else "ddd D MMM YYYY HH:mm",
            key=_state.seed(key, run.start().to_pydatetime()),
            label_visibility="collapsed",
            on_change=lambda: _to(run, round((_chosen(key) - first) / step)),
        )
        return
    st.select_slider(
        "The forecast starts",
        range(last + 1),
        format_func=lambda window: _format.moment(run.start(window), run.record.freq),
        key=_state.seed(key, run.window),
        label_visibility="collapsed",
        on_change=lambda: _to(run, _state.value(key)),
    )


def _chosen(key: str) -> pd.Timestamp:
    value: datetime = _state.value(key)
    return pd.Timestamp(value).tz_localize(None)


def _to(run: Opened, window: int) -> None:
    _state.move(window=min(max(window, 0), run.last_window))


@st.cache_resource(max_entries=16, show_spinner=False)
def _strip(key: tuple[object, ...], _run: Opened, target: str) -> str:
    split = split_rows(_run.record.n_rows, _run.record.config.data.split)
    ahead = _run.record.config.model.pred_len
    return str(overview(_run.series, target, Style(), split=split, ahead=ahead).to_json())
