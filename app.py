"""The app: page settings and navigation. Everything else is in ``pages/`` and ``informer/``."""

import streamlit as st

from pages._guard import guarded

st.set_page_config(page_title="Informer Lab", page_icon="🔬", layout="wide")
page = st.navigation(
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
with guarded():
    page.run()
