"""``python -m informer backtest RUN``: errors at every moment of the test part, in units."""

import argparse
from collections.abc import Callable
from pathlib import Path

import orjson

from informer.commands._backtest_report import print_report, summary
from informer.commands._common import add_json_option, add_runs_option, open_run, tell
from informer.data.series import TimeSeries
from informer.forecasting.backtest_job import BacktestJob, BacktestJobs
from informer.forecasting.backtest_store import load_backtest
from informer.forecasting.backtest_table import test_part
from informer.forecasting.origins import origins
from informer.forecasting.rolled import Backtest
from informer.forecasting.season import with_period
from informer.training.records import RunError
from informer.training.runs import RunFolder


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "backtest",
        help="forecast from every moment of the test part, and score it",
        description="Errors of a trained run beside its baselines, over rolling origins. What has "
        "been forecast is kept with the run, and the next time only read.",
    )
    parser.add_argument("run_id", metavar="RUN", help="id of a run, or the path of its folder")
    parser.add_argument(
        "--horizon",
        type=whole,
        metavar="N",
        help="steps ahead (default: the run's own; more are forecast in several passes)",
    )
    parser.add_argument(
        "--period",
        type=whole,
        metavar="N",
        help="steps in a season, for the seasonal naive forecast and MASE (default: found)",
    )
    parser.add_argument(
        "--csv-out", type=Path, metavar="FILE.csv", help="write every forecast of the test part"
    )
    add_runs_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; raises the library's errors."""
    folder = open_run(args.run_id, args.runs)
    series = folder.series()
    try:
        backtest = stored_or_made(folder, series, args.horizon)
    except KeyboardInterrupt:
        raise RunError("The backtest was stopped; nothing was kept.") from None
    record = folder.record()
    if args.period is not None:
        backtest = with_period(backtest, series, record.config, args.period)
    if args.csv_out is not None:
        frame = test_part(backtest, series.time)
        frame.to_csv(args.csv_out, index=False)
        tell(f"{len(frame):,} rows written to {args.csv_out}.")
    print_report(record, backtest)
    if args.json:
        print(orjson.dumps(summary(record, backtest), option=orjson.OPT_SERIALIZE_NUMPY).decode())
    return 0


def stored_or_made(folder: RunFolder, series: TimeSeries, steps: int | None) -> Backtest:
    """The backtest of this horizon, made and kept with the run if there is none yet.

    Raises the library's errors, and KeyboardInterrupt when it is stopped.
    """
    record = folder.record()
    if record.scaler is None:
        raise RunError(f"Run '{record.id}' has not been trained yet (it is {record.status}).")
    origins(len(series), record.config, steps)  # refuses at once
    jobs = BacktestJobs(folder.path)
    job = jobs.new(folder, steps)
    if not job.file.exists():
        with jobs.alone(0.5):
            jobs.forget_stop()
            from informer.forecasting.backtest_work import work  # torch takes seconds to import

            if work(jobs, job, _teller()).status == "stopped":
                raise KeyboardInterrupt
    return load_backtest(job.file, series, record.config, record.scaler.scaler())


def _teller() -> Callable[[BacktestJob], None]:
    """Says each part once, when it begins, and each tenth of the work."""
    said: tuple[str, int] = ("", 0)

    def say(job: BacktestJob) -> None:
        nonlocal said
        now = (job.doing, int(10 * job.progress))
        if job.doing and job.doing != "starting" and now != said:
            tell(f"{job.progress:4.0%}  {job.doing}")
        said = now

    return say


def whole(text: str) -> int:
    """A number of steps; argparse says so when it is none."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of steps, 1 or more")
    return int(text)
