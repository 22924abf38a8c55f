"""The pages and their order in the top bar."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage


def navigate() -> StreamlitPage:
    """Draw the top bar; returns the page to run."""
    return st.navigation(
        {
            "": [
                st.Page("pages/start.py", title="Start", default=True),
                st.Page("pages/data.py", title="Data"),
                st.Page("pages/train.py", title="Train"),
                st.Page("pages/forecast.py", title="Forecast"),
                st.Page("pages/runs.py", title="Runs"),
            ],
            "Look inside": [
                st.Page("pages/attention.py", title="Attention"),
                st.Page("pages/distilling.py", title="Distilling"),
            ],
        },
        position="top",
    )
