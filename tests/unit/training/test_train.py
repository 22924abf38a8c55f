"""A whole training in a run folder, in this process: what it leaves there."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from informer.data.series import TimeSeries
from informer.forecasting.evaluate import evaluate
from informer.forecasting.forecast import forecast_window
from informer.inspection.store import load_inspection
from informer.model.informer import Informer
from informer.training.checkpoint import load_run
from informer.training.records import RunError
from informer.training.reports import Report
from informer.training.runs import RunFolder
from informer.training.train import train_run


def test_a_run_that_has_ended_holds_everything(folder: RunFolder) -> None:
    record = train_run(folder)
    assert (record.status, record.steps, record.best_step) == ("done", 12, 12)
    assert record.result is not None
    assert folder.record() == record
    run = load_run(folder)
    forecast = folder.forecast()
    assert forecast is not None
    again = forecast_window(run, -1, record.config.seeds.sampling)
    np.testing.assert_array_equal(forecast.values, again.values)
    assert evaluate(run.model, run.windows, run.config) == record.result
    assert folder.preview() is not None
    assert load_inspection(folder.inspection_file).window == forecast.window
    assert [r.step for r in folder.reports() if r.kind == "validation"] == [6, 12]
    with pytest.raises(RunError, match="trained before"):
        train_run(folder)
    assert folder.record() == record
    left = {file.name for file in folder.path.iterdir()}
    assert not any(name.startswith(".") for name in left)  # no temporary file is left behind


def test_the_scaler_of_a_run_is_stored_not_fitted_again(
    folder: RunFolder, hourly_series: TimeSeries
) -> None:
    train_run(folder)
    before = load_run(folder).windows.scaler
    shifted = TimeSeries(**{**vars(hourly_series), "values": hourly_series.values + 100})
    folder.write_series(shifted)
    np.testing.assert_array_equal(load_run(folder).windows.scaler.mean, before.mean)


def test_a_worse_validation_does_not_replace_the_best_weights(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may be killed at any time: the file must hold the best from then on."""

    def fit_that_gets_worse(model: Informer, *_: object) -> Iterator[Report]:
        for step, best in ((1, True), (2, False)):
            with torch.no_grad():
                model.projection.bias.fill_(step)
            yield Report("validation", step, 1, 2, 0.5, 0.1, 1.0, 1.0, 0.0, float(step), best)

    saved = []
    monkeypatch.setattr("informer.training.train.fit", fit_that_gets_worse)

    def keep_biases(report: Report) -> None:
        files = (folder.best_weights, folder.last_weights)
        saved.append([load_file(file)["projection.bias"].item() for file in files])

    record = train_run(folder, keep_biases)
    assert saved == [[1.0, 1.0], [1.0, 2.0]]
    assert (record.best_step, record.best_validation_loss) == (1, 1.0)


def test_damaged_weights_are_refused_with_a_sentence(folder: RunFolder) -> None:
    train_run(folder)
    folder.best_weights.write_bytes(b"not weights")
    with pytest.raises(RunError, match="damaged"):
        load_run(folder)
