"""Ideas to start from, and the scenarios that there are."""

import pandas as pd
import streamlit as st

from informer.data.series import DataError
from informer.figures.scenarios import scenario_stroke
from informer.figures.style import Style
from informer.forecasting.ideas import Idea, ideas
from informer.forecasting.scenario import Scenario
from pages import _format, _state
from pages import _what_if_changes as changes
from pages._text import md, short
from pages._what_if_board import Board


def bar(board: Board) -> None:
    """The top of the page."""
    _ideas(board)
    if board.here:
        _scenarios(board)
    _said(board)
    if board.elsewhere:
        _elsewhere(board)


def name_of(board: Board, scenario_id: str, length: int = 34) -> str:
    """A scenario's name with a square in its colour; the name is a person's text."""
    colour = scenario_stroke(board.number(scenario_id), Style())["color"]
    square = f':color[■]{{foreground="{colour}"}}'
    return f"{square} {md(short(board.here[scenario_id].name, length))}"


def _ideas(board: Board) -> None:
    """One click makes a scenario; where it is there already, it is opened."""
    found = ideas(board.run.series, board.now, board.run.target_name)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="what_if_ideas"
    ):
        st.markdown("**What if …**", width="content")
        for number, idea in enumerate(found):
            st.button(
                md(short(idea.name, 40)),
                key=f"idea_{number}",
                icon=":material/add:",
                on_click=_take,
                args=(board, idea),
            )
        st.button(
            "Something else",
            key="idea_empty",
            icon=":material/add:",
            type="tertiary",
            help="An empty scenario, to be edited below.",
            on_click=lambda: changes.start_new(board),
        )


def _take(board: Board, idea: Idea) -> None:
    changes.forget_deleted()
    for scenario_id, one in board.here.items():
        if one.edits == (idea.edit,) and one.steps is None and one.seed is None:
            changes.open_one(board, scenario_id)
            return
    changes.start_new(board, changes.free_name(board, idea.name), [idea.edit])


def _scenarios(board: Board) -> None:
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="what_if_scenarios"
    ):
        st.segmented_control(
            "Scenario",
            list(board.here),
            format_func=lambda scenario_id: name_of(board, scenario_id),
            key=_state.seed("scenario", board.edited),
            required=True,
            wrap=True,
            help="Each is kept with the run, with every change, for this forecast's start.",
            on_change=lambda: changes.open_one(board, _state.value("scenario")),
        )
        back, again = changes.can_undo(board)
        st.button(
            "Undo", key="undo", icon=":material/undo:", disabled=not back,
            on_click=changes.undo, args=(board,),
        )  # fmt: skip
        st.button(
            "Redo", key="redo", icon=":material/redo:", disabled=not again,
            on_click=changes.redo, args=(board,),
        )  # fmt: skip
        with st.popover("", icon=":material/more_vert:", key="scenario_menu", help="Rename, …"):
            _menu(board)


def _menu(board: Board) -> None:
    scenario = board.scenario
    if scenario is None:
        return
    # a field of its own for each scenario: what was typed for one never names the next
    key = _state.seed(f"scenario_name_{board.edited}", scenario.name)
    st.text_input("Name", max_chars=100, key=key, on_change=lambda: _rename(board, key))
    st.button(
        "Duplicate",
        key="scenario_duplicate",
        icon=":material/content_copy:",
        on_click=lambda: _duplicate(board, scenario),
    )
    st.button(
        "Delete",
        key="scenario_delete",
        icon=":material/delete:",
        on_click=lambda: changes.delete(board),
    )


def _rename(board: Board, key: str) -> None:
    name = str(_state.value(key) or "").strip()
    if name:
        changes.change(board, name=name)
    else:
        changes.refuse("A scenario needs a name: the old one was kept.")


def _duplicate(board: Board, scenario: Scenario) -> None:
    copy = scenario.model_copy(update={"name": changes.free_name(board, scenario.name)})
    changes.open_one(board, board.store.new(copy))


def _said(board: Board) -> None:
    """Why something was not done; and what was deleted, with a way back."""
    if sentence := changes.refusal():
        st.warning(md(sentence), icon=":material/help:")
    gone = changes.deleted(board)
    if gone is not None:
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="what_if_deleted"
        ):
            st.markdown(f"**{md(short(gone.name, 60))}** was deleted.", width="content")
            st.button(
                "Put it back",
                key="put_back",
                icon=":material/undo:",
                on_click=changes.put_back,
                args=(board,),
            )


def _elsewhere(board: Board) -> None:
    """Scenarios of other windows, each with a way to go there."""
    count = _format.plural(len(board.elsewhere), "scenario")
    with st.popover(f"{count} of other windows", icon=":material/history:", key="elsewhere"):
        for number, (scenario_id, one) in enumerate(board.elsewhere.items()):
            when = _format.moment(pd.Timestamp(one.start), board.run.record.freq)
            if st.button(
                f"{md(short(one.name, 40))} · {when}",
                key=f"elsewhere_{number}",
                icon=":material/arrow_forward:",
                type="tertiary",
            ):
                _go_there(board, scenario_id)
                st.rerun()  # all of the page: this part of it alone stays with its window


def _go_there(board: Board, scenario_id: str) -> None:
    """Move to the window whose forecast starts when the scenario does."""
    run, start = board.run, pd.Timestamp(board.elsewhere[scenario_id].start)
    try:
        window = _window_at(board, start)
    except DataError as error:
        changes.refuse(str(error))
        return
    _state.move(window=None if window == run.last_window else window, scenario=scenario_id)


def _window_at(board: Board, start: pd.Timestamp) -> int:
    run = board.run
    row = int(run.series.time.searchsorted(start))
    window = row - run.record.config.model.seq_len
    if not 0 <= window <= run.last_window or run.start(window) != start:
        raise DataError(
            "This scenario's forecast starts at a time that this run's data have no window for."
        )
    return window
