"""What can be taken away: all scenarios as CSV, one as a file; and a file taken in."""

import pandas as pd
import streamlit as st

from informer.forecasting.scenario import Scenario, ScenarioError, read_scenario, write_scenario
from pages import _state
from pages import _what_if_changes as changes
from pages._download import csv_bytes
from pages._text import md, short
from pages._what_if_board import Board

_MAX_BYTES = 2_000_000


def export(board: Board) -> None:
    """Buttons below everything."""
    run = board.run
    name = f"{run.id}-{run.start():%Y%m%d-%H%M}"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="what_if_export"
    ):
        if board.here:
            st.download_button(
                "All scenarios (CSV)",
                data=lambda: csv_bytes(table(board)),
                file_name=f"what-if-{name}.csv",
                mime="text/csv",
                icon=":material/download:",
                key="what_if_csv",
                on_click="ignore",
            )
        scenario = board.scenario
        if scenario is not None:
            st.download_button(
                "This scenario (JSON)",
                data=lambda: write_scenario(scenario).encode(),
                file_name=f"{board.edited}.json",
                mime="application/json",
                icon=":material/download:",
                key="what_if_json",
                help="For the command line: python -m informer forecast RUN --scenario FILE",
                on_click="ignore",
            )
        with st.popover("Load a scenario", icon=":material/upload_file:", key="what_if_load"):
            st.file_uploader(
                "A scenario's JSON file",
                type="json",
                key="what_if_file",
                on_change=lambda: _load(board),
            )


def table(board: Board) -> pd.DataFrame:
    """One row a step: the forecast as it is, and each scenario of each target."""
    parts = []
    for scenario_id, scenario in board.here.items():
        answer = board.try_answer(scenario_id)
        shown = board.baseline if answer is None else answer.forecast
        against = board.baseline if answer is None else answer.baseline
        for number, column in enumerate(shown.columns):
            parts.append(
                pd.DataFrame(
                    {
                        "scenario": scenario.name,
                        "time": shown.time,
                        "column": column,
                        "forecast": against.values[:, number],
                        "under the scenario": shown.values[:, number],
                        "difference": (shown.values - against.values)[:, number],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _load(board: Board) -> None:
    """A file's scenario, for the window it was made for."""
    file = _state.value("what_if_file")
    if file is None:
        return
    content = file.getvalue()
    try:
        if len(content) > _MAX_BYTES:
            raise ScenarioError("The file is too large to be a scenario.")
        scenario = read_scenario(content)
    except ScenarioError as error:
        changes.refuse(str(error))
        return
    here = pd.Timestamp(scenario.start) == board.run.start()
    _take(board, scenario, here=here)


def _take(board: Board, scenario: Scenario, *, here: bool) -> None:
    scenario_id = board.store.new(scenario)
    if here:
        changes.open_one(board, scenario_id)
    else:
        name = md(short(scenario.name, 60))
        changes.refuse(f"'{name}' was made for another window: it is listed with those.")
