"""What the model says to scenarios: the baseline and each of them in as few passes as possible."""

from collections.abc import Sequence

from informer.forecasting.answers import Answers
from informer.forecasting.scenario import Scenario
from informer.training.checkpoint import TrainedRun


def answer(
    run: TrainedRun, window: int, scenarios: Sequence[Scenario], sampling_seed: int
) -> Answers:
    """The forecasts of one window as it is, and under each scenario.

    Raises :class:`DataError` when there is no such window, :class:`ScenarioError` for an edit that
    makes no sense.
    """
    raise NotImplementedError
