"""``python -m bench``: measure, and write the tables of docs/BENCHMARKS.md."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.ablation import ablation
from bench.accuracy import accuracy
from bench.attention import attention
from bench.backtest import backtest
from bench.coverage import coverage_of_samples
from bench.interference import interference
from bench.memory import memory
from bench.operators import operators
from bench.precision import precision
from bench.race import BenchError
from bench.redraw import redraw
from bench.report import REPORT, machine, write
from bench.steps import steps
from bench.training import traffic
from bench.trials import Setting, Trials
from bench.what_if import what_if
from informer.commands._seed import seed
from informer.commands._settings import parse_settings
from informer.data.series import DataError
from informer.plan import ConfigError

Options = argparse.Namespace

MEASURED: Mapping[str, Callable[[Options], str]] = {
    "steps": lambda o: steps(o.threads, o.seconds),
    "operators": lambda o: operators(o.threads),
    "attention": lambda o: attention(o.threads, o.seconds / 5),
    "memory": lambda o: memory(o.threads),
    "redraw": lambda _: redraw(),
    "what-if": lambda o: what_if(o.threads),
    "interference": lambda _: interference(),
    "traffic": lambda _: traffic(),
    "coverage": lambda _: coverage_of_samples(),
}
"""What is measured when nothing is asked for."""
TRAINED: Mapping[str, Callable[[Trials, tuple[Setting, ...]], str]] = {
    "accuracy": accuracy,
    "ablation": ablation,
    "backtest": backtest,
    "precision": precision,
}
"""Many trainings on ETTh1: only when asked for."""


def main() -> None:
    """Measure what was asked for; a section that can't be measured does not keep the others."""
    parser = _parser()
    options = parser.parse_args()
    sections = {section: _measurement(section, options) for section in options.sections}
    failed = False
    for section, measure in sections.items():
        try:
            text = measure()
        except (BenchError, DataError, ConfigError) as error:
            print(f"{section}: {error}", file=sys.stderr)
            failed = True
            continue
        text = f"*`{_command(section, parser, options)}`; {machine()}.*\n\n{text}"
        print(text)
        if options.write:
            write(section, text)
            print(f"{section}: {REPORT.name} is up to date.", flush=True)
    sys.exit(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = (*MEASURED, *TRAINED)
    parser.add_argument(
        "sections",
        nargs="*",
        choices=names,
        default=tuple(MEASURED),
        metavar="section",
        help=f"{', '.join(names)} (default: {', '.join(MEASURED)})",
    )
    parser.add_argument("--no-write", dest="write", action="store_false", help="only print")
    parser.add_argument(
        "--threads", type=_positive, default=2, metavar="N", help="of PyTorch (default: 2)"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=45.0,
        metavar="S",
        help="about so long for each setting of steps, a fifth for attention (default: 45)",
    )
    trained = parser.add_argument_group("trainings on ETTh1", ", ".join(TRAINED))
    trained.add_argument(
        "--csv",
        type=Path,
        default=os.environ.get("ETTH1_CSV") or None,
        help="the hourly ETT file, of which nothing is kept (default: $ETTH1_CSV)",
    )
    trained.add_argument("--preset", default="balanced")
    trained.add_argument(
        "--settings", default="", help="for example M24,S168 (default: those of the section)"
    )
    trained.add_argument("--seeds", default="0,1,2", help="default: 0,1,2")
    trained.add_argument(
        "--set", dest="set", action="append", default=[], metavar="KEY=VALUE", help="as in train"
    )
    trained.add_argument(
        "--jobs",
        type=_positive,
        default=1,
        metavar="N",
        help="trainings at a time, which share the threads (default: 1)",
    )
    trained.add_argument(
        "--results",
        type=Path,
        help="JSON lines of what was trained: a run that broke goes on from there. Throw it away "
        "when the code of the training has changed",
    )
    return parser


def _measurement(section: str, options: Options) -> Callable[[], str]:
    if section in MEASURED:
        return lambda: MEASURED[section](options)
    return lambda: TRAINED[section](*_trials(options))


def _trials(options: Options) -> tuple[Trials, tuple[Setting, ...]]:
    """What to train. Raises :class:`BenchError` or :class:`ConfigError`."""
    if options.csv is None:
        raise BenchError("Give the hourly ETT file: --csv path/to/ETTh1.csv, or $ETTH1_CSV.")
    try:
        seeds = tuple(map(seed, options.seeds.split(",")))
    except argparse.ArgumentTypeError as error:
        raise BenchError(f"--seeds: {error}.") from error
    trials = Trials(
        csv=Path(options.csv).absolute(),
        preset=options.preset,
        seeds=seeds,
        jobs=options.jobs,
        threads=max(1, options.threads // options.jobs),
        overrides=parse_settings(options.set),
        results=options.results,
    )
    return trials, tuple(map(Setting.of, filter(None, options.settings.split(","))))


def _command(section: str, parser: argparse.ArgumentParser, options: Options) -> str:
    """How this section is measured again, but for the paths of this machine."""
    words = [f"python -m bench {section}"]
    for name, value in vars(options).items():
        if name in ("sections", "write", "csv", "results") or value == parser.get_default(name):
            continue
        values = value if isinstance(value, list) else [value]
        words += [f"--{name} {each}" for each in values]
    return " ".join(words)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1 up")
    return int(text)


if __name__ == "__main__":
    main()
