"""What a forecast starts from: the run's own data, or new rows that are uploaded."""

import streamlit as st

from informer.data.series import DataError, TimeSeries
from informer.forecasting.other_data import read_other
from pages import _asked, _format, _loading, _state
from pages._asked import Asked
from pages._opened import Opened
from pages._text import md, short

_READ = "rows_read"
_REFUSED = "rows_refused"


def choose_rows(ask: Asked) -> None:
    """A popover: back to the run's own data, to files that came before, or a new one."""
    name = "the run's own data" if ask.rows is None else md(short(ask.rows.name, 24))
    # another key once a file was read: what came of it must not stay hidden under an open popover
    key = f"rows_popover_{str(_state.kept(_READ) or 'new')[:8]}"
    with st.popover(f"From {name}", icon=":material/database:", key=key):
        st.markdown(
            "**New rows, without training again**: later rows of the same series, or another "
            f"series with the same columns. The forecast starts after their last row; at least "
            f"{ask.run.record.config.model.seq_len} rows are needed."
        )
        file = st.file_uploader(
            "Upload a CSV",
            type=None,
            key="rows_upload",
            max_upload_size=_loading.MAX_MB,
            help=f"Columns, by name: {md(', '.join(ask.run.record.config.data.channels))}. One row "
            f"every {_format.step_name(ask.run.record.freq)}.",
        )
        if file is not None and file.file_id != _state.kept(_READ):
            _state.keep(_READ, file.file_id)  # first: what can't be read is not read again
            with st.spinner("Reading the file"):
                _take(ask.run, file.getvalue(), file.name)
            st.rerun()
        _before(ask)


def _before(ask: Asked) -> None:
    """The run's own data, and the files that were accepted before."""
    store = _asked.other_rows(ask.run)
    names = {"": f"The run's own data, to {_end(ask.run.series)}"}
    for key in store.keys():  # noqa: SIM118 - a store is no dictionary
        series = store.get(key)
        if series is not None:
            names[key] = f"{short(series.name, 32)}, to {_end(series)}"
    if len(names) == 1:
        return
    st.selectbox(
        "Or go on with",
        list(names),
        format_func=names.__getitem__,
        key=_state.seed("rows_before", ask.rows_key or ""),
        on_change=lambda: _go_to(_state.value("rows_before") or None),
    )


def _end(series: TimeSeries) -> str:
    return _format.moment(series.time[-1], series.freq)


def _go_to(key: str | None) -> None:
    _state.refuse(_REFUSED, None)
    _state.move(rows=key)


def _take(run: Opened, content: bytes, name: str) -> None:
    """Keep a file that fits the run and forecast from it; or say why not, and change nothing."""
    try:
        if len(content) > _loading.MAX_MB * 2**20:
            raise DataError(f"The file '{name}' is larger than {_loading.MAX_MB} MB.")
        series = read_other(content, name, run.series, run.record.config)
    except DataError as error:
        _state.refuse(_REFUSED, str(error))
        return
    _state.refuse(_REFUSED, None)
    _state.move(rows=_asked.other_rows(run).put(series))


def say_rows(ask: Asked) -> None:
    """Why a file was refused, and that the forecast is of other data, with the way back."""
    refused = _state.refused(_REFUSED)
    if refused:
        st.error(md(refused), icon=":material/error:")
        st.caption("Nothing has changed: the forecast below is the one from before.")
    elif _state.focus().rows is not None and ask.rows is None:
        st.warning(
            "The new rows that this link names are not kept here (any more): this is the forecast "
            "of the run's own data. Upload the file again.",
            icon=":material/help:",
        )
    if ask.rows is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="rows_sign", border=True):
        st.markdown(
            f":orange[:material/swap_horiz:] **Other data**: {md(short(ask.rows.name, 40))}, "
            f"{_format.plural(len(ask.rows), 'row')} to {_end(ask.rows)}. The model was trained on "
            f"{md(short(ask.run.record.source, 40))} and is used as it is.{_filled(ask)}"
        )
        st.button(
            "Back to the run's own data",
            icon=":material/undo:",
            key="rows_back",
            on_click=_go_to,
            args=(None,),
        )


def say_own(ask: Asked) -> None:
    """Where other data are forecast from: that what follows is measured on the run's own."""
    if ask.rows is not None:
        st.info(
            f"You forecast from {md(short(ask.rows.name, 40))}. What came after its last row is "
            "not known, so what follows is measured on the run's own data.",
            icon=":material/info:",
        )


def _filled(ask: Asked) -> str:
    """Of the rows that are read, how many values had been missing."""
    assert ask.rows is not None
    config = ask.run.record.config
    read = ask.rows.filled[-config.model.seq_len :]
    columns = [ask.rows.columns.index(name) for name in config.data.channels]
    count = int(read[:, columns].sum())
    return f" {_format.plural(count, 'missing value')} had to be filled in." if count else ""
