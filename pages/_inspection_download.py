"""The whole inspection as a file: every number that the pages look at, for one's own notebook."""

import tempfile
from pathlib import Path

import streamlit as st

from informer.inspection.results import Inspection
from informer.inspection.store import save_inspection
from pages._opened import Opened


def download(run: Opened, inspection: Inspection) -> None:
    """A button; the file is made when it is pressed."""
    st.download_button(
        "Download the inspection",
        data=lambda: npz_bytes(inspection),
        file_name=f"inside-{run.id}-window-{inspection.window}-seed-{inspection.sampling_seed}.npz",
        mime="application/octet-stream",
        icon=":material/download:",
        key="inspection_download",
        on_click="ignore",
        help="All that these pages read of this window, as NumPy arrays in one .npz file: queries, "
        "keys, values, measures, selections and feature maps of every layer. "
        "numpy.load(file) or informer.inspection.store.load_inspection(path) reads it.",
    )


def npz_bytes(inspection: Inspection) -> bytes:
    """The ``.npz`` file of an inspection (see :mod:`informer.inspection.store`)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inside.npz"
        save_inspection(path, inspection)
        return path.read_bytes()
