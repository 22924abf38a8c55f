"""All scenarios side by side, a row each."""

import numpy as np
import pandas as pd
import streamlit as st

from pages import _format, _state, _what_if_queries
from pages._text import md, short
from pages._what_if_board import Board
from pages._what_if_edits import lines
from pages._what_if_words import signed

_DRAWN = "drawn"
_NUMBERS = ("total", "mean", "largest")


def compare(board: Board) -> None:
    """The table; a ticked scenario is drawn."""
    st.subheader("Side by side", anchor=False)
    target, freq = board.run.target, board.run.record.freq
    ids, rows = list(board.here), []
    for scenario_id, scenario in board.here.items():
        answer = board.try_answer(scenario_id)
        one = None if answer is None else answer.summary(target)
        rows.append(
            {
                _DRAWN: scenario_id in board.drawn,
                "name": short(scenario.name, 60),
                "changed": "; ".join(lines(scenario, freq)) or "nothing",
                "total": np.nan if one is None else one.total,
                "mean": np.nan if one is None else one.mean,
                "largest": np.nan if one is None else one.largest,
                "at": "" if one is None else _format.moment(one.largest_at, freq),
                "queries": _what_if_queries.count(answer),
            }
        )
    key = f"what_if_compare_{abs(hash((tuple(ids), board.drawn)))}"
    st.data_editor(
        # numbers, so that they are sorted as such, each written as in the sentence above
        pd.DataFrame(rows).style.format(dict.fromkeys(_NUMBERS, _cell)),
        key=key,
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in rows[0] if name != _DRAWN],
        column_config={
            _DRAWN: st.column_config.CheckboxColumn("Drawn", width="small"),
            "name": "Scenario",
            "changed": "What is changed",
            "total": st.column_config.NumberColumn("Change in all"),
            "mean": st.column_config.NumberColumn("On average"),
            "largest": st.column_config.NumberColumn("Largest"),
            "at": "At",
            "queries": st.column_config.NumberColumn(
                "Other queries", help="Selected now and not before, over all heads of the encoder"
            ),
        },
        on_change=lambda: _ticked(board, key, ids),
    )
    name = md(short(board.run.target_name, 40))
    st.caption(f"In units of {name}, against the forecast as it is.")


def _cell(value: object) -> str:
    return signed(value) if isinstance(value, float) else ""


def _ticked(board: Board, key: str, ids: list[str]) -> None:
    """Draw what is ticked; the edited scenario always is."""
    drawn = set(board.drawn)
    for row, cells in (_state.value(key) or {}).get("edited_rows", {}).items():
        if _DRAWN in cells:
            (drawn.add if cells[_DRAWN] else drawn.discard)(ids[int(row)])
    _state.move(shown=".".join(one for one in ids if one in drawn) or "none")
