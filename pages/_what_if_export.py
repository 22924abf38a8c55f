"""What can be taken away: all scenarios as CSV, one as a file; and a file taken in."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from informer.forecasting.answers import Answers
from informer.forecasting.scenario import Scenario, ScenarioError, read_scenario, write_scenario
from informer.reporting.command_line import Asked, needs, repeat
from informer.reporting.material import Material
from informer.training.priority import default_threads
from pages import _library, _state
from pages import _what_if_changes as changes
from pages._download import csv_bytes
from pages._export_command import show_command
from pages._export_report import report_button
from pages._text import md, short
from pages._what_if_board import Board

_MAX_BYTES = 2_000_000


def export(board: Board) -> None:
    """Buttons below everything."""
    run = board.run
    name = f"{run.id}-{run.start():%Y%m%d-%H%M}"
    if not board.here:
        st.space("small")  # else it looks like one more field of the section
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
        if board.here:
            target = run.target
            report_button(lambda: _material(board, target), f"report-what-if-{name}.html")
        with st.popover("Load a scenario", icon=":material/upload_file:", key="what_if_load"):
            st.file_uploader(
                "A scenario's JSON file",
                type="json",
                key="what_if_file",
                on_change=lambda: _load(board),
            )
    if board.edited is not None:
        show_command(run.record, _asked(board, (board.edited,)))


def _asked(board: Board, ids: Sequence[str]) -> Asked:
    """What the command line is asked for: the window, and these scenarios."""
    run = board.run
    return Asked(
        start=run.start().isoformat(),
        seed=run.seed,
        scenarios=tuple(f"{scenario_id}.json" for scenario_id in ids),
        threads=default_threads(),
    )


def _material(board: Board, target: int) -> Material:
    """All that a report of the forecast and its scenarios tells."""
    run = board.run
    found = {i: board.try_answer(i) for i in board.here}
    answered = {i: answer for i, answer in found.items() if answer is not None}
    # without the name, an answer is kept: the same edits are not asked about twice
    answers = tuple(replace(a, scenario=board.here[i]) for i, a in answered.items())
    asked = _asked(board, tuple(answered))
    return Material(
        record=run.record,
        series=run.series,
        forecast=board.baseline,
        target=target,
        backtest=_library.backtest(run.folder),
        answers=Answers(board.baseline, board.now, answers),
        script=repeat(run.record, asked),
        needs=needs(run.record, asked),
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
