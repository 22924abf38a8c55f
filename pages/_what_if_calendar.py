"""Editing the calendar: what if it were a Sunday, July, three hours later?"""

from collections.abc import Callable

import streamlit as st

from informer.data.frequency import MONTH, step_seconds
from informer.forecasting.edits import Calendar, Clock, Edit, Month, Weekday, Where
from informer.forecasting.scenario import ScenarioError
from informer.inspection.moments import MONTHS, WEEKDAYS, fields_of, values_of
from pages import _state
from pages import _what_if_changes as changes
from pages._what_if_board import Board

_KINDS = {
    "weekday": "The weekday",
    "month": "The month",
    "date": "Another date",
    "clock": "The clock",
}
_WHERE = {"horizon": "The horizon alone", "window": "The whole window"}


def kinds_of(freq: str) -> tuple[str, ...]:
    """What can be told of the calendar at this frequency."""
    fields = fields_of(freq)
    found: list[str] = [kind for kind in ("weekday", "month") if kind in fields]
    if fields:
        found.append("date")
    return (*found, "clock") if "hour" in fields else tuple(found)


def calendar(board: Board) -> None:
    """The section."""
    freq = board.run.record.freq
    kinds = kinds_of(freq)
    if not kinds:
        st.info("At this frequency the model is told nothing of the calendar.")
        return
    st.caption(
        "The model reads the calendar of each step beside its value. Tell it another one, and "
        "leave the values as they are."
    )
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="what_if_calendar_row"
    ):
        st.segmented_control(
            "What is changed", kinds, format_func=_KINDS.__getitem__, key="what_if_kind",
            default=kinds[0], required=True, wrap=True,
        )  # fmt: skip
        kind = str(_state.value("what_if_kind"))
        _value(board, kind, freq)
        st.segmented_control(
            "Over",
            list(_WHERE),
            format_func=_WHERE.__getitem__,
            key="what_if_where",
            default="horizon",
            required=True,
            wrap=True,
            help="The steps to be forecast, or these and all the past before them.",
        )
        st.button(
            "Apply",
            key="what_if_calendar_apply",
            type="primary",
            on_click=lambda: changes.add(board, _made(kind)),
        )


def _value(board: Board, kind: str, freq: str) -> None:
    start = board.run.start()
    if kind == "weekday":
        days = values_of("weekday", freq)
        st.selectbox(
            "It is always", days, format_func=WEEKDAYS.__getitem__, key="what_if_weekday",
            index=len(days) - 1, width=180,
        )  # fmt: skip
    elif kind == "month":
        st.selectbox(
            "It is always", range(1, 13), format_func=lambda month: MONTHS[month - 1],
            key="what_if_month", index=(start.month + 5) % 12, width=180,
        )  # fmt: skip
    elif kind == "date":
        st.date_input(
            "The forecast starts on",
            value=start.date(),
            min_value="1900-01-01",
            max_value="2100-12-31",
            key="what_if_date",
            help="At the same time of day."
            if step_seconds(freq) < 0.9 * MONTH
            else "The day of the month counts only where the data have it.",
            width=180,
        )
    else:
        st.number_input(
            "Put on by, in hours", -12.0, 12.0, 1.0, 1.0, key="what_if_clock", width=180
        )


def _made(kind: str) -> Callable[[], Edit]:
    """What makes the edit, of what the widgets hold in the callback."""

    def make() -> Edit:
        where: Where = _state.value("what_if_where") or "horizon"
        value = _state.value(f"what_if_{kind}")
        if value is None:
            raise ScenarioError("Choose what the model is told.")
        if kind == "weekday":
            return Weekday(value=value, where=where)
        if kind == "month":
            return Month(value=value, where=where)
        if kind == "date":
            return Calendar(date=value, where=where)
        return Clock(hours=float(value), where=where)

    return make
