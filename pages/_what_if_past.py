"""Editing the past: a block of it, by a rule; or any of it, by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from informer.data.frequency import week_or_season
from informer.forecasting.edits import Edit, Remove, Scale, Set, Shift, Spike, Swap
from informer.forecasting.scenario import ScenarioError
from pages import _format, _state
from pages import _what_if_changes as changes
from pages._what_if_block import block_of, choose_column, rounded, seasons
from pages._what_if_board import Board

_OPERATIONS = {
    "scale": "Scale", "shift": "Shift", "set": "Set", "spike": "Spike", "remove": "Remove",
    "swap": "Swap in",
}  # fmt: skip
_FILLS = {"interpolate": "A straight line", "mean": "The mean"}


def block(board: Board) -> None:
    """The section: a block, and what becomes of it."""
    st.caption("Drag over the chart of the past to pick a block, or choose its ends here.")
    first, last = block_of(board)
    time, freq = board.now.context_time, board.run.record.freq
    with st.container(horizontal=True, gap="small", key="what_if_ends"):
        column = choose_column(board)
        for key, label, step in (("from", "From", first), ("to", "To, included", last)):
            st.selectbox(
                label,
                range(len(time)),
                format_func=lambda step: _format.moment(pd.Timestamp(_time(board, step)), freq),
                key=_state.seed(f"what_if_{key}", step),
                on_change=_ends,
                width=210,
            )
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="what_if_operation_row"
    ):
        st.segmented_control(
            "What becomes of it",
            list(_OPERATIONS),
            format_func=_OPERATIONS.__getitem__,
            key="what_if_operation",
            default="scale",
            required=True,
            wrap=True,
        )
        kind = str(_state.value("what_if_operation"))
        if _fields(board, kind, column, first, last):
            st.button(
                "Apply",
                key="what_if_apply",
                type="primary",
                on_click=lambda: changes.add(board, _made(board, kind, column, first, last)),
            )


def _ends() -> None:
    """The block between both ends, whichever is earlier."""
    first, last = sorted(int(_state.value(f"what_if_{key}")) for key in ("from", "to"))
    _state.move(part=f"{first}-{last}")


def _fields(board: Board, kind: str, column: str, first: int, last: int) -> bool:
    """What an operation needs to know; false when it can't be done here."""
    values = board.reading.context[:, board.now.channels.index(column)]
    if kind == "scale":
        _number("By, in %", kind, 10.0, step=5.0)
    elif kind == "shift":
        _number("By", kind, rounded(float(np.std(values)) / 2))
    elif kind == "set":
        _number("To", kind, rounded(float(values[first : last + 1].mean())))
    elif kind == "spike":
        _number("Height, at the middle", kind, rounded(2 * float(np.std(values))))
    elif kind == "remove":
        st.selectbox(
            "In its place", list(_FILLS), format_func=_FILLS.__getitem__, key="what_if_remove",
            width=180,
        )  # fmt: skip
    else:
        row = int(board.run.series.time.get_indexer(pd.DatetimeIndex([_time(board, first)]))[0])
        most = row // _season(board)
        if most < 1:
            st.caption("There is nothing earlier to swap in: pick a later block or window.")
            return False
        st.number_input(
            f"What stood there so many {seasons(board.run.record.freq)} before",
            min_value=1, max_value=most, value=1, key="what_if_swap", width=260,
        )  # fmt: skip
    return True


def _number(label: str, kind: str, value: float, step: float | None = None) -> None:
    """A number; another column or window begins with another one."""
    key = f"what_if_{kind}"
    st.number_input(label, value=value, step=step, key=key, width=170, format="%0.6g")


def _made(board: Board, kind: str, column: str, first: int, last: int) -> Callable[[], Edit]:
    """What makes the edit, of what the widgets hold in the callback."""

    def make() -> Edit:
        ends: dict[str, Any] = {
            "column": column,
            "first": _time(board, first),
            "last": _time(board, last),
        }
        value = _state.value(f"what_if_{kind}")
        if value is None:
            raise ScenarioError("A number is missing.")
        if kind == "scale":
            return Scale(factor=round(1 + float(value) / 100, 10), **ends)
        if kind == "shift":
            return Shift(amount=float(value), **ends)
        if kind == "set":
            return Set(value=float(value), **ends)
        if kind == "spike":
            middle = _time(board, (first + last) // 2)
            return Spike(column=column, at=middle, amount=float(value), width=last - first + 1)
        if kind == "remove":
            return Remove(fill=value, **ends)
        row = int(board.run.series.time.get_indexer(pd.DatetimeIndex([ends["first"]]))[0])
        source = board.run.series.time[row - int(value) * _season(board)]
        return Swap(source=source.to_pydatetime(), **ends)

    return make


def _time(board: Board, step: int) -> datetime:
    time: datetime = board.now.context_time[step].to_pydatetime()
    return time


def _season(board: Board) -> int:
    return week_or_season(board.run.record.freq)


def by_hand(board: Board) -> None:
    """The section: drawing on the chart."""
    st.markdown(
        "**Draw on the chart of the past**, with the mouse or a finger: what you draw is what the "
        "model reads in place of what was observed."
    )
    choose_column(board)
    st.caption("Each stroke is kept at once; *Undo* takes the last one back.")
