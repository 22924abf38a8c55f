"""ETTh1, all ten settings of the paper: errors, and the time until its own were reached."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from bench.report import table
from bench.trial import Score, Trial
from bench.trials import Setting, Trials, mean_and_spread


class Published(NamedTuple):
    """Test errors on standardised values."""

    mse: float
    mae: float


# The Informer's rows in tables 2 (M) and 1 (S) of Zhou et al., AAAI 2021.
PUBLISHED = {
    Setting("M", 24): Published(0.577, 0.549),
    Setting("M", 48): Published(0.685, 0.625),
    Setting("M", 168): Published(0.931, 0.752),
    Setting("M", 336): Published(1.128, 0.873),
    Setting("M", 720): Published(1.215, 0.896),
    Setting("S", 24): Published(0.098, 0.247),
    Setting("S", 48): Published(0.158, 0.319),
    Setting("S", 168): Published(0.183, 0.346),
    Setting("S", 336): Published(0.222, 0.387),
    Setting("S", 720): Published(0.269, 0.435),
}
HEADER = (
    "", "context, start token", "MSE", "MAE", "published MSE", "published MAE", "MSE ÷ published",
    "MAE ÷ published", "linear MSE", "linear MAE", "MSE ÷ linear", "training, seconds",
    "until the published MSE, seconds",
)  # fmt: skip


def accuracy(trials: Trials, settings: Sequence[Setting] = ()) -> str:
    """A row for each setting, the mean of the seeds. Raises BenchError."""
    chosen = settings or tuple(PUBLISHED)
    planned = {
        setting: [
            Trial(trials.plan(setting, seed), True, _published_mse(setting))
            for seed in trials.seeds
        ]
        for setting in chosen
    }
    scores = trials.run(trial for group in planned.values() for trial in group)
    rows = []
    for setting, group in planned.items():
        model = group[0].config.model
        lengths = f"{model.seq_len}, {model.label_len}"
        rows.append([str(setting), lengths, *row(setting, [scores[t.json()] for t in group])])
    return f"{trials.describe()}\n\n{table(HEADER, rows)}"


def row(setting: Setting, scores: Sequence[Score]) -> list[object]:
    """The cells after the lengths: ratios are those of the means."""
    errors = {
        name: [statistics.fmean(s.test[name][kind] for s in scores) for kind in ("mse", "mae")]
        for name in ("informer", "linear")
    }
    mse, mae = errors["informer"]
    published = PUBLISHED.get(setting)
    beside: list[object] = ["", "", "", ""]
    if published:
        beside = [published.mse, published.mae, _ratio(mse, published.mse)]
        beside.append(_ratio(mae, published.mae))
    return [
        mean_and_spread([s.test["informer"]["mse"] for s in scores]),
        mean_and_spread([s.test["informer"]["mae"] for s in scores]),
        *beside,
        *errors["linear"],
        _ratio(mse, errors["linear"][0]),
        f"{statistics.fmean(s.seconds for s in scores):.0f}",
        reached([s.seconds_to_published for s in scores]) if published else "",
    ]


def reached(seconds: Sequence[float | None]) -> str:
    """The mean over the seeds that got there, and how many did if not all.

    >>> reached([2.0, 4.0]), reached([2.0, None]), reached([None])
    ('3.0', '2.0 (1 of 2 seeds)', 'never')
    """
    there = [value for value in seconds if value is not None]
    if not there:
        return "never"
    some = "" if len(there) == len(seconds) else f" ({len(there)} of {len(seconds)} seeds)"
    return f"{statistics.fmean(there):.1f}{some}"


def _published_mse(setting: Setting) -> float | None:
    return PUBLISHED[setting].mse if setting in PUBLISHED else None


def _ratio(value: float, reference: float) -> str:
    return f"{value / reference:.2f}"
