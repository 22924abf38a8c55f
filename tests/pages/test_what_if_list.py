"""What-if: the list of scenarios: names, ways to others, and what another tab has deleted."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from informer.forecasting.scenario_store import ScenarioStore
from informer.training.runs import RunFolder
from pages._what_if_words import signed
from tests.pages.conftest import Open, shown, words

Page = Callable[..., AppTest]


@pytest.fixture
def what_if(open_page: Open, done: RunFolder) -> Page:
    return lambda **query: open_page("what_if", run=done.path.name, **query)


@pytest.fixture
def store(done: RunFolder) -> ScenarioStore:
    return ScenarioStore(done.path / "scenarios")


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return shown(app)


def edited(app: AppTest) -> str:
    return str(app.segmented_control(key="scenario").value)


def test_scenarios_without_a_name_are_numbered(what_if: Page, store: ScenarioStore) -> None:
    app = press(press(what_if(), "idea_empty"), "idea_empty")
    assert [one.name for one in store.all().values()] == ["Scenario 1", "Scenario 2"]
    assert "Scenario 2" in app.segmented_control(key="scenario").options[1]


def test_a_name_is_that_of_one_scenario_alone(what_if: Page, store: ScenarioStore) -> None:
    app = press(what_if(), "idea_empty")
    first = edited(app)
    app.text_input(key=f"scenario_name_{first}").set_value("A *quiet* week")
    app = shown(app)
    assert store.get(first).name == "A *quiet* week"
    app = press(app, "idea_empty")
    second = edited(app)
    assert second != first
    assert not [one for one in app.text_input if one.key == f"scenario_name_{first}"]
    app.text_input(key=f"scenario_name_{second}").set_value("   ")
    app = shown(app)
    assert "needs a name" in words(app)
    assert [one.name for one in store.all().values()] == ["A *quiet* week", "Scenario 1"]


@pytest.mark.parametrize("key", ["edit_out_0", "undo", "scenario_delete", "what_if_apply"])
def test_a_scenario_that_another_tab_has_deleted(
    what_if: Page, store: ScenarioStore, key: str
) -> None:
    app = press(press(what_if(), "idea_empty"), "what_if_apply")
    store.delete(edited(app))
    app = press(app, key)
    assert not app.exception
    assert "perhaps in another tab" in words(app)
    assert not store.all()


def test_the_table_has_thousands_and_a_true_minus(what_if: Page) -> None:
    app = press(what_if(), "idea_0")
    table = next(one for one in app.dataframe if "total" in one.value.columns)
    written = table.proto.arrow_data.styler.display_values.decode("utf-8", "ignore")
    for name in ("total", "mean", "largest"):
        assert signed(table.value[name].iloc[0]) in written
    assert signed(-1234567.0) == "−1,234,567"


def test_what_the_forecast_as_it_is_assumes_is_said(what_if: Page) -> None:
    assert "assumed to repeat" in words(what_if())
