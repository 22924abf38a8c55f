"""A training that ends early: what is kept of it, and what is said."""

import numpy as np
import pytest
import torch

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.training.checkpoint import load_run
from informer.training.fit import TrainingError
from informer.training.records import RunError
from informer.training.reports import Report
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run


def test_a_stop_keeps_the_best_and_scores_it(
    store: RunStore, hourly_series: TimeSeries, endless: RunConfig
) -> None:
    folder = store.create(hourly_series, endless)

    def stop_after_validation(report: Report) -> None:
        if report.kind == "validation":
            folder.request_stop()

    record = train_run(folder, stop_after_validation)
    assert (record.status, record.steps, record.best_step) == ("stopped", 6, 6)
    assert record.ended_well
    assert folder.forecast() is not None


def test_a_stop_before_the_first_validation_still_leaves_a_forecast(
    store: RunStore, hourly_series: TimeSeries, endless: RunConfig
) -> None:
    folder = store.create(hourly_series, endless)
    record = train_run(folder, lambda _report: folder.request_stop())
    assert (record.status, record.steps) == ("stopped", 1)
    assert record.ended_well
    np.testing.assert_array_equal(load_run(folder).model.projection.bias.isfinite().numpy(), [True])


def test_a_loss_that_explodes_keeps_what_was_good(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(report: Report) -> None:
        if report.kind == "validation":
            raise TrainingError("The loss became infinite.")

    record = train_run(folder, explode)
    assert (record.status, record.error) == ("stopped", "The loss became infinite.")
    assert record.ended_well


def test_a_failure_is_told_in_one_sentence(folder: RunFolder) -> None:
    (folder.path / "series.npz").write_bytes(b"no longer an archive")
    with pytest.raises(RunError):
        train_run(folder)
    record = folder.record()
    assert record.status == "failed"
    assert record.error == f"The data of run '{record.id}' are missing or damaged."
    with pytest.raises(RunError, match="no trained weights"):
        load_run(folder)


def test_memory_that_runs_out_is_told_with_what_to_do(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr("informer.training.train.new_model", exhausted)
    with pytest.raises(torch.OutOfMemoryError):
        train_run(folder)
    assert "batch_size" in str(folder.record().error)
