"""What ``train`` says while it trains, and when it has."""

import sys
from collections.abc import Callable
from dataclasses import asdict

from informer.commands._common import tell
from informer.training.records import RunRecord
from informer.training.reports import Report


def progress() -> Callable[[Report], None]:
    """What is told of each report: validations, and on a terminal every step."""
    live = sys.stderr.isatty()

    def show(report: Report) -> None:
        line = f"step {report.step:>6} of {report.n_steps}  train {report.train_loss:.4f}"
        if report.validation_loss is not None:
            best = "  best" if report.best else ""
            tell(f"{line}  validation {report.validation_loss:.4f}{best}")
        elif live:
            tell(f"{line}  {report.seconds_left:.0f} s left ", end="\r")

    return show


def summary(record: RunRecord) -> dict[str, object]:
    """What ``--json`` prints of a run that has scores."""
    assert record.result is not None
    return {
        "run": record.id,
        "seconds": record.seconds,
        "steps": record.steps,
        "metrics": asdict(record.result.metrics),
        "baselines": {name: asdict(s) for name, s in record.result.baselines.items()},
        "best_baseline": record.result.best_baseline,
        "skill": record.result.skill,
    }


def table(record: RunRecord) -> str:
    """Scores beside the baselines', as lines."""
    assert record.result is not None
    result = record.result
    lines = [f"{'':16}{'MAE':>12}{'RMSE':>12}{'MASE':>8}"]
    for name, scores in {"informer": result.metrics, **result.baselines}.items():
        lines.append(f"{name:16}{scores.mae:>12.5g}{scores.rmse:>12.5g}{scores.mase:>8.3f}")
    lines.append(
        f"Skill {result.skill:+.1%} against {result.best_baseline}, on {result.n_windows} test "
        f"windows; trained {record.steps} steps in {record.seconds:.0f} s ({record.computed_on})."
    )
    return "\n".join(lines)
