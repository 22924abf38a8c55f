"""Intervals hold what they promise, by what was known at the time and nothing else."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from informer.forecasting.coverage import coverage
from informer.forecasting.intervals import LEVELS, calibrate, needed, rank
from informer.forecasting.rolled import INFORMER, Backtest, Rolled

Draw = Callable[[int], np.ndarray]


def make(residuals: np.ndarray, n: int, *, gap: int = 0) -> Backtest:
    """A backtest whose forecasts are 0 and whose first n origins are the validation part."""

    def part(rows: slice, first: int) -> Rolled:
        actual = residuals[rows]
        windows = np.arange(first, first + len(actual))
        start = pd.date_range("2024-01-01", periods=first + len(actual), freq="h")[windows]
        return Rolled(windows, start, actual, {INFORMER: np.zeros_like(actual)})

    return Backtest(
        columns=tuple("abc"[: residuals.shape[2]]),
        freq="h",
        horizon=residuals.shape[1],
        sampling_seed=0,
        stride=1,
        period=1,
        mase_scale=np.ones(residuals.shape[2]),
        validation=part(slice(0, n), 0),
        test=part(slice(n, None), n + gap),
    )


def test_the_rank_by_hand() -> None:
    """Four residuals 1, 2, 3, 4: ceil(5 · 0.5) = 3, so that half of the width is 3."""
    backtest = make(np.array([4.0, -1, 3, -2, 0, 0]).reshape(-1, 1, 1), 4)
    known = calibrate(backtest, 4)
    assert known.half_width(0.5) == 3
    assert known.half_width(0.8) == 4
    assert np.isinf(known.half_width(0.95)).all()
    assert needed(0.95) == 19
    bounds = known.intervals(np.array([[10.0]]), (0.8, 0.5))
    assert bounds.levels == (0.5, 0.8)
    assert bounds.lower[:, 0, 0].tolist() == [7, 6]
    assert bounds.upper[:, 0, 0].tolist() == [13, 14]


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_that_is_none(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        rank(10, level)


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_a_higher_level_is_never_narrower(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    known = calibrate(make(rng.normal(size=(n + 5, 3, 2)), n))
    half = [known.half_width(level) for level in (0.1, 0.5, 0.8, 0.95)]
    assert all((wide >= narrow).all() for narrow, wide in itertools.pairwise(half))


def test_exchangeable_residuals_are_held_as_promised() -> None:
    rng = np.random.default_rng(1)
    found = coverage(make(rng.standard_t(3, size=(3000, 4, 1)), 1000), LEVELS)
    np.testing.assert_allclose(found.followed, LEVELS, atol=0.02)
    np.testing.assert_allclose(found.frozen, LEVELS, atol=0.03)
    assert not found.off()
    assert found.drift is None


def test_drift_is_followed_and_said() -> None:
    """Errors that become three times as large after the validation part."""
    rng = np.random.default_rng(2)
    residuals = rng.normal(size=(3000, 2, 1))
    residuals[400:] *= 3
    found = coverage(make(residuals, 400))
    assert (found.frozen < np.array(LEVELS) - 0.2).all()
    assert (np.abs(found.followed - LEVELS) < 0.06).all()
    assert found.drift is not None
    assert "larger" in found.drift
    assert set(coverage(make(residuals[:420], 400)).off()) == set(LEVELS)


def test_at_the_start_of_the_test_part_all_validation_residuals_are_used() -> None:
    residuals = np.random.default_rng(3).normal(size=(30, 3, 1))
    backtest = make(residuals, 20, gap=2)
    expected = np.sort(np.abs(residuals[:20]), axis=0)[..., 0].T
    np.testing.assert_array_equal(calibrate(backtest, 22).sizes[:, 0], expected)
    before = calibrate(backtest, 5)
    np.testing.assert_array_equal(before.sizes[:, 0], expected)
    assert before.note is not None
    assert calibrate(backtest, 22).note is None


def test_what_is_not_known_yet_is_never_used() -> None:
    """The residual of origin i at step h is known from the window i + h + 1 on."""
    residuals = np.random.default_rng(4).normal(size=(40, 3, 1))
    window = 30
    changed = residuals.copy()
    for step in range(3):
        changed[window - step :, step] = 1e9
    before, after = (calibrate(make(r, 20, gap=0), window).sizes for r in (residuals, changed))
    np.testing.assert_array_equal(before, after)
    changed[window - 3, 2] = 1e9
    assert (calibrate(make(changed, 20), window).sizes != before).any()


def test_past_the_end_the_latest_of_all_are_used() -> None:
    residuals = np.random.default_rng(5).normal(size=(50, 2, 1))
    expected = np.sort(np.abs(residuals[30:]), axis=0)[..., 0].T
    np.testing.assert_array_equal(calibrate(make(residuals, 20)).sizes[:, 0], expected)


def test_coverage_is_of_the_intervals_that_a_person_sees() -> None:
    """Counted by hand from the intervals of every test window."""
    residuals = np.random.default_rng(6).normal(size=(60, 2, 2))
    backtest = make(residuals, 25)
    held = []
    for index, window in enumerate(backtest.test.windows):
        bounds = calibrate(backtest, int(window)).intervals(np.zeros((2, 2)))
        actual = backtest.test.actual[index]
        held.append((bounds.lower <= actual) & (actual <= bounds.upper))
    found = coverage(backtest)
    np.testing.assert_allclose(found.followed, np.mean(held, axis=(0, 2, 3)))
    np.testing.assert_allclose(found.followed_step, np.mean(held, axis=(0, 3)))
    np.testing.assert_allclose(found.followed_column, np.mean(held, axis=(0, 2)))


def test_too_few_residuals_give_no_interval_but_hold_the_truth() -> None:
    backtest = make(np.random.default_rng(7).normal(size=(15, 1, 1)), 5)
    found = coverage(replace(backtest, columns=("a",)))
    assert found.followed[2] == 1
    assert np.isinf(found.width[2]).all()


def test_widths_are_those_of_the_followed_intervals() -> None:
    residuals = np.random.default_rng(8).normal(size=(60, 2, 2))
    backtest = make(residuals, 25)
    half = [
        [calibrate(backtest, int(window)).half_width(level) for level in LEVELS]
        for window in backtest.test.windows
    ]
    np.testing.assert_allclose(coverage(backtest).width, 2 * np.mean(half, axis=(0, 2)))


@pytest.mark.parametrize("stride", [1, 7])
def test_ties_and_passed_over_windows_are_counted_as_the_bounds_say(
    stride: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole numbers, so that many sizes are equal to a bound."""
    residuals = np.random.default_rng(9).integers(-3, 4, size=(90, 2, 1)).astype(float)
    backtest = make(residuals, 20)
    monkeypatch.setattr("informer.forecasting.coverage._MOST_COMPARED", 2 * 20 * 70 // stride)
    held = []
    for index in range(0, 70, stride):
        known = calibrate(backtest, int(backtest.test.windows[index]))
        size = np.abs(backtest.test.residuals[index])
        held.append([size <= known.half_width(level) for level in LEVELS])
    found = coverage(backtest)
    assert found.n_windows == len(held)
    np.testing.assert_allclose(found.followed, np.mean(held, axis=(0, 2, 3)))
