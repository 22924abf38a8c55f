"""How far the scenario looks ahead, and under which sampling seed."""

import streamlit as st

from pages import _format, _state
from pages import _what_if_changes as changes
from pages._what_if_board import Board

_PASSES = 12


def horizon(board: Board) -> None:
    """The section."""
    model, freq = board.run.record.config.model, board.run.record.freq
    scenario = board.scenario
    steps = model.pred_len if scenario is None or scenario.steps is None else scenario.steps
    st.number_input(
        "Steps that are forecast",
        min_value=1,
        max_value=max(steps, _PASSES * model.pred_len),
        key=_state.seed("what_if_steps", steps),
        width=220,
        help=f"The model forecasts {_format.plural(model.pred_len, 'step')} of "
        f"{_format.step_name(freq)} at once; further on each pass takes the forecast before as "
        "its past.",
        on_change=lambda: _steps(board, model.pred_len),
    )
    if model.attention == "full":
        st.caption("This run uses full attention: nothing is sampled, so a seed changes nothing.")
        return
    seed = board.run.seed if scenario is None or scenario.seed is None else scenario.seed
    st.number_input(
        "Sampling seed",
        min_value=0,
        max_value=999_999,
        key=_state.seed("what_if_seed", min(seed, 999_999)),
        width=220,
        help="Which keys ProbSparse attention samples. The baseline keeps the seed of the bar on "
        "top; with another one here, a part of the difference is the sampling.",
        on_change=lambda: _seed(board),
    )


def _steps(board: Board, usual: int) -> None:
    steps = _state.value("what_if_steps")
    if steps is not None:
        _change(board, steps=None if steps == usual else int(steps))


def _seed(board: Board) -> None:
    seed = _state.value("what_if_seed")
    if seed is not None:
        _change(board, seed=None if seed == board.run.seed else int(seed))


def _change(board: Board, **fields: int | None) -> None:
    """Of the edited scenario, or of a new one."""
    if board.scenario is None:
        changes.start_new(board, "", (), **fields)
    else:
        changes.change(board, **fields)
