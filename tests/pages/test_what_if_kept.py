"""What-if: what is kept of a scenario and where, and that its answer is the library's."""

import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.forecasting import edits as e
from informer.forecasting.scenario import Scenario, write_scenario
from informer.forecasting.scenario_store import ScenarioStore
from informer.forecasting.what_if import answer
from informer.training.checkpoint import load_run
from informer.training.runs import RunFolder
from pages import _library
from tests.pages.conftest import TINY, Open, shown, words
from tests.pages.test_occlusion_section import decoded
from tests.pages.test_views import figure
from tests.pages.test_what_if_page import kept, press

WINDOW = 400


def what_if(open_page: Open, folder: RunFolder, **query: str) -> AppTest:
    return open_page("what_if", **{"run": folder.path.name, "window": str(WINDOW), **query})


def idea(app: AppTest, words: str) -> AppTest:
    """Press the button of that name."""
    (found,) = [b for b in app.button if b.key and b.key.startswith("idea_") and words in b.label]
    return press(app, found.key)


def lines(app: AppTest) -> dict[str, np.ndarray]:
    """The forecasts that are drawn, by name."""
    traces = figure(app, "what_if_forecast")["data"]
    return {t["name"]: decoded(t["y"]) for t in traces if t["name"] != "difference"}


def test_nothing_is_kept_before_something_is_changed(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done)
    assert "as it is" in words(app)
    assert "difference" not in [t["name"] for t in figure(app, "what_if_forecast")["data"]]
    assert kept(done) == []


def test_an_idea_is_kept_and_answered_at_once(open_page: Open, done: RunFolder) -> None:
    app = idea(what_if(open_page, done), "+10")
    (scenario,) = kept(done)
    (edit,) = scenario.edits
    assert isinstance(edit, e.Scale)
    assert edit.column == "load"
    (said,) = answer(load_run(done), WINDOW, [scenario], 0).answers
    np.testing.assert_allclose(lines(app)[scenario.name], said.forecast.values[:, 0], rtol=1e-6)
    np.testing.assert_allclose(
        lines(app)["forecast, as it is"], said.baseline.values[:, 0], rtol=1e-6
    )
    one = said.summary()
    text = next(m.value for m in app.markdown if m.value.startswith("**load**"))
    assert ("+" if one.total > 0 else "−") in text
    assert "largest" in text
    table = app.dataframe[-1].value
    assert table["largest"][0] == pytest.approx(one.largest, rel=1e-3)
    assert table["queries"][0] == sum(int(s.changed.sum()) for s in said.selections)
    assert app.query_params["scenario"]


def test_rename_duplicate_delete_and_put_back(open_page: Open, done: RunFolder) -> None:
    app = idea(what_if(open_page, done), "+10")
    name = f"scenario_name_{app.segmented_control(key='scenario').value}"
    app.text_input(key=name).set_value("![x](http://host.invalid/i.png) $x$ <b>")
    shown(app)
    assert kept(done)[0].name.startswith("![x](")
    labels = " ".join(app.button_group(key="scenario").options)
    for markup in ("![x](", "http://", "$x$", "<b>"):
        assert markup not in words(app) + labels
    app.text_input(key=name).set_value("   ")
    shown(app)
    assert "needs a name" in app.warning[0].value
    press(app, "scenario_duplicate")
    assert len({one.name for one in kept(done)}) == 2
    gone = app.query_params["scenario"]
    press(app, "scenario_delete")
    assert len(kept(done)) == 1
    assert "was deleted" in words(app)
    press(app, "put_back")
    assert len(kept(done)) == 2
    assert app.query_params["scenario"] == gone
    assert "was deleted" not in words(app)


def test_what_is_drawn_is_in_the_address(open_page: Open, done: RunFolder) -> None:
    app = idea(idea(what_if(open_page, done), "+10"), "missing")
    names = [one.name for one in kept(done)]
    assert set(names) <= set(lines(app))
    edited = app.query_params["scenario"]
    app = what_if(open_page, done, shown="none", scenario=edited)
    assert names[0] not in lines(app)
    assert names[1] in lines(app)


@pytest.mark.parametrize(
    "query",
    [{"scenario": "../../etc", "part": "9-2"}, {"part": "x-y", "section": "<b>"},
     {"part": "0-99999", "column": "99"}, {"shown": "a.b.c", "layer": "decoder.0", "head": "77"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_natural_view(
    open_page: Open, done: RunFolder, query: dict[str, str]
) -> None:
    app = idea(what_if(open_page, done, **query), "+10")
    assert not app.error
    assert figure(app, "what_if_past")["data"]


def test_beside_a_scenario_that_makes_no_sense_the_others_go_on(
    open_page: Open, done: RunFolder
) -> None:
    start = done.series().time[WINDOW + TINY["seq_len"]].to_pydatetime()
    wrong = e.Shift(column="no <b>such</b>", first=start, last=start, amount=1)
    store = ScenarioStore(done.path / "scenarios")
    store.new(Scenario(name="wrong", start=start, edits=(wrong,)))
    app = what_if(open_page, done)
    assert "no such column" in app.error[0].value
    assert "<b>" not in app.error[0].value
    idea(app, "+10")
    assert not app.error
    assert len(app.dataframe[-1].value) == 2


def test_the_sample_is_left_as_it_is(open_page: Open, sample: RunFolder, runs: Path) -> None:
    idea(open_page("what_if", run=_library.SAMPLE), "+10")
    assert not (sample.path / "scenarios").exists()
    assert len(ScenarioStore(runs / ".sample" / "scenarios").all()) == 1


def test_a_file_is_taken_in(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done)
    start = done.series().time[WINDOW + TINY["seq_len"]].to_pydatetime()
    scenario = Scenario(name="from a file", start=start, edits=(e.Weekday(value=6),))
    load = app.file_uploader(key="what_if_file")
    load.upload("x.json", write_scenario(scenario).encode(), "application/json")
    shown(app)
    assert [one.name for one in kept(done)] == ["from a file"]
    assert "from a file" in lines(app)
    load = app.file_uploader(key="what_if_file")
    load.upload("y.json", json.dumps({"name": 1}).encode(), "application/json")
    shown(app)
    assert "should be a valid string" in app.warning[0].value
    assert len(kept(done)) == 1
