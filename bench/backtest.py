"""How the presets were chosen: the months of the validation part as the test of a shorter training.

A choice that validates well on the windows that also end the training may be one that only suits
them. So the training part is cut: its end, as long as the validation part, validates and ends the
training, and the validation part is what is forecast. The test part is never read.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bench.report import table
from bench.trials import Setting, Trials, mean_and_spread

VARIANTS: Mapping[str, Mapping[str, object]] = {
    "no instance normalisation": {"instance_norm": False},
    "no draft": {"linear_draft": False},
    "twice the learning rate": {"learning_rate": 1e-3},
    "dropout 0.2": {"dropout": 0.2},
}
SETTINGS = (Setting("M", 24), Setting("M", 168), Setting("S", 24), Setting("S", 168))


def backtest(trials: Trials, settings: Sequence[Setting] = ()) -> str:
    """A row for each variant: its MSE, also divided by that of linear. Raises BenchError."""
    chosen = settings or SETTINGS
    shorter = replace(trials, split=shortened(*trials.split))
    planned = shorter.vary(VARIANTS, chosen, test=True)
    found = shorter.run(trial for group in planned.values() for trial in group)
    rows: list[list[object]] = []
    for name in dict.fromkeys(name for name, _ in planned):
        row: list[object] = [name]
        for setting in chosen:
            scores = [found[trial.json()].test for trial in planned[name, setting]]
            mine, linear = ([s[who]["mse"] for s in scores] for who in ("informer", "linear"))
            row.append(mean_and_spread(mine))
            row.append(f"{statistics.fmean(mine) / statistics.fmean(linear):.2f}")
        rows.append(row)
    header = [cell for s in chosen for cell in (f"{s}: MSE", "÷ linear")]
    return f"{trials.describe()}\n\n{table(('', *header), rows)}"


def shortened(train: int, validation: int, _: int) -> tuple[int, int, int]:
    """Rows to train, to validate, to forecast: the last are the validation part of the split.

    >>> shortened(8640, 2880, 2880)
    (5760, 2880, 2880)
    """
    return train - validation, validation, validation
