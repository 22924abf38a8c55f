"""Editing the past, value by value."""

import math

import pandas as pd
import streamlit as st

from informer.forecasting.edits import Values
from informer.forecasting.scenario import write_scenario
from pages import _format, _state
from pages import _what_if_changes as changes
from pages._what_if_block import choose_column, column_of
from pages._what_if_board import Board

_ROWS = 96


def table(board: Board) -> None:
    """The section: the last steps of the past, newest first."""
    column = choose_column(board)
    number = board.now.channels.index(column)
    time, freq = board.now.context_time[::-1][:_ROWS], board.run.record.freq
    frame = pd.DataFrame(
        {
            "time": [_format.moment(one, freq) for one in time],
            "observed": board.now.context[::-1, number][: len(time)],
            "value": board.reading.context[::-1, number][: len(time)],
        }
    )
    key = f"what_if_table_{version(board)}_{number}"
    which = (
        "All steps" if len(time) == len(board.now.context_time) else f"The last {len(time)} steps"
    )
    st.caption(f"{which}, newest first. Type over what the model reads.")
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height=300,
        disabled=["time", "observed"],
        num_rows="fixed",
        column_config={
            "time": "Time",
            "observed": st.column_config.NumberColumn("Observed", format="%.6g"),
            "value": st.column_config.NumberColumn("What the model reads", format="%.6g"),
        },
        on_change=lambda: _typed(board, key, time),
    )


def version(board: Board) -> str:
    """Another one with each change: a table starts anew from what is kept."""
    text = "" if board.scenario is None else write_scenario(board.scenario)
    return f"{board.run.window}_{board.run.seed}_{abs(hash((board.edited, text)))}"


def typed_numbers(key: str, name: str) -> dict[int, float]:
    """The finite numbers that were typed into one column of a table, by row."""
    rows = (_state.value(key) or {}).get("edited_rows", {})
    found = {int(row): cells.get(name) for row, cells in rows.items()}
    return {
        row: float(value)
        for row, value in found.items()
        if isinstance(value, int | float) and math.isfinite(value)
    }


def _typed(board: Board, key: str, time: pd.DatetimeIndex) -> None:
    values = {time[row].to_pydatetime(): v for row, v in typed_numbers(key, "value").items()}
    if values:
        changes.add(board, lambda: Values(column=column_of(board), values=values))
    else:
        changes.refuse("Type a number: a cell can't be left empty.")
