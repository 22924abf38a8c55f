"""The run that ships with the app was made by the command beside it, and does what it says."""

import hashlib
import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from informer.__main__ import parser
from informer.commands.train import plan
from informer.data.reading import read_csv
from informer.forecasting.backtest_store import load_backtest
from informer.forecasting.evaluate import evaluate
from informer.forecasting.forecast import forecast_window
from informer.forecasting.scores import result_of
from informer.inspection.inspect import inspect_window
from informer.inspection.store import load_inspection
from informer.training.checkpoint import TrainedRun, load_run
from informer.training.runs import RunFolder

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"
FOLDER = RunFolder(SAMPLE_DATA / "run")


@pytest.fixture(scope="module")
def run() -> TrainedRun:
    return load_run(FOLDER)


def test_it_was_planned_by_the_recorded_command() -> None:
    script = (SAMPLE_DATA / "make_run.sh").read_text(encoding="utf-8")
    found = re.search(r"-m informer (train (?:[^\n]*\\\n)*[^\n]*)", script)
    assert found
    args = parser().parse_args(shlex.split(found.group(1).replace("\\\n", " ")))
    series = read_csv(SAMPLE_DATA.parent / args.csv)
    record = FOLDER.record()
    assert plan(args, series) == record.config
    assert args.name == record.name
    csv = (SAMPLE_DATA / "traffic_i94_hourly.csv").read_bytes()
    assert record.fingerprint == hashlib.sha256(csv).hexdigest()


def test_its_scores_are_found_again(run: TrainedRun) -> None:
    again, recorded = evaluate(run.model, run.windows, run.config), FOLDER.record().result
    assert recorded is not None
    # another processor adds in another order, and now and then selects another query
    assert again.metrics.mae == pytest.approx(recorded.metrics.mae, rel=0.01)
    assert again.metrics.mse_scaled == pytest.approx(recorded.metrics.mse_scaled, rel=0.02)
    assert again.baselines["linear"].mae == pytest.approx(
        recorded.baselines["linear"].mae, rel=1e-3
    )
    assert again.n_windows == recorded.n_windows == len(run.windows.split.test)
    assert again.skill > 0.05, "the sample is to show a forecast that is worth something"


def test_its_stored_forecast_is_the_models(run: TrainedRun) -> None:
    stored = FOLDER.forecast()
    assert stored is not None
    again = forecast_window(run, -1, stored.sampling_seed)
    np.testing.assert_allclose(again.values, stored.values, rtol=0.02, atol=20)
    assert list(again.time) == list(stored.time)


def test_its_stored_backtest_has_its_scores() -> None:
    record = FOLDER.record()
    assert record.scaler is not None
    assert record.result is not None
    scaler = record.scaler.scaler()
    stored = load_backtest(FOLDER.backtest_file(), FOLDER.series(), record.config, scaler)
    again = result_of(
        stored.errors(), scaler.last(1).std, standardise=False, period=stored.period,
        n_windows=len(stored.test.windows),
    )  # fmt: skip
    assert (again.n_windows, again.period) == (record.result.n_windows, record.result.period)
    for name, scores in {"informer": record.result.metrics, **record.result.baselines}.items():
        found = again.metrics if name == "informer" else again.baselines[name]
        assert found.mae == pytest.approx(scores.mae, rel=1e-6)
        assert found.mse_scaled == pytest.approx(scores.mse_scaled, rel=1e-6)


def test_its_stored_inside_is_the_models(run: TrainedRun) -> None:
    stored = load_inspection(FOLDER.inspection_file)
    again = inspect_window(run, run.windows.resolve(-1), stored.sampling_seed)
    assert [layer.name for layer in again.attention] == [layer.name for layer in stored.attention]
    first, kept = again.attention[0], stored.attention[0]
    np.testing.assert_allclose(first.measure_exact, kept.measure_exact, rtol=1e-3, atol=1e-3)
    assert (first.sampled_keys == kept.sampled_keys).all()


def test_it_holds_no_trace_of_the_machine_it_was_made_on() -> None:
    assert FOLDER.record().worker is None
    texts = [file.read_text() for file in FOLDER.path.iterdir() if file.suffix in {".json", ".log"}]
    assert not any("/root" in text or "/home" in text or "/tmp" in text for text in texts)
