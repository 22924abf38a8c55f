"""Resampling: which queries are selected whatever the seed, and which by luck."""

import streamlit as st

from informer.figures.selection_bands import selection_bands
from informer.figures.style import Style
from informer.inspection.estimate import most_churned
from pages import _focus_marks, _format, _plot, _state
from pages._estimate_data import Trial, resampling
from pages._estimate_scatter import pick_query


def draws(trial: Trial, query: int) -> None:
    """How often each query is selected, and the slider of how many seeds are tried."""
    drawn = resampling(trial)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with left:
        st.subheader("Selected by merit or by luck?", anchor=False)
        _churned(trial, query)
    with right:
        st.slider(
            "Sampling seeds to try",
            10,
            500,
            step=10,
            key=_state.seed("estimate_draws", trial.draws),
            on_change=lambda: _state.move(draws=_state.value("estimate_draws")),
        )
    _plot.show(
        _bands_json(trial.key, trial.factor, trial.draws, trial),
        "selection_bands",
        marks=_focus_marks.on_time(trial.layer, query),
        alt=f"Share of {drawn.n_draws} draws in which each of {trial.layer.length} queries is "
        "selected",
        on_click=pick_query,
    )
    first, last = drawn.first_seed, drawn.first_seed + drawn.n_draws - 1
    held = (
        ""
        if trial.layer is trial.inspection.attention[0]
        else f" In the model another seed also changes what this layer reads; here its queries and "
        f"keys are held as they are under seed {first}."
    )
    st.caption(
        f"Seeds {first} to {last}, the keys that the model would draw under each.{held} The line "
        "is theory: a query with m keys whose score lifts it over the cut is selected when at "
        "least one of them is drawn."
    )


def _churned(trial: Trial, query: int) -> None:
    """The query that the seed decides most about."""
    drawn = resampling(trial)
    at = most_churned(drawn.counts, drawn.n_draws)
    if at is None:
        st.markdown("Every query is selected either under all of these seeds or under none.")
        return
    when = _format.moment(trial.layer.time[at], trial.run.record.freq)
    with st.container(horizontal=True, vertical_alignment="center", key="churned"):
        st.markdown(
            f"Most churned: **query {at}** ({when}), selected in {drawn.counts[at]} of "
            f"{drawn.n_draws} draws.",
            width="content",
        )
        st.button(
            "Focus it",
            key="focus_churned",
            disabled=at == query,
            on_click=lambda: _state.move(query=at),
        )


@st.cache_resource(max_entries=32, show_spinner=False)
def _bands_json(key: tuple[object, ...], factor: int, draws: int, _trial: Trial) -> str:
    return str(selection_bands(_trial.layer, resampling(_trial), Style()).to_json())
