"""How good the run is on its test part: never a bare score."""

import streamlit as st

from pages import _scores
from pages._opened import Opened


def scores(run: Opened) -> None:
    """The section."""
    st.subheader("How good is it?", anchor=False)
    _scores.show(run.record)
