"""Known-future columns past the end of the data: what is assumed of them, and a person's own."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from informer.data.series import DataError
from informer.forecasting.known_future import read_known_future
from informer.forecasting.told_future import ToldFuture
from pages import _asked, _format, _known_table, _loading, _state
from pages._asked import Asked
from pages._text import md, short

_READ = "known_read"
_REFUSED = "known_refused"
Doubles = NDArray[np.float64]


def ask_future(ask: Asked) -> None:
    """Say what is assumed, and take what is known: day by day, in a table, or from a file."""
    if not ask.asks_for_future:
        return
    names = ask.run.record.config.data.known_future
    listed = md(", ".join(short(name) for name in names[:4]) + (", …" if len(names) > 4 else ""))
    with st.container(key="known_future", border=True):
        st.markdown(f"**What is coming: {listed}**. {_state_of(ask)}")
        refused = _state.refused(_REFUSED)
        if refused:
            st.error(md(refused), icon=":material/error:")
        values = _values(ask)
        for number, name in enumerate(names):
            if _known_table.is_flag(ask, number):
                _whole_days(ask, values, number, name)
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover("Table", icon=":material/table_edit:", key="known_popover"):
                _known_table.edit(ask, values, lambda changed: _tell(ask, changed))
            with st.popover("From a CSV", icon=":material/upload_file:", key="known_file"):
                _upload(ask)
            st.button(
                "Back to the assumption",
                icon=":material/undo:",
                key="known_reset",
                disabled=ask.told is None,
                on_click=_reset,
            )


def _state_of(ask: Asked) -> str:
    """One sentence: assumed, told, or told in part."""
    if ask.known is None:
        past = "" if ask.told is None else " (What you gave before is of other times.)"
        season = _format.steps_in_words(_known_table.season(ask), ask.run.record.freq)
        season = {"7 days": "week", "12 months": "year"}.get(season, season.removeprefix("1 "))
        return (
            "The model reads its coming values. They are not in the data, so it is assumed that "
            f"they repeat the last {season}. Say what you know.{past}"
        )
    count = ask.known[1]
    if count == ask.steps:
        return "The forecast reads the values that you gave."
    rest = ask.steps - count
    return (
        f"The forecast reads the values that you gave for {_format.plural(count, 'step')}; of the "
        f"other {rest:,} it is assumed that they repeat the last season."
    )


def _values(ask: Asked) -> Doubles:
    """``[steps, K]`` as the forecast reads them now."""
    if ask.known is not None:
        return ask.known[0]
    return np.array(ask.situation.ahead[: ask.steps, : ask.situation.n_known])


def _tell(ask: Asked, values: Doubles) -> None:
    """Keep these values and forecast with them."""
    columns = ask.run.record.config.data.known_future
    _state.refuse(_REFUSED, None)
    told = ToldFuture(ask.situation.time, columns, values)
    _state.move(known=_asked.told_futures(ask.run).put(told))


def _reset() -> None:
    _state.refuse(_REFUSED, None)
    _state.move(known=None)


def _whole_days(ask: Asked, values: Doubles, number: int, name: str) -> None:
    """A switch for each day (or step) of the horizon, for a flag such as a holiday."""
    groups = _known_table.days(ask.situation.time)
    if len(groups) > _known_table.MOST_DAYS:
        return
    key = f"known_days_{number}"
    on = [day for day, rows in groups.items() if values[rows, number].all()]

    def chosen() -> None:
        picked = set(_state.value(key) or ())
        changed = values.copy()
        for day, rows in groups.items():
            if (day in picked) != (day in on):
                changed[rows, number] = float(day in picked)
        _tell(ask, changed)

    st.pills(
        f"{md(short(name, 40))} on",
        list(groups),
        selection_mode="multi",
        format_func=lambda day: _known_table.day_name(day, ask.run.record.freq),
        key=_state.seed(key, on),
        on_change=chosen,
    )


def _upload(ask: Asked) -> None:
    """A file with the coming values, checked step by step."""
    names = ask.run.record.config.data.known_future
    first, last = ask.situation.time[0], ask.situation.time[-1]
    freq = ask.run.record.freq
    st.markdown(
        f"A CSV with a time column and {md(', '.join(names))}, from {_format.moment(first, freq)} "
        f"to {_format.moment(last, freq)}, one row every {_format.step_name(freq)}."
    )
    file = st.file_uploader(
        "Coming values", type=None, key="known_upload", max_upload_size=_loading.MAX_MB
    )
    if file is None or file.file_id == _state.kept(_READ):
        return
    _state.keep(_READ, file.file_id)
    try:
        values = read_known_future(
            file.getvalue(), ask.run.record.config, pd.DatetimeIndex(ask.situation.time)
        )
    except DataError as error:
        _state.refuse(_REFUSED, str(error))
    else:
        _tell(ask, values)
    st.rerun()
