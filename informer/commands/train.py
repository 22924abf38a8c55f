"""``python -m informer train CSV --target COL``: a run, trained and scored beside baselines."""

import argparse
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import orjson

from informer.commands._common import (
    HANDLED,
    add_json_option,
    add_runs_option,
    add_threads_option,
    tell,
)
from informer.commands._repeat import check_file, fingerprint, run_id
from informer.commands._seed import seed
from informer.commands._settings import parse_settings, parse_split
from informer.commands._train_output import progress, summary, table
from informer.config import RunConfig, Seeds
from informer.data.reading import read_csv
from informer.data.series import TimeSeries
from informer.plan import plan_run
from informer.presets import PRESETS
from informer.training.runs import RunFolder, RunStore
from informer.training.torchrun import Place, follow


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "train",
        help="train an Informer on a CSV",
        description="Trains, keeps the best weights, and scores them on the test part beside a "
        "naive, a seasonal naive and a linear forecast. Ctrl-C stops cleanly.",
    )
    parser.add_argument("csv", metavar="CSV", type=Path)
    parser.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="COL",
        help="column to forecast; repeatable",
    )
    parser.add_argument(
        "--covariate",
        action="append",
        metavar="COL",
        help="column that helps (default: with --features MS, all that have no other role); "
        "repeatable",
    )
    parser.add_argument(
        "--known-future",
        action="append",
        default=[],
        metavar="COL",
        help="column whose future values are known (a holiday flag, a plan); repeatable",
    )
    parser.add_argument(
        "--features",
        choices=("M", "S", "MS"),
        default="MS",
        help="M: forecast all columns; S: the target from itself; MS: the target from all",
    )
    parser.add_argument("--preset", choices=tuple(PRESETS), default="quick")
    for name, what in (("seq", "context"), ("label", "start token"), ("pred", "horizon")):
        parser.add_argument(f"--{name}-len", type=int, metavar="N", help=f"{what}, in steps")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="KEY=VALUE",
        help="any field of the model, the training or the seeds, e.g. d_model=32; repeatable",
    )
    parser.add_argument(
        "--split", type=parse_split, metavar="A,B,C", help="shares, or numbers of rows"
    )
    parser.add_argument("--seed", type=seed, default=0, help="data, weight and sampling seed")
    parser.add_argument(
        "--standardise-metrics",
        action="store_true",
        help="report MAE and RMSE on standardised values, as published protocols do",
    )
    parser.add_argument("--name", help="what to call the run")
    parser.add_argument(
        "--id",
        type=run_id,
        dest="run_id",
        metavar="ID",
        help="id of the new run, as the name of its folder (default: one made up)",
    )
    parser.add_argument(
        "--expect-fingerprint",
        type=fingerprint,
        metavar="SHA256",
        help="end with a message unless the file has this SHA-256, or one that begins so",
    )
    add_threads_option(parser)
    add_runs_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the run has ended with scores, 1 when it was stopped before there were any.

    Of the processes that torchrun starts, the first does all this, and the others only train.
    """
    if Place.here().rank:
        return follow(args.threads)
    series = read_csv(args.csv)
    check_file(series, args.expect_fingerprint)
    folder = RunStore(args.runs).create(series, plan(args, series), args.name, args.run_id)
    tell(f"Run {folder.path.name} in {folder.path}")

    from informer.training.device import limit_threads
    from informer.training.train import train_run

    limit_threads(args.threads)
    with _stopping(folder):
        try:
            record = train_run(folder, progress())
        except HANDLED:
            raise
        except Exception:  # the record holds a sentence about it
            folder.log.write_text(traceback.format_exc())
            tell(f"{folder.record().error} Details are in {folder.log}.")
            return 1
    if record.result is None:
        tell("Stopped before there was anything to score.")
        return 1
    if record.error:
        tell(record.error)
    print(orjson.dumps(summary(record)).decode() if args.json else table(record))
    return 0


def plan(args: argparse.Namespace, series: TimeSeries) -> RunConfig:
    """The run that these arguments ask for. Raises DataError or ConfigError."""
    size = Place.here().size
    processes = {"n_devices": size} if size > 1 else {}
    lengths = {"seq_len": args.seq_len, "label_len": args.label_len, "pred_len": args.pred_len}
    given = {name: length for name, length in lengths.items() if length is not None}
    seeds = {f"{kind}_seed": args.seed for kind in ("data", "weight", "sampling")}
    return plan_run(
        series,
        targets=args.target,
        covariates=args.covariate,
        known_future=args.known_future,
        preset=args.preset,
        features=args.features,
        overrides=seeds | given | processes | parse_settings(args.settings),
        seeds=Seeds(),
        split=args.split,
        standardise_metrics=args.standardise_metrics,
    )


@contextmanager
def _stopping(folder: RunFolder) -> Iterator[None]:
    """The first Ctrl-C asks for a stop, as the page's button does; a second one kills."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        folder.request_stop()
        signal.signal(signal.SIGINT, before)
        tell("\nStopping: the best weights are kept and scored.")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
