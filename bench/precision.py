"""float32 beside bfloat16: the same trainings, the same seeds."""

import statistics
from collections.abc import Mapping, Sequence

from bench.report import table
from bench.trial import Trial
from bench.trials import Setting, Trials, mean_and_spread

SIZES: Mapping[str, Mapping[str, object]] = {
    "the preset's sizes": {},
    # a wide model diverges at the rate of a narrow one
    "d_model 256, d_ff 1024, 8 heads, 150 steps": {
        "d_model": 256, "d_ff": 1024, "n_heads": 8, "learning_rate": 3e-4,
        "max_steps": 150, "eval_every": 50,
    },
}  # fmt: skip
SETTINGS = (Setting("M", 24),)
HEADER = ("", "numbers", "validation MSE", "test MSE", "training, seconds", "steps")


def precision(trials: Trials, settings: Sequence[Setting] = ()) -> str:
    """Two rows for each setting and size. Raises BenchError."""
    planned = {
        (f"{setting}, {size}", numbers): [
            Trial(trials.plan(setting, seed, {**overrides, "precision": numbers}), test=True)
            for seed in trials.seeds
        ]
        for setting in settings or SETTINGS
        for size, overrides in SIZES.items()
        for numbers in ("float32", "bfloat16")
    }
    found = trials.run(trial for group in planned.values() for trial in group)
    rows: list[list[object]] = []
    for (name, numbers), group in planned.items():
        scores = [found[trial.json()] for trial in group]
        rows.append([
            name,
            numbers,
            mean_and_spread([s.validation_mse for s in scores]),
            mean_and_spread([s.test["informer"]["mse"] for s in scores]),
            f"{statistics.fmean(s.seconds for s in scores):.0f}",
            f"{statistics.fmean(s.steps for s in scores):.0f}",
        ])  # fmt: skip
    return f"{trials.describe()}\n\n{table(HEADER, rows)}"
