"""``forecast RUN --scenario FILE.json``: what changes, as columns beside the baseline."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from informer.commands._common import load_asked, open_run, tell, write_table
from informer.commands._report import write_report
from informer.data.series import DataError
from informer.forecasting.answers import Answer, Answers
from informer.forecasting.edit_words import number, when
from informer.forecasting.scenario import Scenario, ScenarioError, describe, read_scenario

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun


def add_scenario_option(parser: argparse.ArgumentParser) -> None:
    """``--scenario FILE.json``"""
    parser.add_argument(
        "--scenario",
        type=Path,
        action="append",
        metavar="FILE.json",
        help="forecast what this what-if scenario changes, too: columns for the baseline, the "
        "scenario and the difference; may be given several times (the window is the scenario's "
        "own unless --window is given)",
    )


def run_scenarios(args: argparse.Namespace) -> int:
    """0; raises the library's errors."""
    scenarios = [_read(path) for path in args.scenario]
    if args.window is None:
        args.window = _start(scenarios)
    trained, window, sampling_seed = load_asked(args)
    from informer.forecasting.what_if import answer

    answers = answer(trained, window, scenarios, sampling_seed)
    for one in answers.answers:
        _tell(one)
    if args.report is not None:
        write_report(
            args.report,
            open_run(args.run_id, args.runs),
            trained,
            answers.baseline,
            scenarios=args.scenario,
            answers=answers,
        )
    write_table(args, answers.frame())
    if args.json:
        print(orjson.dumps(_summary(trained, answers)).decode())
    return 0


def _read(path: Path) -> Scenario:
    try:
        return read_scenario(path.read_bytes())
    except ScenarioError as error:
        raise ScenarioError(f"{path}: {error}") from error


def _start(scenarios: Sequence[Scenario]) -> str:
    """The time at which all of them start."""
    starts = sorted({scenario.start for scenario in scenarios})
    if len(starts) > 1:
        raise DataError(
            f"The scenarios start at different times ({starts[0]} to {starts[-1]}): choose the "
            "window of all of them with --window."
        )
    return starts[0].isoformat()


def _tell(answer: Answer) -> None:
    """What is changed and what that does, in words."""
    scenario, freq = answer.scenario, answer.situation.freq
    tell(f"{scenario.name}:")
    for place, edit in enumerate(scenario.edits, start=1):
        tell(f"  {place}. {describe(edit, freq)}")
    for note in answer.situation.notes:
        tell(f"  {note}")
    for target in range(len(answer.forecast.columns)):
        found = answer.summary(target)
        tell(
            f"  {found.column}: {number(found.total, sign=True)} in all, "
            f"largest {number(found.largest, sign=True)} at {when(found.largest_at, freq)}"
        )


def _summary(trained: "TrainedRun", answers: Answers) -> dict[str, object]:
    """What ``--json`` prints."""
    baseline = answers.longest
    return {
        "run": trained.record.id,
        "window": baseline.window,
        "sampling_seed": baseline.sampling_seed,
        "time": [time.isoformat() for time in baseline.time],
        "values": {name: baseline.values[:, i].tolist() for i, name in enumerate(baseline.columns)},
        "scenarios": [_described(answer) for answer in answers.answers],
    }


def _described(answer: Answer) -> dict[str, object]:
    forecast = answer.forecast
    return {
        "name": answer.scenario.name,
        "edits": [describe(edit, answer.situation.freq) for edit in answer.scenario.edits],
        "sampling_seed": forecast.sampling_seed,
        "values": {name: forecast.values[:, i].tolist() for i, name in enumerate(forecast.columns)},
        "difference": {
            name: answer.difference[:, i].tolist() for i, name in enumerate(forecast.columns)
        },
        "queries_changed": {
            layer.name: layer.changed.tolist() for layer in answer.selections if layer.n_heads
        },
        "notes": answer.situation.notes,
    }
