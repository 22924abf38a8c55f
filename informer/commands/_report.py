"""``forecast RUN --report FILE.html``: the forecast as one file, for somebody without the app."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from informer.commands._common import tell
from informer.data.series import TimeSeries
from informer.forecasting.answers import Answers
from informer.forecasting.results import Forecast
from informer.reporting.command_line import Asked, needs, repeat
from informer.reporting.material import Material
from informer.reporting.report import report_html
from informer.training.runs import RunFolder

if TYPE_CHECKING:
    from informer.forecasting.rolled import Backtest
    from informer.training.checkpoint import TrainedRun


def add_report_option(parser: argparse.ArgumentParser) -> None:
    """``--report FILE.html``"""
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE.html",
        help="also write a report, one HTML file that needs no network: the forecast, scores, "
        "data, settings, and the command lines that make it again",
    )


def write_report(
    path: Path,
    folder: RunFolder,
    run: "TrainedRun",
    forecast: Forecast,
    *,
    series: TimeSeries | None = None,
    rows: Path | None = None,
    known_future: Path | None = None,
    scenarios: Sequence[Path] = (),
    answers: Answers | None = None,
) -> None:
    """Write the report of one forecast.

    ``series`` are the data it starts from (by default the run's own); ``rows``, ``known_future``
    and ``scenarios`` are the files that were given.
    """
    import torch

    series = run.windows.series if series is None else series
    model = run.config.model
    at_end = forecast.window + model.seq_len >= len(series)
    steps = len(forecast.time)
    asked = Asked(
        start=None if at_end else forecast.time[0].isoformat(),
        seed=forecast.sampling_seed,
        steps=None if steps == model.pred_len else steps,
        levels=() if forecast.intervals is None else forecast.intervals.levels,
        rows=None if rows is None else str(rows),
        known_future=None if known_future is None else str(known_future),
        scenarios=tuple(map(str, scenarios)),
        threads=torch.get_num_threads(),
    )
    material = Material(
        record=run.record,
        series=series,
        forecast=forecast,
        known_future="" if known_future is None else f"Coming values are those of {known_future}.",
        backtest=_backtest(folder, run, steps),
        answers=answers,
        script=repeat(run.record, asked),
        needs=needs(run.record, asked),
    )
    path.write_text(report_html(material), encoding="utf-8")
    tell(f"Report written to {path}.")


def _backtest(folder: RunFolder, run: "TrainedRun", steps: int) -> "Backtest | None":
    """The backtest of this horizon, if there is one; shorter ones are served by the model's own."""
    from informer.forecasting.backtest_store import load_backtest

    file = folder.backtest_file(max(steps, run.config.model.pred_len))
    if not file.exists():
        return None
    return load_backtest(file, run.windows.series, run.config, run.windows.scaler)
