"""A backtest in a process of its own: started once, watched, cancelled, lost, done."""

import sys
import time
from pathlib import Path

import pytest

from informer.data.series import TimeSeries
from informer.forecasting import backtest_job
from informer.forecasting.backtest_job import BacktestJobs, expected_seconds, start_backtest
from informer.forecasting.backtest_store import load_backtest
from informer.forecasting.backtest_work import work
from informer.plan import plan_run
from informer.training.records import RunError, Worker
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run

TINY = {
    "seq_len": 24, "pred_len": 6, "d_model": 16, "n_heads": 2, "d_ff": 16, "max_steps": 2,
    "eval_every": 2, "device": "cpu",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, hourly_series: TimeSeries) -> RunFolder:
    config = plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=TINY)
    made = RunStore(tmp_path_factory.mktemp("runs")).create(hourly_series, config)
    train_run(made)
    return made


@pytest.fixture
def jobs(tmp_path: Path) -> BacktestJobs:
    return BacktestJobs(tmp_path)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started, instead of a process."""
    calls: list[list[str]] = []
    monkeypatch.setattr(backtest_job, "start_process", lambda words, _: calls.append(words))
    return calls


def test_training_leaves_the_backtest_of_its_own_horizon(folder: RunFolder) -> None:
    record = folder.record()
    assert record.scaler is not None
    assert record.result is not None
    kept = load_backtest(
        folder.backtest_file(), folder.series(), record.config, record.scaler.scaler()
    )
    assert kept.errors()["informer"].mae() == pytest.approx(record.result.metrics.mae, rel=1e-6)


def test_a_job_is_carried_out_and_tells_how_far_it_is(
    folder: RunFolder, jobs: BacktestJobs
) -> None:
    seen = []
    ended = work(jobs, jobs.new(folder, 12), seen.append)
    assert ended.status == "done"
    assert ended.file.name == "backtest-12.npz"
    assert ended.file.is_file()
    assert {job.status for job in seen} >= {"running", "done"}
    assert any("test part" in job.doing for job in seen)
    now = jobs.job()
    assert now is not None
    assert not now.active


def test_a_cancelled_job_keeps_nothing(folder: RunFolder, jobs: BacktestJobs) -> None:
    job = jobs.new(folder, 12)
    jobs.write_job(job)
    jobs.request_stop()
    assert work(jobs, job).status == "stopped"
    assert not job.file.exists()


def test_a_job_that_cannot_be_done_says_why(folder: RunFolder, jobs: BacktestJobs) -> None:
    with pytest.raises(ValueError, match="validation part"):
        work(jobs, jobs.new(folder, 60))
    now = jobs.job()
    assert now is not None
    assert now.status == "failed"
    assert "validation part has 48" in str(now.error)


def test_of_two_clicks_one_starts(
    folder: RunFolder, jobs: BacktestJobs, started: list[list[str]]
) -> None:
    assert start_backtest(jobs, folder, 12)
    assert not start_backtest(jobs, folder, 12)
    assert len(started) == 1
    with jobs.alone(0.1), pytest.raises(RunError, match="going on"):
        start_backtest(jobs, folder, 12)


def test_a_job_whose_process_is_gone_is_lost_and_gives_way(
    folder: RunFolder, jobs: BacktestJobs, started: list[list[str]]
) -> None:
    gone = Worker(pid=2**22 + 1, host=Worker.here().host)
    jobs.write_job(jobs.new(folder).model_copy(update={"status": "running", "worker": gone}))
    now = jobs.job()
    assert now is not None
    assert now.status == "lost"
    assert start_backtest(jobs, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="sessions of processes")
def test_the_process_itself_does_it(folder: RunFolder, jobs: BacktestJobs) -> None:
    assert start_backtest(jobs, folder, 8)
    for _ in range(600):
        now = jobs.job()
        assert now is not None
        if not now.active:
            break
        time.sleep(0.1)
    assert now.status == "done", jobs.log.read_text(encoding="utf-8")
    assert now.file.is_file()


def test_the_time_it_takes_grows_with_the_horizon(folder: RunFolder) -> None:
    short, long = (expected_seconds(folder.record(), steps) for steps in (None, 24))
    assert short is not None
    assert long is not None
    assert 0 < short < long
