"""Which column plays which role: target, covariate, known in the future. One role each."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from informer.data.series import TimeSeries
from pages import _state
from pages._text import md, short

_SUGGESTED = 3
_LOOKED_AT = 5_000
"""Rows that tell of most columns that they have more than two values."""


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
            "Known ahead (known-future columns)",
            columns,
            key=_state.seed("roles_known_future", list(draft.known_future)),
            on_change=_chosen("known_future", "roles_known_future"),
            placeholder="None",
            help="Columns whose coming values you know today, such as holidays, opening days or "
            "prices that are already set. The model reads them over the steps that it forecasts "
            "as well, and What-if can change them.",
        )
        _say_known()
        st.multiselect(
            "Also read these (covariates)",
            columns,
            key=_state.seed("roles_covariates", list(draft.covariates)),
            on_change=_chosen("covariates", "roles_covariates"),
            placeholder="None",
            help="Columns the model may read in the past. Their future is not known, so it is "
            "not used.",
        )


def _say_known() -> None:
    """What choosing a known-future column will ask for; and columns that look like one."""
    draft = _state.draft()
    assert draft.series is not None
    if draft.known_future:
        st.caption(
            "Past the end of the data the Forecast page will ask for their coming values; until "
            "you give them, they are assumed to repeat the last week (or season)."
        )
    flags = [name for name in flag_columns(draft.series) if name in draft.covariates][:_SUGGESTED]
    for number, name in enumerate(flags):
        st.button(
            f"{md(short(name, 32))} looks like a flag: is it known ahead?",
            key=f"suggest_known_{number}",
            icon=":material/event:",
            type="tertiary",
            help="It has two values only, as holidays or opening days have. Choose it if you know "
            "today what it will be.",
            on_click=_known,
            args=(name,),
        )


@st.cache_data(max_entries=8, show_spinner=False)
def _flags(fingerprint: str, _series: TimeSeries) -> list[str]:
    return [
        name
        for name in _series.columns
        if len(np.unique(_series.column(name)[:_LOOKED_AT])) <= 2
        and len(np.unique(_series.column(name))) == 2
    ]


def flag_columns(series: TimeSeries) -> list[str]:
    """Columns of two values."""
    return _flags(series.fingerprint, series)


def _known(name: str) -> None:
    draft = _state.draft()
    _state.redraft(
        known_future=(*draft.known_future, name),
        covariates=tuple(c for c in draft.covariates if c != name),
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
