"""What each choice of the preset brings: one change at a time, on validation windows only."""

import statistics
from collections.abc import Mapping, Sequence

from bench.report import table
from bench.trial import Score
from bench.trials import Setting, Trials, mean_and_spread

VARIANTS: Mapping[str, Mapping[str, object]] = {
    "zeros in the placeholders, no draft": {"linear_draft": False},
    "no instance normalisation": {"instance_norm": False},
    "neither draft nor instance normalisation": {"linear_draft": False, "instance_norm": False},
    "twice the learning rate": {"learning_rate": 1e-3},
    "the last weights, not their average": {"weight_averaging": 0.0},
    "calendar as in the paper (timeF)": {"embed": "timeF"},
    "no dropout": {"dropout": 0.0},
    "dropout 0.3": {"dropout": 0.3},
    "lazy rows get the sum": {"lazy_rows": "sum"},
    "heads and time mixed": {"mix": True},
    "full attention": {"attention": "full"},
    "without distilling": {"distil": False},
    "d_model 32": {"d_model": 32},
    "d_model 128": {"d_model": 128},
    "constant learning rate": {"schedule": "constant"},
    "sampling factor 1": {"sampling_factor": 1},
    "bfloat16": {"precision": "bfloat16"},
}
SETTINGS = (Setting("M", 24), Setting("M", 168), Setting("S", 24))


def ablation(trials: Trials, settings: Sequence[Setting] = ()) -> str:
    """A row for each variant; for each setting its error, the change, and the seconds.

    A variant that the preset is already says so. Raises BenchError.
    """
    chosen = settings or SETTINGS
    planned = trials.vary(VARIANTS, chosen, test=False)
    found = trials.run(trial for group in planned.values() for trial in group)
    names = list(dict.fromkeys(name for name, _ in planned))
    rows: list[list[object]] = []
    for name in names:
        row: list[object] = [name]
        for setting in chosen:
            group, reference = planned[name, setting], planned[names[0], setting]
            if name != names[0] and group == reference:
                row += ["is so", "", ""]
                continue
            row += cells([found[t.json()] for t in group], [found[t.json()] for t in reference])
        rows.append(row)
    header = [cell for s in chosen for cell in (f"{s}: validation MSE", "change", "seconds")]
    return f"{trials.describe()}\n\n{table(('', *header), rows)}"


def cells(scores: Sequence[Score], reference: Sequence[Score]) -> list[object]:
    """Error, its change against the reference in percent, and seconds: means of the seeds."""
    mean, base = (statistics.fmean(s.validation_mse for s in x) for x in (scores, reference))
    change = "" if scores == reference else f"{100 * (mean / base - 1):+.1f} %"
    seconds = f"{statistics.fmean(s.seconds for s in scores):.0f}"
    return [mean_and_spread([s.validation_mse for s in scores]), change, seconds]
