"""What the model says to scenarios: the baseline and each of them in as few passes as possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from informer.data.windows import Windows
from informer.forecasting.answers import Answer, Answers
from informer.forecasting.results import Forecast
from informer.forecasting.rolling import roll, situation_rows
from informer.forecasting.scenario import Scenario, ScenarioError, apply
from informer.forecasting.situation import Situation, observed, situation
from informer.inspection.changed import LayerSelections, encoder_selections, selection_changes
from informer.model.informer import Informer
from informer.training.checkpoint import TrainedRun


def answer(
    run: TrainedRun, window: int, scenarios: Sequence[Scenario], sampling_seed: int
) -> Answers:
    """The forecasts of one window (negative: from the end) as it is, and under each scenario.

    Raises :class:`DataError` when there is no such window, :class:`ScenarioError` for an edit that
    makes no sense.
    """
    number = run.windows.resolve(window)
    return answers_of(run.model, run.windows, number, scenarios, sampling_seed)


def answers_of(
    model: Informer,
    windows: Windows,
    window: int,
    scenarios: Sequence[Scenario],
    sampling_seed: int,
) -> Answers:
    """As :func:`answer`, for a model and its windows; ``window`` counts from 0.

    Scenarios of as many steps and the same sampling seed go through the model in one batch, with
    the baseline that they are compared with.
    """
    series, config = windows.series, windows.config
    plain_key = (config.model.pred_len, sampling_seed)
    keys = [
        (scenario.steps or config.model.pred_len, _seed(scenario, sampling_seed))
        for scenario in scenarios
    ]
    plain = {
        steps: situation(series, config, window, steps=steps)
        for steps in {plain_key[0], *(steps for steps, _ in keys)}
    }
    batches = {(steps, sampling_seed): [now] for steps, now in plain.items()}
    changed = [
        apply(scenario, plain[steps], series)
        for scenario, (steps, _) in zip(scenarios, keys, strict=True)
    ]
    places = [
        _placed(batches.setdefault(key, []), now) for key, now in zip(keys, changed, strict=True)
    ]
    heard = {
        key: _Heard.of(model, windows, window, batch, key[1]) for key, batch in batches.items()
    }
    answers = []
    for scenario, now, key, place in zip(scenarios, changed, keys, places, strict=True):
        own, base = heard[key], heard[key[0], sampling_seed]
        if not np.isfinite(own.forecasts[place].values).all():
            raise ScenarioError(
                f"The values of '{scenario.name}' are too large or too small for the model."
            )
        answers.append(
            Answer(
                scenario=scenario,
                situation=now,
                forecast=replace(own.forecasts[place], notes=now.notes),
                baseline=base.forecasts[0],
                selections=selection_changes(base.selections, own.selections, place),
            )
        )
    return Answers(
        baseline=heard[plain_key].forecasts[0],
        situation=plain[plain_key[0]],
        answers=tuple(answers),
    )


@dataclass(frozen=True)
class _Heard:
    """What the model said to the situations of one batch."""

    forecasts: tuple[Forecast, ...]
    selections: tuple[LayerSelections, ...]

    @classmethod
    def of(
        cls,
        model: Informer,
        windows: Windows,
        window: int,
        situations: Sequence[Situation],
        seed: int,
    ) -> "_Heard":
        config, now = windows.config, situations[0]
        values = roll(model, windows.scaler, situations, seed)
        actual = observed(windows.series, config, window, now.steps)
        forecasts = tuple(
            Forecast(
                window=window,
                sampling_seed=seed,
                columns=config.data.targets,
                context_time=one.context_time,
                context=one.context[:, -config.model.c_out :],
                time=one.time,
                values=forecast,
                actual=actual,
                notes=one.notes,
            )
            for one, forecast in zip(situations, values, strict=True)
        )
        rows, marks = situation_rows(config.model, windows.scaler, situations)
        context = now.context_time
        return cls(forecasts, encoder_selections(model, rows, marks, seed, context))


def _placed(batch: list[Situation], now: Situation) -> int:
    """The place of a situation in a batch, to which it is added unless the same is there already.

    So what changes nothing is the baseline to the last digit, in whatever order a batch is summed.
    """
    for place, other in enumerate(batch):
        if (
            np.array_equal(other.context, now.context)
            and np.array_equal(other.ahead, now.ahead)
            and other.calendar.equals(now.calendar)
        ):
            return place
    batch.append(now)
    return len(batch) - 1


def _seed(scenario: Scenario, sampling_seed: int) -> int:
    return sampling_seed if scenario.seed is None else scenario.seed
