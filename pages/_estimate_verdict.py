"""The verdict on the estimate: in words, and in four numbers beside chance and the best."""

import streamlit as st

from informer.figures.panels import percent
from pages import _estimate_words, _state
from pages._estimate_data import Trial, best_mass, choice, resampling

_PRECISION = (
    "Share of the selected queries, under the seed in focus, that are also among the u with the "
    "largest exact M."
)
_MASS = (
    "Each query's mass is the part of its attention that lies above uniform, Σ max(p − 1/n, 0) "
    "over the n keys it sees: what it loses by being lazy. This is the share of all queries' mass "
    "that the selected ones carry; *best*: that of the u queries with most mass."
)
_ERROR = (
    "‖O − O full‖ / ‖O full‖: how far this head's output is from full attention, when the selected "
    "queries attend and the others get {lazy}; *best*: for the u queries that leave the least."
)
_CHURN = (
    "The share of the selected queries that another seed would not select, on average over all "
    "pairs of draws."
)


def verdict(trial: Trial) -> None:
    """Of the head in focus."""
    chosen, drawn = choice(trial), resampling(trial)
    words = _estimate_words.verdict(chosen.rungs, trial.ranked_by, trial.layer.length)
    with st.container(key="estimate_verdict"):  # one place, so that nothing below it is redrawn
        luck = "" if len(chosen.selected) == len(chosen.measure) else _estimate_words.luck(drawn)
        st.markdown(f"{words} {luck}")
        if trial.factor != trial.own:
            _what_if(trial)
    scores = {rung.name: rung.score for rung in chosen.rungs}
    mine, chance, least = scores[trial.ranked_by], scores["random"], scores["harm"]
    u, most = len(chosen.selected), best_mass(trial)
    lazy = "the mean" if trial.lazy_rows == "mean" else "the sum so far"
    with st.container(horizontal=True, gap="medium", key="estimate_numbers"):
        _number(
            f"Precision at u = {u}", mine.precision, f"chance {percent(chance.precision)}",
            _PRECISION,
        )  # fmt: skip
        _number(
            "Attention mass kept", mine.mass,
            f"chance {percent(chance.mass)} · best {percent(most)}", _MASS,
        )  # fmt: skip
        _number(
            "Output error", mine.error,
            f"chance {percent(chance.error)} · best {percent(least.error)}",
            _ERROR.format(lazy=lazy),
        )  # fmt: skip
        _number("Changes with the seed", drawn.churn, f"{drawn.n_draws} draws", _CHURN)


def _number(label: str, value: float, beside: str, meaning: str) -> None:
    st.metric(
        label,
        percent(value),
        beside,
        delta_color="off",
        delta_arrow="off",
        width="content",
        help=meaning,
    )


def _what_if(trial: Trial) -> None:
    """Another factor than the run's: say so, and lead back."""
    with st.container(horizontal=True, vertical_alignment="center", key="what_if"):
        st.markdown(
            f":orange-badge[what-if] **c = {trial.factor}** on the same queries and keys; the "
            f"model itself uses c = {trial.own}.",
            width="content",
        )
        st.button(
            f"Back to c = {trial.own}",
            key="own_factor",
            on_click=lambda: _state.move(factor=None),
        )
