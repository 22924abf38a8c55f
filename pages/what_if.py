"""What-if: change the past, the calendar or the known future, and see what the forecast becomes."""

import streamlit as st

from pages import (
    _sections,
    _what_if_calendar,
    _what_if_compare,
    _what_if_edits,
    _what_if_export,
    _what_if_horizon,
    _what_if_known,
    _what_if_past,
    _what_if_queries,
    _what_if_table,
    _what_if_view,
)
from pages._guard import guard
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub
from pages._state import focus
from pages._target import choose_target
from pages._what_if_bar import bar
from pages._what_if_board import board as board_of

_SECTIONS = {
    "past": _sections.Section("The past: a block", _what_if_past.block),
    "draw": _sections.Section("Draw", _what_if_past.by_hand),
    "table": _sections.Section("Table", _what_if_table.table),
    "calendar": _sections.Section("The calendar", _what_if_calendar.calendar),
    "known": _sections.Section("Known future", _what_if_known.known),
    "horizon": _sections.Section("Horizon and seed", _what_if_horizon.horizon),
}


def main() -> None:
    """The page."""
    run = need_run(head("What-if"))
    scrub(run)
    choose_target(run, "what_if_target")
    st.fragment(guard(_body))(run)


def _body(run: Opened) -> None:
    """All that a change of a scenario draws again."""
    board = board_of(run)
    bar(board)
    section = focus().section
    _what_if_view.view(board, section if section in _SECTIONS else next(iter(_SECTIONS)))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _sections.choose(_SECTIONS, "what_if_section").draw(board)
    with right:
        _what_if_edits.edits(board)
        _what_if_queries.queries(board)
    if board.here:
        _what_if_compare.compare(board)
    _what_if_export.export(board)


main()
