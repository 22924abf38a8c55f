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
        sums = pd.Series(difference, index=time).groupby(time.normalize()).sum()
        return ChangeSummary(
            column=self.forecast.columns[target],
            total=float(difference.sum()),
            mean=float(difference.mean()),
            largest=float(difference[most]),
            largest_at=time[most],
            baseline_total=float(self.baseline.values[:, target].sum()),
            days=tuple((day, float(total)) for day, total in sums.items()) if daily else (),
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
