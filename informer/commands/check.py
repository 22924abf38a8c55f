"""``python -m informer check FILE``: what would be read from a CSV, and what stands in the way."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from informer.commands._common import add_json_option, tell
from informer.data.reading import read_csv
from informer.data.series import DataError, Finding, TimeSeries
from informer.data.wording import counted, listed

_LEVELS = ("ok", "info", "warning", "error")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "check",
        help="read a CSV and tell what was found",
        description="Tells the time column, the frequency, the columns that can be forecast, and "
        "everything that was changed or left out. Exit 2 if the file can't be used.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the file can be used, 2 when it is refused."""
    try:
        series = read_csv(args.file)
    except DataError as error:
        refusal = Finding("error", "refused", str(error))
        _show(error.findings)
        tell(str(error))
        if args.json:
            print(json.dumps(_report(None, (*error.findings, refusal))))
        return 2
    print(_summary(series))
    _show(series.findings)
    if args.json:
        print(json.dumps(_report(series, series.findings)))
    return 0


def _summary(series: TimeSeries) -> str:
    read = "" if series.rows_read == len(series) else f" ({series.rows_read:,} in the file)"
    return "\n".join(
        (
            f"{series.name}: {counted(len(series), 'row')}{read}, one step is {series.freq}",
            f"  time     {series.time_column}: {series.time[0]} to {series.time[-1]}",
            f"  columns  {listed(series.columns, 12)}",
        )
    )


def _show(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(f"  {finding.level:<8} {finding.message}")


def _report(series: TimeSeries | None, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "ok": series is not None,
        "level": max((finding.level for finding in findings), key=_LEVELS.index, default="ok"),
        "freq": series.freq if series else None,
        "rows": len(series) if series else 0,
        "rows_read": series.rows_read if series else 0,
        "time_columns": list(series.time_columns) if series else [],
        "columns": list(series.columns) if series else [],
        "findings": [asdict(finding) for finding in findings],
    }
