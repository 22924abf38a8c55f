"""Which column plays which role: target, covariate, known in the future. One role each."""

from collections.abc import Callable

import streamlit as st

from pages import _state


def choose_roles() -> None:
    """Three choices over the draft's columns; a column chosen in one leaves the others."""
    draft = _state.draft()
    assert draft.series is not None
    columns = list(draft.series.columns)
    with st.container(key="roles", gap="medium"):
        st.multiselect(
            "Forecast these columns (targets)",
            columns,
            key=_state.seed("roles_targets", list(draft.targets)),
            on_change=_chosen("targets", "roles_targets"),
            placeholder="Choose at least one",
        )
        st.multiselect(
            "Known in the future",
            columns,
            key=_state.seed("roles_known_future", list(draft.known_future)),
            on_change=_chosen("known_future", "roles_known_future"),
            placeholder="None",
            help="Columns whose coming values you know today, such as holidays or prices that are "
            "already set. The model reads their real values over the horizon too.",
        )
        st.multiselect(
            "Also read these (covariates)",
            columns,
            key=_state.seed("roles_covariates", list(draft.covariates)),
            on_change=_chosen("covariates", "roles_covariates"),
            placeholder="None",
            help="Columns the model may read in the context. Their future is not known, so it is "
            "not used.",
        )


def _chosen(role: str, key: str) -> Callable[[], None]:
    def callback() -> None:
        names = tuple(_state.value(key) or ())
        draft = _state.draft()
        roles = {"targets", "covariates", "known_future"}
        _state.redraft(
            **{
                other: tuple(c for c in getattr(draft, other) if c not in names)
                for other in roles - {role}
            },
            **{role: names},
        )

    return callback
