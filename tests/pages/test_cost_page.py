"""The Cost page in each state of a measurement, with results that are made up."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from informer.costing import launch
from informer.costing.machine import Machine
from informer.costing.plan import default_model
from informer.costing.store import CostStore, Job
from informer.training.records import Worker, now
from informer.training.runs import RunFolder
from pages import _plot, _state
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure
from tests.unit.costing import made_up


@pytest.fixture
def store(runs: Path) -> CostStore:
    store = CostStore(runs)
    store.folder.mkdir()
    return store


@pytest.fixture
def measured(store: CostStore) -> CostStore:
    """The default sizes, on this machine."""
    store.write(made_up.record(default_model(), Machine.here()))
    return store


def job(status: str, **fields: object) -> Job:
    return Job.model_validate(
        {"status": status, "model": default_model(), "lengths": (96,), "again": False}
        | {"started": now()}
        | fields
    )


def keys(app: AppTest) -> set[str]:
    return {element.key for element in app.get("bidi_component")}


def test_before_any_measurement_the_counts_are_there(open_page: Open) -> None:
    app = open_page("cost")
    assert keys(app) == {"cost_counts"}
    label = app.button(key="cost_measure").label
    assert re.fullmatch(r"Measure on this machine \(about [234][05] s\)", label)
    assert "nothing is measured yet" in words(app)
    assert "8 heads of width 64, c = 5" in words(app)
    assert "this run" not in str(figure(app, "cost_counts"))


def test_the_button_starts_one_measurement_of_these_sizes(
    open_page: Open, done: RunFolder, store: CostStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(launch, "start_process", lambda command, _log: started.append(command))
    app = open_page("cost", run=done.path.name)
    app.button(key="cost_measure").click()
    shown(app)
    assert len(started) == 1
    asked = store.job()
    assert asked is not None
    assert asked.model == done.record().config.model
    assert "Starting" in app.get("progress")[0].text


def test_a_measurement_shows_how_far_it_is_and_can_be_stopped(
    open_page: Open, measured: CostStore
) -> None:
    here = Worker.here()
    measured.write_job(
        job("running", worker=here, doing="decoding: time", progress=0.5, seconds_left=12.0)
    )
    measured.beat()
    app = open_page("cost")
    assert app.get("progress")[0].text == "Measuring decoding: time · about 12 s left"
    assert "cost_time" in keys(app)  # what is known already is there meanwhile
    app.button(key="cost_stop").click()
    shown(app)
    assert measured.stop_requested()
    assert app.button(key="cost_stop").disabled


def test_a_measurement_of_other_sizes_is_called_so(
    open_page: Open, done: RunFolder, store: CostStore
) -> None:
    store.write_job(job("starting"))
    app = open_page("cost", run=done.path.name)
    assert "the sizes of another run: 8 heads" in words(app)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("stopped", "was stopped"),
        ("failed", "ran out of memory"),
        ("lost", "process that measured is gone"),
    ],
)
def test_an_end_before_its_time_is_told_and_what_was_measured_stays(
    open_page: Open, measured: CostStore, status: str, sentence: str
) -> None:
    gone = Worker.here().model_copy(update={"pid": 2**22 + 1})
    fields = {"worker": gone} if status == "lost" else {}
    error = "The device ran out of memory." if status == "failed" else None
    told = "running" if status == "lost" else status
    measured.write_job(job(told, error=error, **fields))
    app = open_page("cost")
    assert sentence in words(app)
    assert "What it had measured stays" in words(app)
    assert "cost_time" in keys(app)
    assert not app.button(key="cost_measure").disabled


def test_what_is_known_in_part_is_completed(open_page: Open, store: CostStore) -> None:
    record = made_up.record(default_model(), Machine.here())
    partly = frozenset(name for name in record.done if "memory" not in name)
    store.write(record.model_copy(update={"done": partly}))
    assert open_page("cost").button(key="cost_measure").label.startswith("Measure the rest")


def test_measured_before_it_is_shown_at_once(open_page: Open, measured: CostStore) -> None:
    app = open_page("cost")
    assert keys(app) == {"cost_time", "cost_memory", "cost_counts"}
    text = words(app)
    assert "On this machine ProbSparse is faster than full attention from L = 720 on." in text
    assert "on 2 Jan 2026, 03:04 UTC" in text
    assert app.button(key="cost_measure").label.startswith("Measure again")
    names = [trace["name"] for trace in figure(app, "cost_time")["data"]]  # type: ignore[union-attr, index]
    assert "faster from L = 720 on" in names


def test_another_machine_is_not_this_one(open_page: Open, store: CostStore) -> None:
    store.write(made_up.record(default_model()))  # of a machine that is made up
    assert keys(open_page("cost")) == {"cost_counts"}


def test_one_length_in_words_and_numbers(open_page: Open, measured: CostStore) -> None:
    app = open_page("cost", length="384")
    text = words(app).replace("\u00a0", " ")
    assert "**U = 30**" in text
    assert "u/L = 8 %" in text
    assert "23,040 dot products instead of 147,456, **84 % fewer**" in text
    assert "249 against 147 ms, **1.7 × slower**" in text
    table = app.dataframe[0].value
    assert list(table["ms, measured"]) == ["147", "295", "—", "249"]
    app.select_slider(key="cost_length").set_value(24)
    shown(app)
    assert app.query_params["length"] == "24"
    assert "4 are skipped (17 %)" in words(app).replace("\u00a0", " ")
    assert "at L = 96, the nearest length measured" in words(app)


def test_a_click_on_a_curve_goes_to_its_length(
    open_page: Open, measured: CostStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: dict[str, object] = {}
    monkeypatch.setattr(_state, "move", moved.update)
    callbacks = []
    monkeypatch.setattr(
        _plot, "show", lambda *_args, on_click=None, **_: callbacks.append(on_click)
    )
    open_page("cost")
    callbacks[0](_plot.Click("full attention", 720.0, 1.0, 3, None))
    assert moved == {"length": 720}


def test_the_factor_changes_the_counts_and_asks_for_a_measurement_of_its_own(
    open_page: Open, measured: CostStore
) -> None:
    app = open_page("cost", factor="2")
    assert keys(app) == {"cost_counts"}
    assert "c = 2" in words(app)
    app.number_input(key="cost_factor").set_value(5)
    shown(app)
    assert "factor" not in app.query_params
    assert "cost_time" in keys(app)


def test_the_backward_pass_is_in_the_address(open_page: Open, measured: CostStore) -> None:
    app = open_page("cost", section="distilling", backward="1")
    assert app.button_group(key="cost_pass").value == 1
    assert "96 → 48 → 24" in words(app)
    assert "time 30.0 → 28.0 ms (7 % less)" in words(app)
    app.button_group(key="cost_pass").set_value(0)
    shown(app)
    assert "backward" not in app.query_params


def test_decoding_is_counted_then_measured(open_page: Open, store: CostStore) -> None:
    assert "1, 2, 4, 8, 24 passes" in words(open_page("cost", section="decoding"))
    store.write(made_up.record(default_model(), Machine.here()))
    app = open_page("cost", section="decoding")
    assert "**24.0 ×**" in words(app)
    assert keys(app) == {"cost_decoding"}


def test_the_runs_own_sizes_and_length(open_page: Open, done: RunFolder, store: CostStore) -> None:
    model = done.record().config.model
    store.write(made_up.record(model, Machine.here()))
    app = open_page("cost", run=done.path.name)
    assert "2 heads of width 8" in words(app)
    assert "this run: L = 24" in str(figure(app, "cost_time"))
    assert app.select_slider(key="cost_length").value == 24


@pytest.mark.parametrize(
    "address",
    [
        {"length": "999999", "factor": "0", "section": "<b>", "backward": "7"},
        {"length": "0", "factor": "99999", "section": "decoding"},
        {"length": "x", "factor": "x", "backward": "x", "section": "distilling"},
    ],
)
def test_an_address_that_makes_no_sense(
    open_page: Open, measured: CostStore, address: dict[str, str]
) -> None:
    app = open_page("cost", **address)
    assert not app.error


def test_full_attention_one_layer_and_a_short_context(
    open_page: Open, done: RunFolder, store: CostStore
) -> None:
    """Nothing to sample, nothing to distil, one step to decode."""
    record = done.record()
    changes = {"attention": "full", "e_layers": 1, "pred_len": 1, "seq_len": 4, "label_len": 0}
    model = record.config.model.model_copy(update=changes)
    done.update(config=record.config.model_copy(update={"model": model}))
    store.write(made_up.record(model, Machine.here()))
    for section in ("attention", "distilling", "decoding"):
        app = open_page("cost", run=done.path.name, section=section)
        assert not app.error
        assert section != "distilling" or "(the run has one)" in words(app)


def test_a_training_that_runs_meanwhile_is_named(open_page: Open, done: RunFolder) -> None:
    done.update(status="running", result=None, worker=None)
    done.beat()
    assert "is training on this machine" in words(open_page("cost"))
