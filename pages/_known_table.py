"""The coming values of known-future columns as a table, one row a step; flags as checkboxes."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from informer.data.beyond import season_steps
from pages import _format, _state
from pages._asked import Asked
from pages._text import short

MOST_DAYS = 31
"""Days of a horizon up to which each has a switch of its own."""
_BASE = "known_base"
Doubles = NDArray[np.float64]


def season(ask: Asked) -> int:
    """Steps of the season that is assumed to repeat."""
    return season_steps(len(ask.series), ask.series.freq)


def is_flag(ask: Asked, number: int) -> bool:
    """Whether a known-future column holds nothing but 0 and 1."""
    name = ask.run.record.config.data.known_future[number]
    return bool(np.isin(ask.series.column(name), (0.0, 1.0)).all())


def days(time: pd.DatetimeIndex) -> dict[str, NDArray[np.int64]]:
    """The steps of each day, by its ISO date."""
    dates = time.strftime("%Y-%m-%d")
    return {str(day): np.flatnonzero(dates == day) for day in dict.fromkeys(dates)}


def day_name(day: str, freq: str) -> str:
    """``Mon 1 Oct``; with months and the like ``Oct 2018``."""
    words = _format.moment(pd.Timestamp(day), freq)
    step = freq.lstrip("0123456789")[:1]
    return words if step in "MQYA" else " ".join(words.split()[:3])


def edit(ask: Asked, values: Doubles, tell: Callable[[Doubles], None]) -> None:
    """The editor; a change is told at once. Several cells can be pasted from a spreadsheet."""
    names = [f"column {i}" for i in range(values.shape[1])]  # theirs may be doubled or empty
    key = _base(ask, values)
    base: Doubles = _state.kept(_BASE)[1]
    flags = [is_flag(ask, number) and bool(np.isin(base[:, number], (0, 1)).all())
             for number in range(values.shape[1])]  # fmt: skip
    frame = pd.DataFrame({"time": ask.situation.time})
    for number, name in enumerate(names):
        frame[name] = base[:, number].astype(bool) if flags[number] else base[:, number]

    def changed() -> None:
        tell(edited(base, (_state.value(key) or {}).get("edited_rows", {})))
        kept = _state.kept(_BASE)
        _state.keep(_BASE, (_state.focus().known, *kept[1:]))  # what comes of an edit: same base

    titles = ask.run.record.config.data.known_future
    whole_days = bool((frame["time"] == frame["time"].dt.normalize()).all())
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="fixed",
        disabled=["time"],
        height=320,
        on_change=changed,
        column_config={
            "time": st.column_config.DatetimeColumn(
                format="ddd D MMM YYYY" if whole_days else "ddd D MMM YYYY HH:mm"
            ),
            **{
                name: (
                    st.column_config.CheckboxColumn(short(title, 32))
                    if flags[number]
                    else st.column_config.NumberColumn(short(title, 32), required=True)
                )
                for number, (name, title) in enumerate(zip(names, titles, strict=True))
            },
        },
    )
    st.caption("Type, tick, or paste cells from a spreadsheet: the forecast follows at once.")


def edited(base: Doubles, rows: Mapping[Any, Mapping[str, Any]]) -> Doubles:
    """The table after a person's changes, as Streamlit reports them; empty cells change nothing.

    >>> edited(np.zeros((2, 1)), {1: {"column 0": True}})[:, 0]
    array([0., 1.])
    """
    values = base.copy()
    for row, cells in rows.items():
        for name, cell in cells.items():
            if name.startswith("column ") and cell is not None and np.isfinite(float(cell)):
                values[int(row), int(name.removeprefix("column "))] = float(cell)
    return values


def _base(ask: Asked, values: Doubles) -> str:
    """The key of the editor that began with the values before its own edits.

    The editor keeps its cursor while its table stays as it was given; so that table changes only
    when something else (a switch, a file, the horizon, another link) has changed the values.
    """
    now = (ask.told_key, str(ask.situation.time[0]), ask.steps, ask.run.id)
    kept = _state.kept(_BASE)
    if kept is None or (kept[0], *kept[2]) != now or kept[1].shape != values.shape:
        number = 0 if kept is None else kept[3] + 1
        _state.keep(_BASE, (ask.told_key, values.copy(), now[1:], number))
    return f"known_table_{_state.kept(_BASE)[3]}"
