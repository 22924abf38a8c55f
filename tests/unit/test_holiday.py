"""The run that ships with the app reacts to a holiday: a working day told so has less traffic."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.forecasting.answers import Answer
from informer.forecasting.edits import KnownSet
from informer.forecasting.scenario import Scenario
from informer.forecasting.what_if import answer
from informer.training.checkpoint import TrainedRun, load_run
from informer.training.runs import RunFolder

MORNING = slice(6, 9)
WORKING_DAYS = [f"2018-09-{day:02d}" for day in (4, 5, 6, 24, 25, 26, 27, 28)]
"""Of the test part. Between them lie two weeks in which the flag does little: docs/WHAT_IF.md."""


@pytest.fixture(scope="module")
def run() -> TrainedRun:
    return load_run(RunFolder(Path(__file__).parents[2] / "sample_data" / "run"))


def flagged(run: TrainedRun, day: str, value: float) -> Answer:
    """The day with the holiday flag of all its hours set."""
    first = pd.Timestamp(day)
    last = first + pd.Timedelta(hours=23)
    edit = KnownSet(column="is_holiday", first=first, last=last, value=value)
    scenario = Scenario(name="holiday", start=first, edits=(edit,))
    return answer(run, run.windows.resolve(day), [scenario], 0).answers[0]


@pytest.mark.parametrize("day", [*WORKING_DAYS, "2018-10-01"])
def test_a_working_day_that_is_a_holiday_has_a_lower_morning_peak(
    run: TrainedRun, day: str
) -> None:
    told = flagged(run, day, 1)
    before, after = told.baseline.values[MORNING, 0], told.forecast.values[MORNING, 0]
    assert before.max() > 5500  # vehicles an hour
    assert after.max() < 0.9 * before.max()
    assert told.difference.sum() < 0


def test_a_holiday_that_is_a_working_day_has_its_peak_back(run: TrainedRun) -> None:
    """Labor Day 2018, which the model forecasts rightly: told that it is none, it is a Monday."""
    told = flagged(run, "2018-09-03", 0)
    actual = told.baseline.actual
    assert actual is not None
    assert told.baseline.values[MORNING].max() < 3000
    assert actual[MORNING].max() < 3000
    assert told.forecast.values[MORNING].max() > 5500


def test_the_flag_says_nothing_to_the_encoder_of_a_first_pass(run: TrainedRun) -> None:
    """It stands in the placeholders, which the decoder alone reads: no query changes."""
    told = flagged(run, "2018-10-01", 1)
    assert [int(layer.changed.sum()) for layer in told.selections] == [0, 0, 0]
    assert np.abs(told.difference).max() > 1000
