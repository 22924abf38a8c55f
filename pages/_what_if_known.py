"""Editing what is known of the future: flags, whole days, a pattern from before, pasted values."""

import math
import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from informer.data.flags import flags
from informer.data.frequency import DAY, step_seconds, week_or_season
from informer.forecasting.edits import Edit, KnownRepeat, KnownSet, KnownValues
from informer.forecasting.scenario import ScenarioError
from pages import _format, _state
from pages import _what_if_changes as changes
from pages._text import short
from pages._what_if_block import seasons
from pages._what_if_board import Board
from pages._what_if_table import typed_numbers, version


def known(board: Board) -> None:
    """The section."""
    names = board.now.channels[: board.now.n_known]
    if not names:
        st.info(
            "This run has no column that is known in the future. Mark one on the Data page (a "
            "holiday, a price, a plan) and train with it, to change it here.",
            icon=":material/info:",
        )
        st.page_link("pages/data.py", label="Columns of the data", icon=":material/table:")
        return
    st.caption("What the model is told of the steps to come: change single ones, or all of a day.")
    switches = flags(board.run.series, names)
    left, right = st.columns([4, 5], gap="medium")
    with left:
        for number, name in enumerate(names):
            _table(board, name, number, switches.get(name))
    with right:
        chosen = names[0]
        if len(names) > 1:
            chosen = st.selectbox(
                "Column", names, format_func=lambda name: short(name, 50), key="what_if_known"
            )
        _whole_day(board, chosen, switches.get(chosen))
        _pattern(board, chosen)
        _paste(board, chosen)


def _table(board: Board, name: str, number: int, ends: tuple[float, float] | None) -> None:
    """One column over the steps ahead: a box to tick for a flag, else a number."""
    reading, freq = board.reading, board.run.record.freq
    time = reading.time
    values = reading.ahead[: len(time), reading.channels.index(name)]
    key = f"what_if_known_{version(board)}_{number}"
    title = short(name, 30)
    frame = pd.DataFrame({"time": [_format.moment(one, freq) for one in time], "value": values})
    config = st.column_config.NumberColumn(title, format="%.6g")
    if ends is not None:
        frame["value"] = values > sum(ends) / 2
        config = st.column_config.CheckboxColumn(title, help=f"{ends[1]:g} when ticked")
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height=240,
        disabled=["time"],
        num_rows="fixed",
        column_config={"time": "Time", "value": config},
        on_change=lambda: _typed(board, name, key, time, ends),
    )


def _typed(
    board: Board, name: str, key: str, time: pd.DatetimeIndex, ends: tuple[float, float] | None
) -> None:
    found = typed_numbers(key, "value")  # a tick is 1, no tick 0
    if ends is not None:
        found = {row: ends[1] if value else ends[0] for row, value in found.items()}
    values = {time[row].to_pydatetime(): value for row, value in found.items()}
    if values:
        changes.add(board, lambda: KnownValues(column=name, values=values))
    else:
        changes.refuse("Type a number: a cell can't be left empty.")


def _whole_day(board: Board, name: str, ends: tuple[float, float] | None) -> None:
    """All steps of one day, where days have several steps; else all steps."""
    time, freq = board.reading.time, board.run.record.freq
    daily = step_seconds(freq) < DAY
    days = list(dict.fromkeys(time.normalize())) if daily else []
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="what_if_day_row"
    ):
        st.selectbox(
            "Over",
            range(-1, len(days)),
            format_func=lambda day: "All steps" if day < 0 else _format.moment(days[day], "D"),
            index=min(1, len(days)),
            key="what_if_day",
            width=170,
        )
        if ends is not None:
            for key, value in (("on", ends[1]), ("off", ends[0])):
                make = _set(board, name, days, partial(float, value))
                st.button(
                    f"Switch {key}", key=f"known_{key}", on_click=changes.add, args=(board, make)
                )
        else:
            now = board.reading.ahead[: len(time), board.now.channels.index(name)]
            st.number_input(
                "Value", value=float(np.mean(now)), key="what_if_known_value", width=150,
                format="%0.6g",
            )  # fmt: skip
            make = _set(board, name, days, lambda: _state.value("what_if_known_value"))
            st.button("Set", key="known_set", on_click=changes.add, args=(board, make))


def _set(
    board: Board, name: str, days: list[pd.Timestamp], value: Callable[[], float | None]
) -> Callable[[], Edit]:
    def make() -> Edit:
        time, day, new = board.reading.time, _state.value("what_if_day"), value()
        if day is not None and 0 <= day < len(days):
            time = time[time.normalize() == days[day]]
        if new is None:
            raise ScenarioError("A number is missing.")
        first, last = time[0].to_pydatetime(), time[-1].to_pydatetime()
        return KnownSet(column=name, first=first, last=last, value=new)

    return make


def _pattern(board: Board, name: str) -> None:
    """What stood there so many seasons before the forecast's start."""
    series, season = board.run.series, week_or_season(board.run.record.freq)
    row, steps = board.run.window + len(board.now.context_time), len(board.reading.time)
    fewest, most = -(-(row + steps - len(series)) // season), row // season
    if most < max(1, fewest):
        return
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="what_if_pattern_row"
    ):
        st.number_input(
            f"As it was so many {seasons(series.freq)} before",
            min_value=max(1, fewest), max_value=most, key="what_if_back", width=260,
        )  # fmt: skip

        def make() -> Edit:
            source = series.time[row - int(_state.value("what_if_back") or 1) * season]
            first, last = board.reading.time[0], board.reading.time[-1]
            return KnownRepeat(column=name, first=first, last=last, source=source)

        st.button("Repeat", key="known_repeat", on_click=changes.add, args=(board, make))


def _paste(board: Board, name: str) -> None:
    """Values one a line, from a spreadsheet; the first is of the first step."""
    with st.popover("Paste values", icon=":material/content_paste:", key="what_if_paste"):
        steps = len(board.reading.time)
        st.text_area(
            f"One number a step, at most {steps}, from the first step on",
            key="what_if_pasted",
            placeholder="0\n0\n1\n…",
        )
        st.button(
            "Take them",
            key="known_paste",
            type="primary",
            on_click=lambda: changes.add(board, lambda: _pasted(board, name)),
        )


def _pasted(board: Board, name: str) -> Edit:
    words = re.split(r"[\s;]+", str(_state.value("what_if_pasted") or "").strip())
    time = board.reading.time
    if words == [""]:
        raise ScenarioError("Paste at least one number.")
    if len(words) > len(time):
        raise ScenarioError(f"{len(words)} values are more than the {len(time)} steps.")
    values = {}
    for step, word in enumerate(words):
        try:
            number = float(word.replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ScenarioError(f"Value {step + 1}, '{short(word, 20)}', is no number.")
        values[time[step].to_pydatetime()] = number
    return KnownValues(column=name, values=values)
