"""``python -m informer forecast RUN``: dated values in the data's own units, as CSV."""

import argparse
from pathlib import Path

import orjson

from informer.commands._ahead import add_ahead_options, forecast_asked, refuse_ahead_options
from informer.commands._common import (
    add_json_option,
    add_runs_option,
    add_window_options,
    open_run,
    tell,
    write_table,
)
from informer.commands._report import add_report_option, write_report
from informer.commands._scenario import add_scenario_option, run_scenarios
from informer.forecasting.results import Forecast


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "forecast",
        help="forecast with a trained run",
        description="Writes a CSV with the time and the forecast of each target; by default of "
        "the steps after the end of the data.",
    )
    add_window_options(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE.csv", help="write here, not to the screen"
    )
    add_ahead_options(parser)
    add_scenario_option(parser)
    add_report_option(parser)
    add_runs_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; raises the library's errors."""
    if args.scenario:
        refuse_ahead_options(args)
        return run_scenarios(args)
    trained, series, forecast = forecast_asked(args)
    for note in forecast.notes:
        tell(note)
    if args.report is not None:
        write_report(
            args.report,
            open_run(args.run_id, args.runs),
            trained,
            forecast,
            series=series,
            rows=args.csv,
            known_future=args.known_future,
        )
    write_table(args, forecast.frame())
    if args.json:
        print(orjson.dumps(_summary(trained.record.id, forecast)).decode())
    return 0


def _summary(run_id: str, forecast: Forecast) -> dict[str, object]:
    return {
        "run": run_id,
        "window": forecast.window,
        "sampling_seed": forecast.sampling_seed,
        "time": [time.isoformat() for time in forecast.time],
        "values": {name: forecast.values[:, i].tolist() for i, name in enumerate(forecast.columns)},
        "intervals": _bounds(forecast),
        "notes": forecast.notes,
    }


def _bounds(forecast: Forecast) -> dict[str, object]:
    """By level in per cent, then by target: lower and upper; null where there is no bound."""
    bounds = forecast.intervals
    if bounds is None:
        return {}
    return {
        f"{100 * level:g}": {
            name: {"lower": bounds.lower[a, :, i].tolist(), "upper": bounds.upper[a, :, i].tolist()}
            for i, name in enumerate(forecast.columns)
        }
        for a, level in enumerate(bounds.levels)
    }
