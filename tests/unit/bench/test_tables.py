"""Ablation, precision, and the command line that writes the tables."""

import sys
from dataclasses import replace

import pytest
import torch

from bench import __main__ as command
from bench import report
from bench.ablation import ablation, cells
from bench.backtest import VARIANTS, backtest
from bench.operators import clocked
from bench.precision import SIZES, precision
from bench.trial import Score, Trial
from bench.trials import Setting, Trials

BASE = Score(0.5, 30.0, 100, "float32", {"informer": {"mse": 0.4, "mae": 0.3}})


@pytest.fixture
def two_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    variants = {"wide": {"d_model": 128}, "three": {"sampling_factor": 3}}
    monkeypatch.setattr("bench.ablation.VARIANTS", variants)


def _scored(self: Trials, line: str) -> Score:
    wide = Trial.of(line).config.model.d_model == 128
    return replace(BASE, validation_mse=0.4) if wide else BASE


@pytest.mark.usefixtures("two_variants")
def test_each_variant_is_compared_with_the_preset(trials: Trials, monkeypatch) -> None:
    monkeypatch.setattr(Trials, "_train", _scored)
    overrides = {name: x for name, x in trials.overrides.items() if name != "d_model"}
    trials = replace(trials, overrides=overrides, results=None)
    rows = ablation(trials, [Setting("S", 3)]).splitlines()
    assert "| Balanced | 0.500 ± 0.000 |  | 30 |" in rows
    assert "| wide | 0.400 ± 0.000 | -20.0 % | 30 |" in rows
    assert "| three | 0.500 ± 0.000 |  | 30 |" in rows


@pytest.mark.usefixtures("two_variants")
def test_a_variant_that_the_preset_is_already_says_so(trials: Trials, monkeypatch) -> None:
    monkeypatch.setattr(Trials, "_train", _scored)
    trials = replace(trials, overrides={**trials.overrides, "sampling_factor": 3}, results=None)
    assert "| three | is so |" in ablation(trials, [Setting("S", 3)])


def test_the_ablation_never_asks_for_test_windows(trials: Trials, monkeypatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(Trials, "_train", lambda _, line: asked.append(Trial.of(line).test) or BASE)
    ablation(trials, [Setting("S", 3)])
    assert asked
    assert not any(asked)


def test_the_backtest_ends_before_the_test_part(trials: Trials, monkeypatch) -> None:
    splits = []
    score = replace(BASE, test=BASE.test | {"linear": {"mse": 0.8, "mae": 0.3}})

    def train(_: Trials, line: str) -> Score:
        splits.append(Trial.of(line).config.data.split)
        return score

    monkeypatch.setattr(Trials, "_train", train)
    rows = backtest(replace(trials, results=None), [Setting("S", 3)]).splitlines()
    assert trials.split == (300, 90, 90)
    assert set(splits) == {(210, 90, 90)}
    assert rows.count("| no draft | 0.400 ± 0.000 | 0.50 |") == 1
    assert len(rows) == 5 + len(VARIANTS)


def test_operators_of_the_backward_pass_are_timed_too() -> None:
    weight = torch.ones(4, 4, requires_grad=True)
    shares = clocked(lambda: (weight @ weight).softmax(-1).sum().backward(), steps=2)
    assert shares["matrix products"].calls == 2 * 3
    assert shares["softmax"].calls == 2 * 2
    assert all(share.seconds > 0 for share in shares.values())


def test_a_change_is_that_of_the_means() -> None:
    worse = [replace(BASE, validation_mse=0.5), replace(BASE, validation_mse=0.6)]
    assert cells(worse, [BASE, BASE]) == ["0.550 ± 0.071", "+10.0 %", "30"]


def test_both_precisions_of_every_size(trials: Trials, monkeypatch) -> None:
    monkeypatch.setattr(Trials, "_train", lambda *_: BASE)
    text = precision(replace(trials, results=None), [Setting("S", 3)])
    assert text.count("| bfloat16 | 0.500 ± 0.000 | 0.400 ± 0.000 | 30 | 100 |") == len(SIZES)
    assert text.count("| float32 |") == len(SIZES)


def _run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bench", *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    return int(ended.value.code or 0)


def test_a_section_is_written_between_its_markers(monkeypatch, tmp_path) -> None:
    path = tmp_path / "BENCHMARKS.md"
    path.write_text("a\n<!-- steps -->\nold\n<!-- /steps -->\nb\n", encoding="utf-8")
    monkeypatch.setattr(report, "REPORT", path)
    monkeypatch.setattr(command, "steps", lambda threads, seconds: f"new {threads} {seconds}")
    assert _run(monkeypatch, "steps", "--threads", "1") == 0
    before, caption, _, text, *_ = path.read_text(encoding="utf-8").removeprefix("a\n").splitlines()
    assert (before, text) == ("<!-- steps -->", "new 1 45.0")
    assert caption.startswith("*`python -m bench steps --threads 1`; ")
    assert "torch" in caption
    assert path.read_text(encoding="utf-8").endswith("<!-- /steps -->\nb\n")


def test_every_section_has_its_place_in_the_report() -> None:
    text = report.REPORT.read_text(encoding="utf-8")
    for section in (*command.MEASURED, *command.TRAINED):
        assert f"<!-- {section} -->" in text
        assert f"<!-- /{section} -->" in text


def test_what_is_missing_is_said_in_one_sentence(monkeypatch, capsys) -> None:
    monkeypatch.delenv("ETTH1_CSV", raising=False)
    assert _run(monkeypatch, "accuracy") == 1
    assert capsys.readouterr().err.startswith("accuracy: Give the hourly ETT file")
    assert _run(monkeypatch, "accuracy", "--csv", "x.csv", "--settings", "X1") == 1
    assert "is no setting" in capsys.readouterr().err
    assert _run(monkeypatch, "everything") == 2
