"""What is changed, in words: each can be taken out or moved up, for the order matters."""

import streamlit as st

from informer.forecasting.scenario import Scenario, describe
from pages import _what_if_changes as changes
from pages._text import md
from pages._what_if_board import Board

_TALL = 8


def edits(board: Board) -> None:
    """The list of the edited scenario."""
    scenario, freq = board.scenario, board.run.record.freq
    st.markdown("**What is changed**, in this order")
    if scenario is None or not lines(scenario, freq):
        st.caption("Nothing yet. Take an idea from above, or change something here.")
        return
    count = len(scenario.edits)
    with st.container(
        key="what_if_edits", gap="xsmall", height=320 if count > _TALL else "content"
    ):
        for number, edit in enumerate(scenario.edits):
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                gap="small",
                wrap=False,
                key=f"edit_row_{number}",
            ):
                st.markdown(f"{number + 1}. {md(describe(edit, freq))}", width="stretch")
                st.button(
                    "", key=f"edit_up_{number}", icon=":material/arrow_upward:", type="tertiary",
                    help="Do this one earlier", disabled=number == 0,
                    on_click=_swap, args=(board, scenario, number),
                )  # fmt: skip
                st.button(
                    "", key=f"edit_out_{number}", icon=":material/close:", type="tertiary",
                    help="Take this one out", on_click=_drop, args=(board, scenario, number),
                )  # fmt: skip
    for line in lines(scenario, freq)[count:]:
        st.markdown(f"- {md(line)}")


def lines(scenario: Scenario, freq: str) -> list[str]:
    """Everything that a scenario changes: plain text, with names from a file."""
    found = [describe(edit, freq) for edit in scenario.edits]
    if scenario.steps is not None:
        found.append(f"{scenario.steps} steps are forecast")
    if scenario.seed is not None:
        found.append(f"sampling seed {scenario.seed}")
    return found


def _drop(board: Board, scenario: Scenario, number: int) -> None:
    changes.change(board, edits=scenario.edits[:number] + scenario.edits[number + 1 :])


def _swap(board: Board, scenario: Scenario, number: int) -> None:
    kept = list(scenario.edits)
    kept[number - 1 : number + 1] = kept[number : number - 2 : -1] if number > 1 else kept[1::-1]
    changes.change(board, edits=tuple(kept))
