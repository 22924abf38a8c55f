"""How good is the estimate? What the sampled measure gets right, and what luck decides."""

import streamlit as st

from informer.inspection.results import AttentionInspection, Inspection
from pages import (
    _estimate_draws,
    _estimate_fan,
    _estimate_ladder,
    _estimate_scatter,
    _estimate_verdict,
)
from pages._estimate_data import factors, trial_of
from pages._opened import Opened


def estimate(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section; the focused query moves its marks and nothing else."""
    trial = trial_of(run, inspection, layer, head)
    if layer.selected is None:
        st.markdown(
            "This run uses **full attention**: every query attends and nothing is sampled. There "
            "is no estimate to judge, and every seed gives the same forecast. Below, exact: the "
            "bound that ProbSparse attention builds on."
        )
        _estimate_scatter.bound(trial, query)
        return
    with st.spinner("Drawing samples"):  # the first time, torch is loaded
        _estimate_verdict.verdict(trial)
    left, right = st.columns(2, gap="large")
    with left:
        _estimate_ladder.one_head(trial)
    with right:
        _estimate_ladder.factor(trial, factors(trial))
    _estimate_scatter.both(trial, query)
    _estimate_draws.draws(trial, query)
    left, right = st.columns(2, gap="large")
    with left:
        _estimate_fan.fan(run)
    with right:
        _estimate_ladder.all_heads(trial)
