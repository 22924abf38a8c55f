"""How long a what-if scenario takes to be answered, beside the forecast alone."""

import statistics
import time
from collections.abc import Callable
from functools import partial

import pandas as pd
import torch

from bench.report import table
from bench.training import TRAFFIC
from informer.data.reading import read_csv
from informer.data.windows import Windows
from informer.forecasting.edits import Edit, KnownSet, Scale
from informer.forecasting.forecast import forecast_of
from informer.forecasting.scenario import Scenario
from informer.forecasting.what_if import answers_of
from informer.model.informer import Informer
from informer.plan import plan_run

PRESETS = ("quick", "balanced")
REPEATS, WEEK = 21, 168


def what_if(threads: int) -> str:
    """Medians over several rounds, in each of which everything is asked for once.

    The weights are those of a model that has not been trained: how well it forecasts does not
    matter here.
    """
    torch.set_num_threads(threads)
    series = read_csv(TRAFFIC)
    rows: list[list[object]] = []
    for preset in PRESETS:
        config = plan_run(
            series, targets=["traffic_volume"], known_future=["is_holiday"], preset=preset,
            overrides={"pred_len": 24},
        )  # fmt: skip
        windows = Windows(series, config)
        model, last = Informer(config.model).eval(), windows.n_windows - 1
        asked = _scenarios(windows.time(last)[1][0])
        questions: dict[str, Callable[[], object]] = {
            "the forecast alone": partial(forecast_of, model, windows, last, 0)
        }
        for name, scenarios in asked.items():
            questions[name] = partial(answers_of, model, windows, last, scenarios, 0)
        seconds = _rounds(questions)
        alone = statistics.median(seconds["the forecast alone"])
        rows += [
            [preset, name, statistics.median(taken) / alone, statistics.median(taken), max(taken)]
            for name, taken in seconds.items()
        ]
    header = ("preset", "asked", "× the forecast alone", "median, seconds", "slowest")
    return table(header, rows)


def _scenarios(start: pd.Timestamp) -> dict[str, list[Scenario]]:
    hour, day = pd.Timedelta(hours=1), pd.Timedelta(days=1)
    holiday = KnownSet(column="is_holiday", first=start, last=start + day - hour, value=1)
    more = Scale(column="traffic_volume", first=start - 7 * day, last=start - hour, factor=1.1)

    def scenario(*edits: Edit, steps: int | None = None) -> Scenario:
        return Scenario(name="what if", start=start, edits=edits, steps=steps)

    return {
        "one scenario": [scenario(holiday)],
        "eight scenarios": [scenario(holiday, more.model_copy(update={"factor": 1 + n / 10}))
                            for n in range(8)],
        "one scenario of a week, in 7 passes": [scenario(holiday, more, steps=WEEK)],
    }  # fmt: skip


def _rounds(questions: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Seconds of each question, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in questions}
    for round_ in range(REPEATS + 1):
        for name, ask in questions.items():
            began = time.perf_counter()
            ask()
            if round_:
                seconds[name].append(time.perf_counter() - began)
    return seconds
