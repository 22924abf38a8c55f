"""The app around every page: its settings, the top bar, the guard."""

from contextvars import ContextVar

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages import _memory, _state
from pages._guard import guarded

_in_app = ContextVar("in_app", default=False)


def run_app() -> None:
    """Draw the top bar and run the page that is asked for."""
    st.set_page_config(page_title="Informer Lab", page_icon="🔬", layout="wide")
    token = _in_app.set(True)
    try:
        with guarded():
            _state.publish()  # before the navigation: page and focus are one step of the history
            _navigation().run()
    finally:
        _in_app.reset(token)
    _memory.set_modules_aside()


def require_app() -> None:
    """Run a page inside the app if Streamlit has left the app out.

    Until ``st.navigation`` has been called once, Streamlit takes a folder named ``pages`` for its
    older kind of app: the first visit after a start of the server, when its address names a page,
    would run that page alone, without top bar, layout and guard.
    """
    if not _in_app.get():
        run_app()
        st.stop()


def _navigation() -> StreamlitPage:
    return st.navigation(
        {
            "": [
                st.Page("pages/start.py", title="Start", default=True),
                st.Page("pages/data.py", title="Data"),
                st.Page("pages/train.py", title="Train"),
                st.Page("pages/forecast.py", title="Forecast"),
                st.Page("pages/what_if.py", title="What-if"),
                st.Page("pages/runs.py", title="Runs"),
            ],
            "Look inside": [
                st.Page("pages/attention.py", title="Attention"),
                st.Page("pages/embedding.py", title="Embedding"),
                st.Page("pages/distilling.py", title="Distilling"),
                st.Page("pages/decoder.py", title="Decoder"),
                st.Page("pages/cost.py", title="Cost"),
            ],
        },
        position="top",
    )
