"""Scenarios as JSON: readable, the same after a round trip, and whatever else they may be."""

import json
from pathlib import Path

import pytest

from informer.forecasting.edits import Calendar, KnownSet, Scale, Swap, Values, Weekday
from informer.forecasting.scenario import Scenario, ScenarioError, read_scenario, write_scenario
from informer.forecasting.scenario_store import ScenarioStore

DAY = {"first": "2018-09-24", "last": "2018-09-24T23:00"}
EVERYTHING = Scenario(
    name="A <b>holiday</b> in _autumn_ 假日",
    start="2018-09-24",
    edits=(
        Scale(column="load", factor=1.1, **DAY),
        Swap(column="load", source="2018-01-01", **DAY),
        Values(column="load", values={"2018-09-24T07:00": 3, "2018-09-24T08:00": -1e-9}),
        Weekday(value=6, where="window"),
        Calendar(date="2018-12-24"),
        KnownSet(column="event", value=1, **DAY),
    ),
    steps=48,
    seed=7,
)


def test_a_scenario_survives_the_round_trip() -> None:
    text = write_scenario(EVERYTHING)
    assert read_scenario(text) == EVERYTHING
    assert read_scenario(b"\xef\xbb\xbf" + text.encode()) == EVERYTHING  # as some editors save it
    assert json.loads(text)["edits"][0] == {
        "kind": "scale",
        "column": "load",
        "first": "2018-09-24T00:00:00",
        "last": "2018-09-24T23:00:00",
        "factor": 1.1,
    }


def written(**changes: object) -> str:
    return json.dumps({"name": "x", "start": "2018-09-24"} | changes)


def edit(**changes: object) -> str:
    return written(edits=[{"kind": "set", "column": "load", "value": 1} | DAY | changes])


HOSTILE = {
    "": "no valid JSON",
    "\x00\xff": "no valid JSON",
    "[" * 100_000: "no valid JSON",
    "[]": "object",
    "{}": "'name'",
    written(start=1537747200): "'start': a time is written like",
    written(start="1537747200"): "'start': a time is written like",
    written(start="2018-02-30"): "'start': a time is written like",
    written(start="2018-09-24T00:00+02:00"): "'start': input should not have timezone",
    written(name=" "): "'name'",
    written(name="x" * 101): "'name'",
    written(steps=0): "'steps'",
    written(steps=10**9): "'steps'",
    written(seed=-1): "'seed'",
    written(__class__="x"): "'__class__': extra",
    written(edits=[7]): "edit 1",
    written(edits=[{"kind": "os.system"}]): "edit 1: input tag 'os.system'",
    written(edits=[{"kind": "weekday", "value": 7}]): r"edit 1 \(weekday\), 'value'",
    written(edits=[{"kind": "calendar", "date": "99999-01-01"}]): r"edit 1 \(calendar\), 'date'",
    written(edits=[{"kind": "calendar", "date": "9999-01-01"}]): r"edit 1 \(calendar\), 'date'",
    written(edits=[{"kind": "weekday", "value": 0}] * 501): "'edits'",
    edit(value="1"): r"edit 1 \(set\), 'value'",
    edit(value=True): r"edit 1 \(set\), 'value'",
    edit(value=None): r"edit 1 \(set\), 'value'",
    edit(value=float("nan")): r"edit 1 \(set\), 'value': input should be a finite",
    edit().replace('"value": 1', '"value": 1e999'): "finite",
    edit(last="2018-09-23"): r"edit 1 \(set\): it ends .* before it starts",
    edit(kind="values"): r"edit 1 \(values\)",
    written(edits=[{"kind": "values", "column": "x", "values": {}}]): "'values'",
    written(edits=[{"kind": "values", "column": "x", "values": {"12": 1}}]): "a time is written",
}


@pytest.mark.parametrize("text", list(HOSTILE), ids=range(len(HOSTILE)))
def test_what_is_no_scenario_gets_one_sentence(text: str) -> None:
    with pytest.raises(ScenarioError, match=HOSTILE[text]) as refusal:
        read_scenario(text)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 500


def named(name: str) -> Scenario:
    return Scenario(name=name, start="2018-09-24")


def test_scenarios_are_kept_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    store = ScenarioStore(tmp_path / "run" / "scenarios")
    assert store.all() == {}
    ids = [store.new(named(name)) for name in ("Zebra", "Zebra", "../../etc", "假日", "a" * 99)]
    assert len(set(ids)) == 5  # a name that is there already overwrites nothing
    assert set(store.all()) == set(ids)
    assert [made[-15:-4] for made in store.all()] == sorted(made[-15:-4] for made in ids)
    assert ids[0].startswith("zebra-")
    assert {path.parent for path in tmp_path.rglob("*.json")} == {store.path}


def test_autosave_rename_delete_and_undo(tmp_path: Path) -> None:
    store = ScenarioStore(tmp_path)
    first, second = store.new(named("one")), store.new(named("two"))
    store.put(first, EVERYTHING)
    assert store.get(first) == EVERYTHING
    assert store.delete(first) == EVERYTHING
    assert list(store.all()) == [second]
    with pytest.raises(ScenarioError, match="There is no scenario"):
        store.put(first, EVERYTHING)
    store.restore(first, EVERYTHING)
    assert store.all() == {first: EVERYTHING, second: named("two")}
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".json"]


def test_a_damaged_file_does_not_hide_the_others(tmp_path: Path) -> None:
    store = ScenarioStore(tmp_path)
    damaged, fine = store.new(named("damaged")), store.new(named("fine"))
    (tmp_path / f"{damaged}.json").write_text("{", encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    assert list(store.all()) == [fine]
    with pytest.raises(ScenarioError, match="no valid JSON"):
        store.get(damaged)


@pytest.mark.parametrize("wrong", ["", "..", "../x", "a/b", "A-0123456789abcde", "x" * 999])
def test_an_id_of_an_address_reaches_no_other_file(tmp_path: Path, wrong: str) -> None:
    store = ScenarioStore(tmp_path / "scenarios")
    for use in (store.get, store.delete, lambda one: store.restore(one, named("x"))):
        with pytest.raises(ScenarioError, match="There is no scenario"):
            use(wrong)
    assert not list(tmp_path.rglob("*.json"))
