"""What several commands share."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from informer.commands._seed import seed
from informer.costing.results import CostError
from informer.data.series import DataError
from informer.forecasting.scenario import ScenarioError
from informer.inspection.store import InspectionError
from informer.plan import ConfigError
from informer.training.records import RunError
from informer.training.runs import RunFolder, RunStore, default_root

if TYPE_CHECKING:
    import pandas as pd

    from informer.training.checkpoint import TrainedRun

HANDLED = (DataError, ConfigError, CostError, RunError, InspectionError, ScenarioError)
"""Errors whose message is one sentence for the person who typed the command."""


def add_runs_option(parser: argparse.ArgumentParser) -> None:
    """``--runs DIR``"""
    parser.add_argument(
        "--runs",
        type=Path,
        default=default_root(),
        metavar="DIR",
        help="folder of the runs (default: $INFORMER_RUNS, else runs)",
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """``--json``"""
    parser.add_argument(
        "--json", action="store_true", help="one JSON object as the last line of standard output"
    )


def add_threads_option(parser: argparse.ArgumentParser) -> None:
    """``--threads N``"""
    parser.add_argument(
        "--threads",
        type=_threads,
        metavar="N",
        help="threads of the CPU (default: all cores but one); another number adds in another "
        "order, which the last digits show",
    )


def _threads(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of threads: give 1 or more")
    return int(text)


def add_window_options(parser: argparse.ArgumentParser) -> None:
    """``RUN [--window N|ISO] [--seed N] [--threads N]``: which model, on what, sampling how."""
    parser.add_argument("run_id", metavar="RUN", help="id of a run, or the path of its folder")
    parser.add_argument(
        "--window",
        metavar="N|ISO",
        help="number of a window (negative from the end), or the ISO time its forecast starts at "
        "(default: the last, whose forecast starts after the data)",
    )
    parser.add_argument("--seed", type=seed, help="sampling seed (default: the run's own)")
    add_threads_option(parser)


def open_run(text: str, runs: Path) -> RunFolder:
    """The run of an id in the runs folder, or of a path. Raises :class:`RunError`."""
    if (Path(text) / "run.json").is_file():
        return RunFolder(Path(text))
    return RunStore(runs).open(text)


def load_asked(args: argparse.Namespace) -> "tuple[TrainedRun, int, int]":
    """The run, the number of the window and the sampling seed of :func:`add_window_options`.

    Raises :class:`RunError` and :class:`DataError`.
    """
    folder = open_run(args.run_id, args.runs)  # first: torch takes seconds to import
    from informer.training.checkpoint import load_run
    from informer.training.device import limit_threads

    limit_threads(args.threads)
    trained = load_run(folder)
    sampling_seed = trained.config.seeds.sampling if args.seed is None else args.seed
    window = "-1" if args.window is None else args.window
    return trained, trained.windows.resolve(window), sampling_seed


def write_table(args: argparse.Namespace, frame: "pd.DataFrame") -> None:
    """One row a step, to ``--out``; else to the screen, unless something else is asked for."""
    if args.out is not None:
        frame.to_csv(args.out, index=False)
        tell(f"{len(frame)} steps written to {args.out}.")
    elif not args.json and args.report is None:
        frame.to_csv(sys.stdout, index=False)


def tell(message: str, end: str = "\n") -> None:
    """A message for people, on standard error: standard output is for results."""
    print(message, end=end, file=sys.stderr, flush=True)
