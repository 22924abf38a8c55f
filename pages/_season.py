"""The season that seasonal naive and MASE go by: found in the data, and any other on request."""

import streamlit as st

from informer.data.frequency import seasonal_periods
from informer.data.split import split_rows
from pages import _format, _state
from pages._opened import Opened


def chosen(run: Opened) -> int | None:
    """Steps in the season that a person chose, if any."""
    asked = _state.focus().period
    return None if asked is None else min(max(asked, 1), longest(run))


def period_of(run: Opened) -> int | None:
    """Steps in a season: as chosen, else as found; ``None`` before there are scores."""
    found = run.record.result.period if run.record.result is not None else None
    return chosen(run) or found


def longest(run: Opened) -> int:
    """The longest season that the train rows show at least once beside the next."""
    return max(1, split_rows(run.record.n_rows, run.record.config.data.split)[0] // 2)


def choose(run: Opened, found: int) -> None:
    """The seasons of this frequency to choose from, and a field for any other.

    ``found`` is the one that was found in the data.
    """
    now = chosen(run) or found
    known = {p for p in seasonal_periods(run.record.freq) if p <= longest(run)}
    offered = sorted(known | {1, found})

    def name(period: int) -> str:
        words = _format.steps_in_words(period, run.record.freq)
        return ("1 step" if period == 1 else words) + (" (found)" if period == found else "")

    def pick(key: str) -> None:
        picked = _state.value(key)
        if picked is not None:
            _state.move(period=None if picked == found else int(picked))

    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="season_choice"
    ):
        st.segmented_control(
            "Season",
            offered,
            format_func=name,
            key=_state.seed("season_known", now if now in offered else None),
            on_change=pick,
            args=("season_known",),
            help="Seasonal naive repeats the season before, and MASE measures errors against how "
            "much the train rows change from season to season. Found: the season whose naive "
            "forecasts were best before the test part.",
        )
        st.number_input(
            "or steps",
            min_value=1,
            max_value=longest(run),
            step=1,
            key=_state.seed("season_steps", now),
            on_change=pick,
            args=("season_steps",),
            width=130,
        )
