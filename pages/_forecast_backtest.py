"""What would have been forecast at every moment of the test part, and where that went wrong."""

import streamlit as st

from pages._opened import Opened


def backtest(run: Opened) -> None:
    """The section."""
    st.subheader("Backtest", anchor=False)
