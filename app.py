"""The app: page settings and navigation. Everything else is in ``pages/`` and ``informer/``."""

import streamlit as st

from pages._guard import application
from pages._navigation import navigate

st.set_page_config(page_title="Informer Lab", page_icon="🔬", layout="wide")
with application():
    navigate().run()
