"""Better, level or worse: differences that a few blocks make are called chance."""

import numpy as np
import pytest

from informer.forecasting.comparison import FEWEST_BLOCKS, compare
from tests.unit.forecasting.rolled_made_up import HORIZON, daily, rolled

ONE = np.ones(1)
CLEAN = daily(noise=0.0)


def test_the_truth_but_for_noise_is_clearly_better_than_repeating_noise() -> None:
    found = compare(rolled(daily(), lambda rows: CLEAN[rows]), ONE)
    assert found.baseline == "seasonal_naive"
    assert found.verdict == "better"
    assert 0 < found.low < found.skill < found.high < 1
    assert found.skill == pytest.approx(1 - 1 / np.sqrt(2), abs=0.04)
    assert found.block == 2 * HORIZON


def test_a_model_far_off_is_worse() -> None:
    found = compare(rolled(daily(), lambda rows: CLEAN[rows] + 9), ONE)
    assert found.verdict == "worse"
    assert found.high < 0


def test_the_baseline_itself_is_level() -> None:
    values = daily()
    found = compare(rolled(values, lambda rows: values[rows - 24]), ONE)
    assert (found.skill, found.verdict) == (0, "level")


def test_one_event_is_not_enough_to_be_better() -> None:
    """Half the error over all windows, but all of it gained in a single block."""
    values = daily(noise=0.1)
    values[400:406] += 500
    part = rolled(values, lambda rows: values[rows - 24])
    mine = part.forecasts["informer"].copy()
    mine[(part.windows > 388) & (part.windows < 406)] = part.actual[
        (part.windows > 388) & (part.windows < 406)
    ]
    part = type(part)(part.windows, part.start, part.actual, dict(part.forecasts, informer=mine))
    found = compare(part, ONE)
    assert found.skill > 0.3
    assert found.verdict == "level"


def test_too_few_blocks_tell_nothing() -> None:
    found = compare(rolled(daily(rows=260), lambda rows: CLEAN[rows]), ONE)
    assert found.n_blocks < FEWEST_BLOCKS
    assert np.isnan(found.low)
    assert found.verdict == "unsure"


def test_the_same_windows_always_give_the_same_range() -> None:
    part = rolled(daily(), lambda rows: CLEAN[rows])
    assert compare(part, ONE) == compare(part, ONE)
