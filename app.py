"""The app: ``streamlit run app.py``. Its settings and its top bar are in ``pages/_frame.py``."""

from pages._frame import run_app

run_app()
