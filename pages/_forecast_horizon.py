"""How far ahead: handy horizons in the data's own steps, or any number of them."""

import streamlit as st

from informer.forecasting.horizons import handy_horizons, longest
from pages import _format, _state
from pages._asked import Asked


def choose_horizon(ask: Asked) -> None:
    """Choices for the usual horizons, and a number for the others; both say the same."""
    freq = ask.run.record.freq
    handy = handy_horizons(freq, ask.pred_len)
    st.segmented_control(
        "Horizon",
        handy,
        format_func=lambda steps: _format.steps_in_words(steps, freq),
        key=_state.seed("horizon", ask.steps if ask.steps in handy else None),
        on_change=lambda: _to(ask, _state.value("horizon")),
        help=f"How far ahead. The model forecasts {_format.plural(ask.pred_len, 'step')} of "
        f"{_format.step_name(freq)} at once; a longer horizon takes several passes.",
    )
    st.number_input(
        "In steps",
        min_value=1,
        max_value=longest(ask.pred_len),
        step=ask.pred_len,
        key=_state.seed("horizon_steps", ask.steps),
        width=130,
        on_change=lambda: _to(ask, _state.value("horizon_steps")),
        help=f"Any number of steps of {_format.step_name(freq)}, up to {longest(ask.pred_len):,}.",
    )


def _to(ask: Asked, steps: int | None) -> None:
    """``None`` (the choice was taken back) is the model's own horizon."""
    _state.move(steps=None if steps in (None, ask.pred_len) else steps)
