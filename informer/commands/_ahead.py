"""What a forecast can be asked: from other data, how far ahead, with which future, how sure."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from informer.commands._common import load_asked, open_run, tell
from informer.commands.backtest import stored_or_made, whole
from informer.data.series import TimeSeries
from informer.data.window_number import window_number
from informer.forecasting.intervals import calibrate, needed
from informer.forecasting.known_future import read_known_future
from informer.forecasting.other_data import read_other
from informer.forecasting.results import Forecast
from informer.forecasting.situation import observed, situation
from informer.plan import ConfigError

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def add_ahead_options(parser: argparse.ArgumentParser) -> None:
    """``--csv``, ``--horizon``, ``--known-future``, ``--levels``"""
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="NEW.csv",
        help="forecast from these rows, with the columns and the frequency of the run, without "
        "training again (default: the run's own data)",
    )
    parser.add_argument(
        "--horizon",
        type=whole,
        metavar="N",
        help="steps ahead (default: the run's own; more are forecast in several passes)",
    )
    parser.add_argument(
        "--known-future",
        type=Path,
        metavar="FILE.csv",
        help="coming values of the known-future columns: a time column, and one row a step "
        "(default: those in the data, beyond them the last week again)",
    )
    parser.add_argument(
        "--levels",
        type=_levels,
        metavar="50,80,95",
        help="add the bounds of prediction intervals, in per cent; they rest on a backtest, which "
        "is made and kept with the run if there is none",
    )


def refuse_ahead_options(args: argparse.Namespace) -> None:
    """A scenario says for itself what it changes. Raises :class:`ConfigError`."""
    given = {
        "--csv": args.csv,
        "--horizon": args.horizon,
        "--known-future": args.known_future,
        "--levels": args.levels,
    }
    for option, value in given.items():
        if value is not None:
            raise ConfigError(
                f"{option} can't stand beside --scenario: horizon and coming values belong into "
                "the scenario itself, and it is answered on the run's own data."
            )


def forecast_asked(args: argparse.Namespace) -> "tuple[TrainedRun, TimeSeries, Forecast]":
    """The run, the data it forecasts from, and the forecast, as the options say.

    Raises the library's errors.
    """
    if args.csv is None:
        trained, window, seed = load_asked(args)
        series = trained.windows.series
    else:
        asked, args.window = args.window, None
        trained, _, seed = load_asked(args)
        series = read_other(args.csv, None, trained.windows.series, trained.config)
        for finding in series.findings:
            if finding.level != "info":
                tell(finding.message)
        last = -1 if asked is None else asked
        window = window_number(series, trained.config.model.seq_len, last)
    return trained, series, _forecast(args, trained, series, window, seed)


def _forecast(
    args: argparse.Namespace, trained: "TrainedRun", series: TimeSeries, window: int, seed: int
) -> Forecast:
    from informer.forecasting.forecast import forecast_situation

    config, known = trained.config, None
    now = situation(series, config, window, steps=args.horizon)
    if args.known_future is not None:
        known = read_known_future(args.known_future, config, pd.DatetimeIndex(now.time))
        now = situation(series, config, window, steps=args.horizon, known=known)
    forecast = forecast_situation(
        trained.model, trained.windows.scaler, config, now, seed,
        window=window, actual=observed(series, config, window, now.steps),
    )  # fmt: skip
    return forecast if args.levels is None else _with_intervals(args, trained, forecast)


def _with_intervals(
    args: argparse.Namespace, trained: "TrainedRun", forecast: Forecast
) -> Forecast:
    """The bounds too; for other data they rest on the run's own latest residuals."""
    folder, own = open_run(args.run_id, args.runs), trained.windows.series
    steps, pred_len = len(forecast.time), trained.config.model.pred_len
    backtest = stored_or_made(folder, own, None if steps <= pred_len else steps)
    found = calibrate(backtest, forecast.window if args.csv is None else None)
    for level in args.levels:
        if found.n < needed(level):
            tell(
                f"The {100 * level:g} % interval needs {needed(level)} residuals, and there are "
                f"{found.n}: it has no bounds."
            )
    notes = forecast.notes if found.note is None else (*forecast.notes, found.note)
    if args.csv is not None:
        notes = (*notes, "The intervals rest on the errors over the run's own data.")
    bounds = found.intervals(forecast.values, args.levels)
    return replace(forecast, intervals=bounds, notes=notes)


def _levels(text: str) -> tuple[float, ...]:
    try:
        shares = tuple(sorted({float(part) / 100 for part in text.split(",")}))
    except ValueError:
        shares = (0.0,)
    if not all(0 < share < 1 for share in shares):
        raise argparse.ArgumentTypeError(
            f"'{text}' are no levels: write per cents between 0 and 100, such as 50,80,95"
        )
    return shares
