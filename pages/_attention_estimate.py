"""How good is the estimate? What the sampled measure gets right, and what luck decides."""

import streamlit as st

from informer.inspection.results import AttentionInspection, Inspection
from pages import (
    _estimate_draws,
    _estimate_fan,
    _estimate_ladder,
    _estimate_scatter,
    _estimate_verdict,
    _state,
)
from pages._estimate_data import Trial, factors
from pages._opened import Opened

_DRAWS = 100


def estimate(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section; the focused query moves its marks and nothing else."""
    now = _state.focus()
    trial = Trial(run, inspection, layer, head, 0, min(max(now.draws or _DRAWS, 10), 500))
    if layer.selected is None:
        st.markdown(
            "This run uses **full attention**: every query attends and nothing is sampled. There "
            "is no estimate to judge, and every seed gives the same forecast. Below, exact: the "
            "bound that ProbSparse attention builds on."
        )
        _estimate_scatter.bound(trial, query)
        return
    with st.spinner("Drawing samples"):  # the first time, torch is loaded
        tried = factors(trial)
        factor = min(max(now.factor or trial.own, 1), tried[-1])
        trial = Trial(run, inspection, layer, head, factor, trial.draws)
        _estimate_verdict.verdict(trial)
    left, right = st.columns(2, gap="large")
    with left:
        _estimate_ladder.one_head(trial)
    with right:
        _estimate_ladder.factor(trial, tried)
    _estimate_scatter.both(trial, query)
    _estimate_draws.draws(trial, query)
    left, right = st.columns(2, gap="large")
    with left:
        _estimate_fan.fan(run)
    with right:
        _estimate_ladder.all_heads(trial)
