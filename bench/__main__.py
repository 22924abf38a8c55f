"""``python -m bench``: measure, and write the tables of docs/BENCHMARKS.md."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from bench.redraw import redraw
from bench.report import REPORT, machine, write
from bench.training import etth1, traffic


def main() -> None:
    """Measure what was asked for; all that can be measured by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sections", nargs="*", help="traffic, etth1, redraw (default: all)")
    parser.add_argument(
        "--etth1-csv",
        type=Path,
        default=os.environ.get("ETTH1_CSV"),
        help="the hourly ETT file, of which nothing is kept (default: $ETTH1_CSV)",
    )
    parser.add_argument("--etth1-preset", default="quick")
    arguments = parser.parse_args()

    measure: dict[str, Callable[[], str]] = {"traffic": traffic, "redraw": redraw}
    if arguments.etth1_csv:
        csv = Path(arguments.etth1_csv)
        measure["etth1"] = lambda: etth1(csv, arguments.etth1_preset)
    unknown = set(arguments.sections) - set(measure)
    if unknown:
        parser.error(
            f"can't measure {', '.join(sorted(unknown))}; there are {', '.join(measure)} "
            "(etth1 needs --etth1-csv)"
        )
    for section in arguments.sections or measure:
        write(section, measure[section]())
    write("machine", machine())
    print(f"{REPORT} is up to date.")


if __name__ == "__main__":
    main()
