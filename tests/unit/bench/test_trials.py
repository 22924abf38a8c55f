"""Trainings for the tables: what is planned, made, kept and read again."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bench import trial as one
from bench.accuracy import PUBLISHED, accuracy, row
from bench.race import BenchError
from bench.trial import Score, Trial, train
from bench.trials import Setting, Trials
from informer.training.reports import Report

SETTING = Setting("S", 3)


def _planned(trials: Trials) -> list[Trial]:
    return [Trial(trials.plan(SETTING, seed), test=True) for seed in trials.seeds]


def test_a_trial_is_the_same_after_its_way_to_a_process(trials: Trials) -> None:
    first, second = _planned(trials)
    assert Trial.of(first.json()) == first
    assert first.json() != second.json()
    assert first.config.seeds.data == first.config.seeds.sampling == 0
    assert first.config.model.pred_len == 3
    assert first.config.standardise_metrics


def test_what_was_trained_is_kept_and_not_trained_again(trials: Trials, monkeypatch) -> None:
    planned = _planned(trials)
    scores = trials.run(planned[:1])
    assert set(scores) == {planned[0].json()}
    assert 0 < scores[planned[0].json()].seconds < 60
    assert set(scores[planned[0].json()].test) == {"informer", "naive", "seasonal_naive", "linear"}

    assert trials.results is not None
    with trials.results.open("a") as file:
        file.write('{"trial": "torn')  # the run was broken while it wrote
    made: list[str] = []
    monkeypatch.setattr(Trials, "_train", lambda _, line: made.append(line) or SCORE)
    again = trials.run(planned)
    assert made == [planned[1].json()]
    assert again[planned[0].json()] == scores[planned[0].json()]
    assert len(list(map(json.loads, trials.results.read_text().splitlines()))) == 2

    replace(trials, threads=2).run(planned)  # other seconds: not the same measurement
    assert len(made) == 3


def test_a_training_that_fails_is_told_in_one_sentence(trials: Trials) -> None:
    trials = replace(
        trials, overrides={**trials.overrides, "learning_rate": 1e30, "grad_clip": None}
    )
    with pytest.raises(BenchError, match="A training failed: TrainingError: The loss became"):
        trials.run(_planned(trials)[:1])


def test_time_spent_scoring_is_not_training(trials: Trials, monkeypatch) -> None:
    """A fake clock: 1 s a validation of training, 10 s for each scoring of the test windows."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("time.monotonic", lambda: clock.now)
    errors = iter([0.9, 0.5, 0.4])  # of the test windows

    def fit(model, windows, config):
        for step, best in enumerate([True, True, False, True], 1):
            clock.now += 1
            yield Report("validation", step, 1, 4, 0.0, 0.0, 0.0, clock.now, 0.0, 0.0, best)

    def score(model, windows, numbers, seed):
        clock.now += 10
        return next(errors) if numbers == windows.split.test else 0.1

    monkeypatch.setattr("informer.training.fit.fit", fit)
    monkeypatch.setattr("informer.forecasting.predict.mean_squared_error", score)
    trial = Trial(trials.plan(SETTING, 0), test=False, published=0.6)
    result = one.train(trials.series, trial)
    assert result.seconds_to_published == 2.0
    assert result.seconds == 4.0
    assert result.validation_mse == 0.1
    assert next(errors) == 0.4  # once it was reached, the test windows are not read again


def test_validation_alone_reads_no_test_window(trials: Trials, monkeypatch) -> None:
    def refuse(*arguments):
        raise AssertionError("the test windows were read")

    monkeypatch.setattr("informer.forecasting.evaluate.evaluate", refuse)
    assert train(trials.series, Trial(trials.plan(SETTING, 0), test=False)).test == {}


SCORE = Score(
    validation_mse=0.5, seconds=30.0, steps=100, precision="float32",
    test={"informer": {"mse": 0.4, "mae": 0.3}, "linear": {"mse": 0.5, "mae": 0.2}},
    seconds_to_published=2.0,
)  # fmt: skip


def test_a_row_holds_means_and_their_ratios() -> None:
    other = replace(SCORE, test={**SCORE.test, "informer": {"mse": 0.5, "mae": 0.3}})
    other = replace(other, seconds=50.0, seconds_to_published=None)
    cells = row(Setting("M", 24), [SCORE, other])
    assert cells[:2] == ["0.450 ± 0.071", "0.300 ± 0.000"]
    assert cells[2:6] == [0.577, 0.549, "0.78", "0.55"]
    assert cells[6:] == [0.5, 0.2, "0.90", "40", "2.0 (1 of 2 seeds)"]


def test_the_table_has_a_row_for_each_setting(trials: Trials, monkeypatch) -> None:
    monkeypatch.setattr(Trials, "_train", lambda *_: SCORE)
    text = accuracy(replace(trials, results=None), [SETTING, Setting("M", 3)])
    assert text.startswith("Preset Balanced, seq_len = 24")
    assert "| S3 | 24, 12 | 0.400 ± 0.000 |" in text
    assert "| M3 | 24, 12 |" in text


def test_the_ten_published_settings() -> None:
    """../shared has the tables of the paper; these sums were taken from there."""
    errors = list(PUBLISHED.values())
    assert len(errors) == 10
    assert round(sum(e.mse for e in errors[:5]), 3) == 4.536
    assert round(sum(e.mae for e in errors[5:]), 3) == 1.734


@pytest.mark.parametrize("text", ["", "24", "X24", "M", "M0", "M2.5"])
def test_a_setting_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BenchError, match="M24"):
        Setting.of(text)
