"""The column and the block of the past that are edited, by hand or by mouse."""

import pandas as pd
import streamlit as st

from informer.data.frequency import DAY, WEEK, step_seconds, week_or_season
from informer.forecasting.edits import Values
from pages import _format, _plot, _state
from pages import _what_if_changes as changes
from pages._text import short
from pages._what_if_board import Board


def choose_column(board: Board) -> str:
    """The column that is edited: the target in focus unless another one was chosen."""
    channels = board.now.channels
    if len(channels) > 1:
        st.selectbox(
            "Column",
            range(len(channels))[::-1],
            format_func=lambda number: short(channels[number], 60),
            key=_state.seed("what_if_column", channels.index(column_of(board))),
            width=210,
            on_change=lambda: _state.move(column=_state.value("what_if_column")),
        )
    return column_of(board)


def column_of(board: Board) -> str:
    """The same, read anew."""
    channels, said = board.now.channels, _state.focus().column
    if said is not None and said < len(channels):
        return channels[said]
    return board.run.target_name


def block_of(board: Board) -> tuple[int, int]:
    """First and last step of the block that is edited; at first the last day, or season."""
    length = len(board.now.context_time)
    first, _, last = (_state.focus().part or "").partition("-")
    readable = all(one.isascii() and one.isdecimal() and len(one) < 7 for one in (first, last))
    if readable and int(first) <= int(last) < length:
        return int(first), int(last)
    step = step_seconds(board.run.record.freq)
    usual = round(DAY / step) if step < DAY else week_or_season(board.run.record.freq)
    return max(0, length - usual), length - 1


def seasons(freq: str) -> str:
    """What :func:`week_or_season` counts: ``weeks``, ``years``, or ``times 4 steps``."""
    season = week_or_season(freq)
    seconds = season * step_seconds(freq)
    if abs(seconds - WEEK) < 3 * DAY:
        return "weeks"
    if abs(seconds - 365 * DAY) < 8 * DAY:
        return "years"
    return f"times {_format.plural(season, 'step')}"


def pick(board: Board, stroke: _plot.Stroke) -> None:
    """The block that was dragged over on the chart."""
    steps = [_step(board, time) for time, _ in stroke]
    _state.move(part=f"{min(steps)}-{max(steps)}")


def draw(board: Board, stroke: _plot.Stroke) -> None:
    """What was drawn on the chart, as values of the column."""
    time = board.now.context_time
    values = {time[_step(board, at)].to_pydatetime(): rounded(value) for at, value in stroke}
    changes.add(board, lambda: Values(column=column_of(board), values=values))


def rounded(value: float) -> float:
    """No finer than a hand draws."""
    return float(f"{value:.5g}")


def _step(board: Board, time: str) -> int:
    """The step of the context nearest to a time that the browser tells."""
    found = board.now.context_time.get_indexer(pd.DatetimeIndex([time]), method="nearest")
    return int(found[0])
