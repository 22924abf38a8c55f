"""The Train page: settings, the start of a training, and what it says while and after it runs."""

import os
from collections.abc import Callable

import pytest

from informer.presets import PRESETS
from informer.training import launch
from informer.training.runs import RunFolder, RunStore
from pages._text import md
from tests.pages.conftest import Open, shown, words


def test_training_starts_with_the_settings_chosen_and_is_in_the_address(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[RunFolder] = []
    monkeypatch.setattr(launch, "start_worker", started.append)
    app = open_page("train", run=done.path.name)
    app.number_input(key="set_pred_len").set_value(5)
    shown(app)
    app.number_input(key="set_d_model").set_value(32)
    shown(app)
    app.text_input(key="set_e_layers").set_value("2,1")
    shown(app)
    app.button(key="train_start").click()
    shown(app)
    (folder,) = started
    model = folder.record().config.model
    assert (model.pred_len, model.d_model, model.e_layers) == (5, 32, (2, 1))
    assert app.query_params["run"] == folder.path.name
    assert "Starting" in app.get("progress")[0].text


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("set_d_model", 31, "must be a multiple of"),
        ("set_seq_len", 100_000, "needs"),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_a_sentence(
    open_page: Open, done: RunFolder, key: str, value: int, sentence: str
) -> None:
    app = open_page("train", run=done.path.name)
    app.number_input(key=key).set_value(value)
    shown(app)
    assert sentence in app.error[0].value
    assert app.button(key="train_start").disabled
    app.button(key="settings_reset").click()
    shown(app)
    assert not app.error
    assert not app.button(key="train_start").disabled


def test_training_again_starts_from_the_settings_of_the_run(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[RunFolder] = []
    monkeypatch.setattr(launch, "start_worker", started.append)
    app = open_page("train", run=done.path.name)
    app.button(key="train_start").click()
    shown(app)
    assert started[0].record().config == done.record().config


def test_another_preset_keeps_the_horizon(open_page: Open, done: RunFolder) -> None:
    app = open_page("train", run=done.path.name)
    app.number_input(key="set_pred_len").set_value(5)
    shown(app)
    app.button(key="preset_balanced").click()
    shown(app)
    assert app.number_input(key="set_pred_len").value == 5
    width = PRESETS["balanced"].model["d_model"]
    assert app.number_input(key="set_d_model").value == width


def test_a_running_training_can_be_stopped(
    open_page: Open, in_state: Callable[..., RunFolder]
) -> None:
    folder = in_state("running")
    app = open_page("train", run=folder.path.name)
    assert "Step 4 of 4" in app.get("progress")[0].text
    app.button(key="train_stop").click()
    shown(app)
    assert folder.stop_requested()
    assert app.button(key="train_stop").disabled


def test_a_training_that_waits_names_the_one_before_it(
    open_page: Open, in_state: Callable[..., RunFolder]
) -> None:
    folder = in_state("running")
    second = RunStore(folder.path.parent).create(folder.series(), folder.record().config)
    app = open_page("train", run=second.path.name)
    assert md(folder.path.name) in app.info[0].value


def test_a_failed_training_says_why(open_page: Open, in_state: Callable[..., RunFolder]) -> None:
    folder = in_state("failed", error="The device ran out of memory: lower batch_size.")
    app = open_page("train", run=folder.path.name)
    assert "ran out of memory" in app.error[0].value


def test_a_training_whose_process_is_gone_says_so(
    open_page: Open, in_state: Callable[..., RunFolder]
) -> None:
    folder = in_state("running")
    for file in folder.path.iterdir():
        os.utime(file, (0, 0))
    app = open_page("train", run=folder.path.name)
    assert "is gone" in app.error[0].value
    assert not app.button(key="train_start").disabled


def test_the_outcome_leads_on(open_page: Open, done: RunFolder) -> None:
    app = open_page("train", run=done.path.name)
    assert "Trained in" in words(app)
    app.button(key="to_attention").click()
    shown(app)
    assert app.title[0].value == "Attention"
    assert app.query_params["run"] == done.path.name


def test_runs_lists_them_all(
    open_page: Open, done: RunFolder, sample: RunFolder, runs: object
) -> None:
    (runs_root := done.path.parent / "damaged").mkdir()
    (runs_root / "run.json").write_text("{")
    table = open_page("runs").dataframe[0].value
    assert list(table["run"]) == ["sample", done.path.name]
    assert list(table["status"]) == ["trained", "trained"]
    assert len(RunStore(done.path.parent).runs()) == 1


def test_several_gpus_are_offered_where_there_are_several(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[RunFolder] = []
    monkeypatch.setattr(launch, "start_worker", started.append)
    app = open_page("train", run=done.path.name)
    assert "set_n_devices" not in {field.key for field in app.number_input}
    monkeypatch.setattr("pages._settings.count_gpus", lambda: 4)
    shown(app)
    app.number_input(key="set_n_devices").set_value(4)
    shown(app)
    app.button(key="train_start").click()
    shown(app)
    assert started[0].record().config.training.n_devices == 4


def test_what_a_run_was_computed_on_is_shown(open_page: Open, done: RunFolder) -> None:
    assert "On cpu, float32, 1 thread." in words(open_page("train", run=done.path.name))
