"""The season that seasonal naive and MASE go by: found in the data, and any other on request."""

import streamlit as st

from informer.data.frequency import seasonal_periods
from informer.data.split import split_rows
from pages import _format, _state
from pages._opened import Opened


def period_of(run: Opened) -> int | None:
    """Steps in a season: what a person chose, else as found; ``None`` before there are scores."""
    found = run.record.result.period if run.record.result is not None else None
    chosen = _state.focus().period
    return found if chosen is None else min(max(chosen, 1), longest(run))


def longest(run: Opened) -> int:
    """The longest season that the train rows show at least once beside the next."""
    return max(1, split_rows(run.record.n_rows, run.record.config.data.split)[0] // 2)


def choose(run: Opened) -> None:
    """The seasons of this frequency to choose from, and a field for any other."""
    now, found = period_of(run), run.record.result.period if run.record.result else None
    offered = sorted({p for p in seasonal_periods(run.record.freq) if p <= longest(run)} | {1})
    if found is not None and found not in offered:
        offered = sorted({*offered, found})

    def name(period: int) -> str:
        words = _format.steps_in_words(period, run.record.freq)
        return ("1 step" if period == 1 else words) + (" (found)" if period == found else "")

    def pick(key: str) -> None:
        chosen = _state.value(key)
        if chosen is not None:
            _state.move(period=None if chosen == found else int(chosen))

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
            key=_state.seed("season_steps", now or 1),
            on_change=pick,
            args=("season_steps",),
            width=130,
        )
