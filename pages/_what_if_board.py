"""The scenarios of the window in focus, the one that is edited, and what the model answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from informer.data.series import TimeSeries
from informer.forecasting.answers import Answer
from informer.forecasting.results import Forecast
from informer.forecasting.scenario import Scenario, ScenarioError, write_scenario
from informer.forecasting.scenario_store import ScenarioStore
from informer.forecasting.situation import Situation, situation
from informer.training.runs import RunFolder
from pages import _library, _state
from pages._opened import Opened

_DRAWN = 4
"""So many scenarios are drawn at first: as many as there are colours."""


@dataclass(frozen=True)
class Board:
    """All that the parts of the page read; made anew in each run of the page."""

    run: Opened
    store: ScenarioStore
    here: Mapping[str, Scenario]
    """Scenarios of the window in focus by their ids, in the order in which they were made."""
    elsewhere: Mapping[str, Scenario]
    """Those of other windows."""
    edited: str | None
    """The id of the scenario that is edited; ``None`` when this window has none."""
    baseline: Forecast
    now: Situation
    """What the model reads when nothing is changed, over the model's horizon."""

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is edited."""
        return None if self.edited is None else self.here[self.edited]

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of the scenarios that are drawn, in order; the edited one always is."""
        said = _state.focus().shown
        wanted = list(self.here)[:_DRAWN] if said is None else said.split(".")
        return tuple(i for i in self.here if i in wanted or i == self.edited)

    def number(self, scenario_id: str) -> int:
        """Its place in the list, which decides its colour."""
        return list(self.here).index(scenario_id)

    def answer(self, scenario_id: str) -> Answer | None:
        """What the model answers; ``None`` when nothing is changed. Raises ScenarioError."""
        scenario = self.here[scenario_id]
        if not scenario.edits and scenario.steps is None and scenario.seed is None:
            return None
        unnamed = scenario.model_copy(update={"name": "scenario"})
        key = (*_library.identity(self.run.folder), self.run.record.fingerprint)
        text = write_scenario(unnamed)
        return _answer(key, self.run.folder, self.run.window, self.run.seed, text, unnamed)

    def try_answer(self, scenario_id: str) -> Answer | None:
        """The same; ``None`` also for a scenario that makes no sense."""
        try:
            return self.answer(scenario_id)
        except ScenarioError:
            return None

    @property
    def reading(self) -> Situation:
        """What the model reads under the edited scenario."""
        answer = None if self.edited is None else self.try_answer(self.edited)
        return self.now if answer is None else answer.situation


def board(run: Opened) -> Board:
    """The board of the run and the window in focus."""
    store = ScenarioStore(_library.beside(run.folder) / "scenarios")
    everything = store.all()
    start = run.start()
    here = {i: s for i, s in everything.items() if pd.Timestamp(s.start) == start}
    said = _state.focus().scenario
    newest = next(reversed(here), None)
    key = (*_library.identity(run.folder), run.record.fingerprint)
    return Board(
        run=run,
        store=store,
        here=here,
        elsewhere={i: s for i, s in everything.items() if i not in here},
        edited=said if said in here else newest,
        baseline=_library.forecast(run.folder, run.window, run.seed),
        now=_situation(key, run.series, run.folder, run.window),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _situation(
    key: tuple[object, ...], _series: TimeSeries, _folder: RunFolder, window: int
) -> Situation:
    return situation(_series, _folder.record().config, window)


@st.cache_resource(max_entries=256, show_spinner="Asking the model")
def _answer(
    key: tuple[object, ...],
    _folder: RunFolder,
    window: int,
    seed: int,
    text: str,
    _scenario: Scenario,
) -> Answer:
    from informer.forecasting.what_if import answer

    return answer(_library.trained(_folder), window, [_scenario], seed).answers[0]
