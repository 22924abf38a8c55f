"""What the model answers to scenarios, in numpy and dates: pages and figures read these."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import DAY, step_seconds
from informer.forecasting.results import Forecast
from informer.forecasting.scenario import Scenario
from informer.forecasting.situation import Situation
from informer.inspection.selection_change import SelectionChange

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class ChangeSummary:
    """What a scenario does to the forecast of one target, in its units."""

    column: str
    total: float
    """Sum of the difference over the horizon."""
    mean: float
    largest: float
    """The difference that is largest, with its sign."""
    largest_at: pd.Timestamp
    baseline_total: float
    """Sum of the baseline over the horizon, to compare with."""
    days: tuple[tuple[pd.Timestamp, float], ...]
    """Midnight of each day and the sum of the difference over it; empty unless the step is shorter
    than a day."""


@dataclass(frozen=True)
class Answer:
    """One scenario answered, beside the baseline of the same steps."""

    scenario: Scenario
    situation: Situation
    """What the model read."""
    forecast: Forecast
    baseline: Forecast
    """Nothing changed: as many steps, but the baseline's own sampling seed."""
    selections: tuple[SelectionChange, ...]
    """Of each self-attention layer of the encoder, in its first pass."""

    @property
    def difference(self) -> Doubles:
        """``[steps, c_out]`` scenario less baseline, in units."""
        return np.asarray(self.forecast.values - self.baseline.values)

    def summary(self, target: int = 0) -> ChangeSummary:
        """What changed in the forecast of this target."""
        difference, time = self.difference[:, target], self.forecast.time
        most = int(np.abs(difference).argmax())
        daily = step_seconds(self.situation.freq) < DAY
        day = time.normalize()
        return ChangeSummary(
            column=self.forecast.columns[target],
            total=float(difference.sum()),
            mean=float(difference.mean()),
            largest=float(difference[most]),
            largest_at=time[most],
            baseline_total=float(self.baseline.values[:, target].sum()),
            days=tuple((one, float(difference[day == one].sum())) for one in day.unique())
            if daily
            else (),
        )


@dataclass(frozen=True)
class Answers:
    """The baseline and every scenario, of one window."""

    baseline: Forecast
    """Of the model's horizon."""
    situation: Situation
    """What the model reads when nothing is changed."""
    answers: tuple[Answer, ...]
    """In the order of the scenarios asked about."""

    @property
    def longest(self) -> Forecast:
        """The baseline as far as any of the scenarios goes."""
        baselines = [self.baseline, *(answer.baseline for answer in self.answers)]
        return max(baselines, key=lambda one: len(one.time))

    def frame(self) -> pd.DataFrame:
        """One row a step: ``time``, and for each target the baseline, then each scenario and its
        difference from the baseline; empty where a scenario ends before another.
        """
        baseline = self.longest
        columns: dict[str, pd.Series] = {}
        for i, target in enumerate(baseline.columns):
            columns[f"{target} baseline"] = pd.Series(baseline.values[:, i], baseline.time)
            for name, answer in zip(self._names(), self.answers, strict=True):
                time = answer.forecast.time
                columns[f"{target} {name}"] = pd.Series(answer.forecast.values[:, i], time)
                columns[f"{target} {name} difference"] = pd.Series(answer.difference[:, i], time)
        return pd.DataFrame(columns).rename_axis("time").reset_index()

    def _names(self) -> list[str]:
        """The names of the scenarios, told apart where two have the same."""
        names: list[str] = []
        for answer in self.answers:
            name, number = answer.scenario.name, 2
            while name in names:
                name, number = f"{answer.scenario.name} ({number})", number + 1
            names.append(name)
        return names
