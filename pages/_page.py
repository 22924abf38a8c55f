"""What all pages share: their head, and what stands in the place of a page with nothing to show."""

import streamlit as st

from pages import _library, _state
from pages._frame import require_app
from pages._opened import Opened, opened
from pages._run_bar import run_bar
from pages._text import md


def head(title: str, *, view: bool = True, windows: bool = True) -> Opened | None:
    """The top of every page: the bar and the title. Returns the run in focus.

    ``view`` adds window and seed to the bar, for pages that show one window; the window only with
    ``windows``, for there is no choice of other data.
    """
    require_app()
    run = opened()
    with st.container(key="page_head"):  # one place with or without a bar: nothing below it moves
        if run is not None:
            run_bar(run, view=view, windows=windows)
        st.title(title, anchor=False)
    return run


def need_run(run: Opened | None) -> Opened:
    """The run, when it has something to show; else a sentence and the way on, and stop."""
    if run is None:
        nothing("No run is open yet. Open the sample to look around, or train on your own data.")
    assert run is not None
    if run.record.active:
        nothing("This run is still training: there is nothing to look at yet.", training=True)
    if not run.record.ended_well:
        nothing(f"This run has no result. {md(run.record.error or '')}", training=True)
    return run


def nothing(sentence: str, *, training: bool = False) -> None:
    """One sentence and what to do, in the place of an empty page."""
    with st.container(key="nothing_yet", border=True):
        st.markdown(sentence)
        with st.container(horizontal=True, vertical_alignment="center"):
            if training:
                st.page_link(
                    "pages/train.py",
                    label="See its training",
                    icon=":material/monitoring:",
                    query_params=_state.query(_state.focus()),
                )
            if _library.sample_run() is not None:
                st.button(
                    "Open the sample",
                    key="open_sample",
                    type="primary",
                    on_click=_state.move,
                    kwargs={"run": _library.SAMPLE},
                )
            st.page_link("pages/data.py", label="Upload a CSV", icon=":material/upload_file:")
            st.page_link("pages/runs.py", label="Open a run", icon=":material/folder_open:")
    st.stop()
