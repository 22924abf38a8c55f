"""What is said of the intervals under a forecast; and where there are none, how to get them."""

import streamlit as st

from informer.forecasting.intervals import needed
from informer.forecasting.results import Forecast
from pages import _asked, _backtest_missing, _state
from pages._asked import Asked
from pages._text import md


def say(ask: Asked, result: Forecast) -> None:
    """How the bands are to be read, what is missing, and what they stand on."""
    bounds = result.intervals
    if bounds is None:
        offer(ask)
        return
    too_few = [level for level in bounds.levels if needed(level) > bounds.n_residuals]
    drawn = [level for level in bounds.levels if level not in too_few]
    with st.container(horizontal=True, vertical_alignment="center", key="interval_words"):
        if drawn:
            st.caption(
                f"Bands: of 100 such steps about {_listed(drawn)} should lie within, judged by how "
                f"far off the run was in its latest {bounds.n_residuals:,} forecasts whose outcome "
                "was known when this one starts."
            )
        st.page_link(
            "pages/forecast.py",
            label="Do they keep their promise?",
            icon=":material/target:",
            query_params=_state.query(_state.focus()) | {"section": "sure"},
        )
    if too_few:
        st.caption(
            f"The {_listed(too_few, ' %')} interval needs at least {needed(too_few[0])} "
            f"forecasts to learn from; there are {bounds.n_residuals}."
        )
    found = _asked.calibration(ask)
    if found is not None and found.note:
        st.caption(md(found.note))
    if ask.rows is not None:
        st.caption(
            "They rest on the run's errors on its own data: whether it errs as much on other data "
            "is not known."
        )


def _listed(levels: list[float], unit: str = "") -> str:
    words = [f"{100 * level:g}" for level in levels]
    return (" and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)) + unit


def offer(ask: Asked) -> None:
    """No backtest of this horizon yet: the forecast stands without bands until it is made."""
    _backtest_missing.offer(
        ask.run, "how far off its forecasts are, and with that the intervals around this one"
    )
