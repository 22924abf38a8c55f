"""What can be taken away: the report and the file of coming values, made at the click."""

import io

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from informer.forecasting.edits import Scale
from informer.forecasting.known_future import read_known_future
from informer.forecasting.scenario import Scenario
from informer.forecasting.scenario_store import ScenarioStore
from informer.reporting.command_line import again
from informer.training.runs import RunFolder
from pages import _export_command, _state
from tests.pages.conftest import Open, words

Files = dict[str, bytes]


def _no_focus() -> None:
    raise AssertionError("the focus is read where there is none")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """The file of each download button by its key, as a click would give it."""
    found: Files = {}
    button = st.download_button

    def press(label: str, *, data: object, key: str, **options: object) -> bool:
        assert callable(data), f"{label} is made before anybody asks for it"
        with monkeypatch.context() as clicked:  # a click is no part of a session: no focus there
            clicked.setattr(_state, "focus", _no_focus)
            made = data()
        found[key] = made.encode() if isinstance(made, str) else made
        return bool(button(label, data=data, key=key, **options))  # type: ignore[arg-type]

    monkeypatch.setattr(st, "download_button", press)
    return found


def _code(app: AppTest) -> str:
    return str(app.get("code")[0].value)


def test_the_forecast_page_gives_a_report_and_its_command(
    open_page: Open, done: RunFolder, files: Files
) -> None:
    app = open_page("forecast", run=done.path.name, window="400", seed="3")
    record = done.record()
    page = files["export_report"].decode()
    assert "<title>Forecast of load</title>" in page
    assert "this forecast used sampling seed 3" in page
    lines = _code(app).replace("\\\n    ", "")
    assert f"--id {again(record)} --expect-fingerprint {record.fingerprint[:16]}" in lines
    assert f"informer forecast {again(record)} --window 2024-01-18T16:00:00" in lines
    assert "with the file hourly there" in words(app).replace("\\", "")
    assert lines.splitlines()[-1] in page.replace("\\\n    ", "")


def test_the_what_if_page_gives_a_report_with_its_scenarios(
    open_page: Open, done: RunFolder, files: Files
) -> None:
    open_page("what_if", run=done.path.name)
    assert "export_report" not in files
    edit = Scale(column="load", first="2024-01-20", last="2024-01-20T23:00", factor=1.1)
    scenario = Scenario(name="<i>more</i>", start=done.series().future_time(1)[0], edits=(edit,))
    scenario_id = ScenarioStore(done.path / "scenarios").new(scenario)
    app = open_page("what_if", run=done.path.name)
    page = files["export_report"].decode()
    assert "<h2>What if</h2>" in page
    assert "&lt;i&gt;more&lt;/i&gt;" in page
    assert "load +10 % on Sat 20 Jan 2024" in page
    assert f"--scenario={scenario_id}.json" in _code(app)


def test_coming_values_are_read_back_by_their_names(done: RunFolder) -> None:
    """A name that starts like a formula stays: the command line finds its column by it."""
    config = done.record().config
    data = config.data.model_copy(update={"known_future": ('=a,"b"', "time")})
    config = config.model_copy(update={"data": data})
    time = done.series().future_time(3)
    values = pd.DataFrame({"a": [0.1 + 0.2, 1.0, -2.0], "b": [1e-17, 2.0, 3.0]}).to_numpy()
    content = _export_command.known_future_csv(time, data.known_future, values)
    assert (read_known_future(content, config, time) == values).all()
    assert list(pd.read_csv(io.BytesIO(content)).columns) == ["time_", '=a,"b"', "time"]
