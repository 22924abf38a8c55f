"""What-if: every kind of change, through the page; kept at once, undone, taken away."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from informer.data.series import TimeSeries
from informer.forecasting.edits import KnownSet, Scale
from informer.forecasting.scenario import Scenario, read_scenario
from informer.forecasting.scenario_store import ScenarioStore
from informer.plan import plan_run
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run
from pages import _what_if_changes, _what_if_export
from tests.pages.conftest import TINY, Open, shown, words

Page = Callable[..., AppTest]


@pytest.fixture
def what_if(open_page: Open, done: RunFolder) -> Page:
    return lambda **query: open_page("what_if", run=done.path.name, **query)


def kept(folder: RunFolder) -> list[Scenario]:
    return list(ScenarioStore(folder.path / "scenarios").all().values())


def section(app: AppTest, name: str) -> AppTest:
    app.segmented_control(key="what_if_section").set_value(name)
    return shown(app)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return shown(app)


def table(app: AppTest) -> pd.DataFrame:
    """The scenarios side by side."""
    found: pd.DataFrame = next(
        frame.value for frame in app.dataframe if "total" in frame.value.columns
    )
    return found


def test_an_idea_becomes_a_scenario_that_is_kept_and_answered(
    what_if: Page, done: RunFolder
) -> None:
    app = press(what_if(), "idea_0")
    (scenario,) = kept(done)
    assert isinstance(scenario.edits[0], KnownSet)
    assert "in all" in words(app)
    assert table(app)["largest"].abs().to_numpy()[0] > 0
    app = press(app, "idea_0")  # the same idea again opens the one that is there
    assert len(kept(done)) == 1


def test_every_rule_for_a_block_of_the_past(what_if: Page, done: RunFolder) -> None:
    app = press(what_if(), "idea_empty")
    for kind in ("scale", "shift", "set", "spike", "remove"):
        app.segmented_control(key="what_if_operation").set_value(kind)
        app = press(shown(app), "what_if_apply")
    assert [edit.kind for edit in kept(done)[0].edits] == [
        "scale", "shift", "set", "spike", "remove",
    ]  # fmt: skip
    assert "5." in words(app)


def test_another_week_is_swapped_in(what_if: Page, done: RunFolder) -> None:
    app = press(what_if(), "idea_empty")
    app.segmented_control(key="what_if_operation").set_value("swap")
    press(shown(app), "what_if_apply")
    (edit,) = kept(done)[0].edits
    assert edit.kind == "swap"
    assert pd.Timestamp(edit.first) - pd.Timestamp(edit.source) == pd.Timedelta("7D")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "value"), [("weekday", 2), ("month", 7), ("date", "2024-12-24"), ("clock", 3.0)]
)
def test_the_calendar(what_if: Page, done: RunFolder, kind: str, value: object) -> None:
    app = section(what_if(), "calendar")
    app.segmented_control(key="what_if_kind").set_value(kind)
    app = shown(app)
    if kind == "date":
        app.date_input(key="what_if_date").set_value(pd.Timestamp(str(value)).date())
    elif kind == "clock":
        app.number_input(key="what_if_clock").set_value(value)
    else:
        app.selectbox(key=f"what_if_{kind}").set_value(value)
    app = press(shown(app), "what_if_calendar_apply")
    (scenario,) = kept(done)
    assert scenario.edits[0].kind in (kind, "calendar")
    assert not app.error


def test_the_known_future_by_day_pattern_and_paste(what_if: Page, done: RunFolder) -> None:
    app = press(section(what_if(), "known"), "known_on")
    app = press(app, "known_repeat")
    app.text_area(key="what_if_pasted").set_value("0\n1\n0,5")
    app = press(shown(app), "known_paste")
    (scenario,) = kept(done)
    assert [edit.kind for edit in scenario.edits] == ["known_set", "known_repeat", "known_values"]
    app.text_area(key="what_if_pasted").set_value("1\nmany")
    app = press(shown(app), "known_paste")
    assert "Value 2, 'many', is no number" in words(app).replace("\\", "")
    assert kept(done) == [scenario]  # nothing was changed


def test_horizon_and_seed(what_if: Page, done: RunFolder) -> None:
    app = section(what_if(), "horizon")
    app.number_input(key="what_if_steps").set_value(15)
    app = shown(app)
    app.number_input(key="what_if_seed").set_value(9)
    app = shown(app)
    (scenario,) = kept(done)
    assert (scenario.steps, scenario.seed) == (15, 9)
    assert "3 passes" in words(app)
    app.number_input(key="what_if_steps").set_value(6)  # the model's own: nothing special any more
    shown(app)
    assert kept(done)[0].steps is None


def test_undo_and_redo(what_if: Page, done: RunFolder) -> None:
    app = press(what_if(), "idea_empty")
    assert app.button(key="undo").disabled
    app = press(app, "what_if_apply")
    one = kept(done)[0]
    app = press(press(app, "what_if_apply"), "undo")
    assert kept(done) == [one]
    app = press(app, "redo")
    assert len(kept(done)[0].edits) == 2
    app = press(press(app, "undo"), "undo")
    assert kept(done)[0].edits == ()
    assert app.button(key="undo").disabled


def test_an_edit_is_taken_out_or_moved_up(what_if: Page, done: RunFolder) -> None:
    app = press(what_if(), "idea_empty")
    for kind in ("scale", "shift", "set"):
        app.segmented_control(key="what_if_operation").set_value(kind)
        app = press(shown(app), "what_if_apply")
    app = press(app, "edit_up_2")
    assert [edit.kind for edit in kept(done)[0].edits] == ["scale", "set", "shift"]
    press(app, "edit_out_0")
    assert [edit.kind for edit in kept(done)[0].edits] == ["set", "shift"]


def test_a_deleted_scenario_can_be_put_back(what_if: Page, done: RunFolder) -> None:
    app = press(what_if(), "idea_0")
    before = kept(done)
    app = press(app, "scenario_delete")
    assert kept(done) == []
    app = press(app, "put_back")
    assert kept(done) == before
    assert table(app)["name"].tolist() == [before[0].name]


def test_names_are_text_and_never_markup(what_if: Page, done: RunFolder) -> None:
    hostile = "![x](http://host.invalid/i.png) $x$ <b>"
    start = done.series().time[-1] + pd.Timedelta("1h")
    ScenarioStore(done.path / "scenarios").new(Scenario(name=hostile, start=start))
    app = press(what_if(), "what_if_apply")
    written = words(app) + str(app.segmented_control(key="scenario").options)
    for piece in ("![x](", "http://", "$x$", "<b>"):
        assert piece not in written


def test_a_scenario_of_another_window_is_listed_apart(what_if: Page, done: RunFolder) -> None:
    other = done.series().time[400]
    store = ScenarioStore(done.path / "scenarios")
    store.new(Scenario(name="Before", start=other))
    app = what_if()
    assert "elsewhere_0" in {button.key for button in app.button}
    app = press(app, "elsewhere_0")
    assert app.query_params["window"] == str(400 - 24)


def test_a_scenario_that_makes_no_sense_here_is_said_and_kept(
    what_if: Page, done: RunFolder
) -> None:
    start = done.series().time[-1] + pd.Timedelta("1h")
    day = done.series().time[-1]
    edit = Scale(column="no such column", first=day, last=day, factor=2)
    ScenarioStore(done.path / "scenarios").new(Scenario(name="x", start=start, edits=(edit,)))
    app = what_if()
    assert "no such column" in app.error[0].value.replace("\\", "")
    assert len(kept(done)) == 1


def test_it_is_the_same_in_another_session(what_if: Page, done: RunFolder) -> None:
    first = press(what_if(), "idea_0")
    second = what_if(scenario=first.query_params["scenario"])
    pd.testing.assert_frame_equal(table(first), table(second))
    assert second.button(key="undo").disabled  # steps to undo belong to whoever made them


def test_what_is_taken_away(
    what_if: Page, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The CSV has baseline, scenario and difference; the JSON is the scenario again."""
    boards = []
    real = _what_if_export.export
    monkeypatch.setattr(
        "pages._what_if_export.export", lambda board: (boards.append(board), real(board))
    )
    press(what_if(), "idea_0")
    frame = _what_if_export.table(boards[-1])
    np.testing.assert_allclose(frame["under the scenario"] - frame["forecast"], frame["difference"])
    file = next(iter((done.path / "scenarios").glob("*.json")))
    assert read_scenario(file.read_bytes()) == kept(done)[0]
    assert json.loads(file.read_bytes())["edits"][0]["kind"] == "known_set"


def test_an_impossible_address(what_if: Page) -> None:
    app = what_if(scenario="../../etc/passwd", part="9-x", shown="none", section="<b>", window="3")
    assert not app.error
    assert app.title


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Two targets, months, no column that is known in the future, full attention."""
    rng = np.random.default_rng(1)
    values = 100 + rng.normal(size=(240, 2)).cumsum(axis=0)
    series = TimeSeries(
        name="months.csv",
        time=pd.date_range("2000-01-01", periods=240, freq="MS"),
        values=values,
        columns=("a", "b"),
        freq="MS",
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="1" * 64,
        rows_read=240,
    )
    settings = TINY | {"seq_len": 12, "attention": "full"}
    config = plan_run(series, targets=["a", "b"], overrides=settings)
    folder = RunStore(tmp_path_factory.mktemp("monthly")).create(series, config)
    train_run(folder)
    return folder


@pytest.mark.parametrize("name", ["past", "draw", "table", "calendar", "known", "horizon"])
def test_months_two_targets_and_full_attention(
    open_page: Open, monthly: RunFolder, runs: Path, name: str
) -> None:
    import shutil

    shutil.copytree(monthly.path, runs / monthly.path.name)
    app = open_page("what_if", run=monthly.path.name, section=name, target="1")
    app = press(app, "idea_0")
    assert not app.error
    assert "full attention" in words(app)
    assert table(app)["largest"].notna().all()


def test_a_name_that_is_taken_gets_a_number() -> None:
    class Board:
        here = {"x": Scenario(name="Idea", start=pd.Timestamp("2024-01-01"))}  # noqa: RUF012

    assert _what_if_changes.free_name(Board(), "Idea") == "Idea (2)"  # type: ignore[arg-type]
