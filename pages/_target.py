"""Which target is looked at, where a run forecasts several: in the URL, the same on every page."""

import streamlit as st

from pages import _state
from pages._opened import Opened
from pages._text import short


def choose_target(run: Opened, key: str) -> int:
    """The number of the target in focus; a choice where there are several."""
    names, chosen = run.record.config.data.targets, run.target
    if len(names) > 1:
        st.selectbox(
            "Target",
            range(len(names)),
            format_func=lambda number: short(names[number], 60),
            key=_state.seed(key, chosen),
            on_change=lambda: _state.move(target=_state.value(key)),
            width=320,
        )
    return chosen
