"""Plans of runs: lengths that fit, roles of columns, and refusals in one sentence."""

import numpy as np
import pandas as pd
import pytest

from informer.config import RunConfig
from informer.data.lengths import suggest_lengths
from informer.data.series import DataError, TimeSeries
from informer.data.split import Split
from informer.plan import ConfigError, plan_run
from informer.presets import PRESETS


def _series(n: int, freq: str = "h") -> TimeSeries:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(n, 3))
    return TimeSeries(
        name="made",
        time=pd.date_range("2000-01-01", periods=n, freq=freq),
        values=values,
        columns=("a", "b", "c"),
        freq=freq,
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
    )


def _plan(**options: object) -> RunConfig:
    return plan_run(_series(600), targets=["c"], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("freq", ["s", "min", "15min", "h", "6h", "D", "B", "W", "MS", "QS", "YS"])
@pytest.mark.parametrize("n_rows", [48, 120, 200, 2000])
def test_suggested_lengths_leave_windows_in_every_part(freq: str, n_rows: int) -> None:
    if freq == "YS":
        n_rows = min(n_rows, 200)  # dates end in the year 2262
    series = _series(n_rows, freq)
    split = Split.of(n_rows, plan_run(series, targets=["c"]))
    assert min(len(split.train), len(split.validation), len(split.test)) >= 1
    seq_len, label_len, pred_len = suggest_lengths(freq, 10**6)
    assert label_len <= seq_len
    assert pred_len < seq_len


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_preset_is_a_whole_plan(preset: str) -> None:
    assert _plan(preset=preset).preset == preset


def test_the_paper_preset_has_the_sizes_of_the_paper() -> None:
    plan = _plan(preset="paper")
    model, training = plan.model, plan.training
    sizes = (model.d_model, model.n_heads, model.d_ff, model.e_layers, model.d_layers)
    assert sizes == (512, 8, 2048, 2, 1)
    assert (model.sampling_factor, model.dropout, model.instance_norm) == (5, 0.05, False)
    assert (training.learning_rate, training.schedule, training.batch_size) == (1e-4, "halve", 32)
    assert (training.epochs, training.patience) == (6, 3)


@pytest.mark.parametrize(
    ("features", "targets", "covariates"),
    [("S", ("c",), ()), ("MS", ("c",), ("b",)), ("M", ("b", "c"), ())],
)
def test_features_give_every_column_its_role(
    features: str, targets: tuple[str, ...], covariates: tuple[str, ...]
) -> None:
    plan = _plan(features=features, known_future=["a"])
    assert plan.data.known_future == ("a",)
    assert (plan.data.targets, plan.data.covariates) == (targets, covariates)
    n = 1 + len(covariates) + len(targets)
    model = plan.model
    assert (model.enc_in, model.dec_in, model.n_known_future) == (n, n, 1)
    assert (model.c_out, model.freq) == (len(targets), "h")


def test_overrides_find_their_place() -> None:
    plan = _plan(overrides={"d_model": 32, "epochs": 2, "weight_seed": 7, "seq_len": 20})
    assert (plan.model.d_model, plan.training.epochs, plan.seeds.weights) == (32, 2, 7)
    assert plan.model.label_len == 10  # follows the context that was chosen


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"d_modle": 3}, "There is no setting 'd_modle'; did you mean d_model?"),
        ({"enc_in": 3}, "enc_in follows from the data and its columns; it can't be set."),
        ({"epochs": 0}, "epochs can't be 0: input should be greater than or equal to 1."),
        ({"embed": "x"}, "embed can't be 'x': input should be 'cyclic', 'timeF', 'fixed' or"),
        ({"label_len": 500}, "label_len (500) can't exceed seq_len (140)"),
        ({"data_seed": -1}, "data_seed can't be -1: input should be greater than or equal to 0."),
        ({"d_model": 30, "n_heads": 4}, "d_model (30) must be a multiple of n_heads (4)"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_sentence(
    overrides: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        _plan(overrides=overrides)
    message = str(refusal.value)
    assert message.startswith(sentence)
    assert "\n" not in message


@pytest.mark.parametrize("known", [["c"], ["a", "a"]])
def test_a_column_has_one_role(known: list[str]) -> None:
    with pytest.raises(ConfigError, match="one role"):
        _plan(known_future=known)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="'x' .*; there are: a, b, c"):
        plan_run(_series(600), targets=["x"])


def test_a_target_is_needed() -> None:
    with pytest.raises(DataError, match="Name a target"):
        plan_run(_series(600), targets=[])


def test_a_target_that_never_changes_in_the_train_part_is_refused() -> None:
    series = _series(600)
    series.values[:420, 2] = 4.0
    with pytest.raises(DataError, match="'c' never changes in the 420 train rows"):
        plan_run(series, targets=["c"])
