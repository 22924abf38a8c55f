"""How sure the forecast is: intervals and their measured coverage, and what sampling moves."""

import numpy as np
import streamlit as st

from pages import _format, _library
from pages._opened import Opened

_OTHER_SEEDS = 6


def uncertainty(run: Opened) -> None:
    """The section."""
    result = _library.forecast(run.folder, run.window, run.seed)
    st.subheader("What the sampling seed does", anchor=False)
    if run.record.config.model.attention == "full":
        st.markdown(
            "This run uses full attention: nothing is sampled, so the seed changes nothing."
        )
        return
    st.markdown(
        f"ProbSparse attention samples keys at random to decide which queries attend. This "
        f"forecast uses **seed {run.seed}**, and the same seed always gives the same forecast. "
        "Another seed samples other keys, may keep other queries, and so gives a slightly "
        "different forecast."
    )
    column = result.columns.index(run.target_name)
    seeds = range(run.seed + 1, run.seed + 1 + _OTHER_SEEDS)
    others = np.stack(
        [_library.forecast(run.folder, run.window, seed).values[:, column] for seed in seeds]
    )
    moved = np.abs(others - result.values[:, column])
    spread = float(np.ptp(result.context[:, column])) or 1.0
    with st.container(horizontal=True, gap="medium", key="seed_spread"):
        st.metric("Moves by, on average", _format.number(float(moved.mean()), 3), width="content")
        st.metric("At most, at one step", _format.number(float(moved.max()), 3), width="content")
        st.metric(
            "Of the range of the context",
            f"{100 * float(moved.mean()) / spread:.2g} %",
            width="content",
        )
    st.caption(
        f"Over the {_OTHER_SEEDS} seeds {seeds[0]} to {seeds[-1]}, the same weights and window."
    )
