"""What the model answers to scenarios: the baseline exactly, and each change beside it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from informer.data.series import DataError, TimeSeries
from informer.forecasting import edits as e
from informer.forecasting.answers import Answer, Answers
from informer.forecasting.forecast import forecast_of
from informer.forecasting.rolling import roll
from informer.forecasting.scenario import Scenario, ScenarioError
from informer.forecasting.what_if import answers_of
from informer.inspection.inspect import inspect_model
from tests.unit.inspection.test_inspect import small

WINDOW, SEED = 30, 7
"""A context of 21 hours, then 4: those of Tuesday 2 January 2024 from 03:00 to 06:00."""


@pytest.fixture
def start(hourly_series: TimeSeries) -> dt.datetime:
    return hourly_series.time[WINDOW + 21].to_pydatetime()


def higher(start: dt.datetime, hours: int = 6, **more: object) -> Scenario:
    """The last hours of the context, and 20 more."""
    first = start - dt.timedelta(hours=hours)
    edit = e.Shift(column="load", first=first, last=start, amount=20)
    return Scenario(name="higher", start=start, edits=(edit,), **more)


def flag(start: dt.datetime) -> Scenario:
    edit = e.KnownSet(column="event", first=start, last=start + dt.timedelta(hours=2), value=1)
    return Scenario(name="event", start=start, edits=(edit,))


def test_nothing_changed_is_exactly_the_baseline(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    same = e.Scale(column="load", first=start - dt.timedelta(hours=9), last=start, factor=1)
    told = e.Clock(hours=0, where="window")
    plain = Scenario(name="plain", start=start)
    idle = Scenario(name="idle", start=start, edits=(same, told))
    found = answers_of(model, windows, WINDOW, [plain, higher(start), idle], SEED)
    alone = forecast_of(model, windows, WINDOW, SEED).values
    np.testing.assert_allclose(found.baseline.values, alone, rtol=1e-6)
    for number in (0, 2):
        np.testing.assert_array_equal(found.answers[number].difference, 0)
        assert not any(layer.changed.any() for layer in found.answers[number].selections)
    assert (found.answers[1].difference != 0).any()


def test_each_scenario_is_answered_as_it_would_be_alone(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    """Other steps and other seeds go in batches of their own; each has its baseline."""
    model, windows = small(hourly_series)
    asked = [higher(start), flag(start), higher(start, steps=10), higher(start, seed=11)]
    together = answers_of(model, windows, WINDOW, asked, SEED).answers
    for scenario, one in zip(asked, together, strict=True):
        alone = answers_of(model, windows, WINDOW, [scenario], SEED).answers[0]
        np.testing.assert_allclose(one.forecast.values, alone.forecast.values, rtol=1e-6)
        seed = SEED if scenario.seed is None else scenario.seed
        by_hand = roll(model, windows.scaler, [one.situation], seed)[0]
        np.testing.assert_allclose(one.forecast.values, by_hand, rtol=1e-6)
        assert one.baseline.sampling_seed == SEED
        assert len(one.forecast.time) == len(one.baseline.time) == (scenario.steps or 4)


def test_another_seed_alone_changes_what_is_sampled_and_nothing_else(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    reseeded = Scenario(name="another draw", start=start, seed=SEED + 1)
    one = answers_of(model, windows, WINDOW, [reseeded], SEED).answers[0]
    np.testing.assert_array_equal(one.situation.context, one.baseline.context * [0, 1] + (
        one.situation.context * [1, 0]
    ))  # fmt: skip
    expected = forecast_of(model, windows, WINDOW, SEED + 1)
    np.testing.assert_array_equal(one.forecast.values, expected.values)
    assert any(layer.changed.any() for layer in one.selections)


@pytest.mark.parametrize("sizes", [{}, {"e_layers": (3, 2)}], ids=["plain", "stacked"])
def test_the_selected_are_those_of_an_inspection(
    hourly_series: TimeSeries, start: dt.datetime, sizes: dict[str, object]
) -> None:
    """Before: of the window; after: of the window of a series that really is so."""
    model, windows = small(hourly_series, **sizes)
    one = answers_of(model, windows, WINDOW, [higher(start, 12)], SEED).answers[0]
    values = hourly_series.values.copy()
    values[WINDOW + 9 : WINDOW + 21, 1] += 20
    really = replace(hourly_series, values=values)
    _, so = small(really, **sizes)
    so.scaler = windows.scaler
    so._values = torch.tensor(windows.scaler.transform(values), dtype=torch.float32)
    before = inspect_model(model, windows, WINDOW, SEED).attention
    after = inspect_model(model, so, WINDOW, SEED).attention
    assert len(one.selections) == len(before) - 1  # the decoder's is not asked about
    for layer, old, new in zip(one.selections, before, after, strict=False):
        assert layer.name == old.name
        assert list(layer.time) == list(old.time)
        np.testing.assert_array_equal(layer.before, old.selected)
        np.testing.assert_array_equal(layer.after, new.selected)
        for head in range(layer.n_heads):
            gained, lost = layer.gained(head), layer.lost(head)
            assert len(gained) == len(lost) == layer.changed[head]
            kept = np.setdiff1d(layer.before[head], lost)
            assert sorted([*kept, *gained]) == list(layer.after[head])
            assert list(layer.times(gained)) == [old.time[query] for query in gained]
    assert any(layer.changed.any() for layer in one.selections)


def test_full_attention_selects_nothing(hourly_series: TimeSeries, start: dt.datetime) -> None:
    model, windows = small(hourly_series, attention="full")
    one = answers_of(model, windows, WINDOW, [higher(start)], SEED).answers[0]
    assert [layer.n_selected for layer in one.selections] == [None] * 3
    assert [len(layer.changed) for layer in one.selections] == [0] * 3
    assert len(one.selections[0].gained(0)) == 0


def test_the_summary_counts_in_units_and_by_day(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    one = answers_of(model, windows, WINDOW, [higher(start, steps=30)], SEED).answers[0]
    difference = np.zeros((30, 1))
    difference[:, 0] = np.arange(30)
    difference[3] = -100
    made = Answer(
        scenario=one.scenario,
        situation=one.situation,
        forecast=replace(one.forecast, values=one.baseline.values + difference),
        baseline=one.baseline,
        selections=(),
    )
    found = made.summary()
    total = 29 * 30 / 2 - 3 - 100
    assert (found.column, found.largest_at) == ("load", one.forecast.time[3])
    np.testing.assert_allclose([found.total, found.mean, found.largest], [total, total / 30, -100])
    days = [pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-04")]
    assert [day for day, _ in found.days] == days
    first = sum(one.forecast.time < days[1])
    sums = [difference[:first].sum(), difference[first:].sum()]
    np.testing.assert_allclose([total for _, total in found.days], sums)


def test_a_frame_has_every_scenario_beside_the_baseline(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    asked = [flag(start), flag(start), higher(start, steps=6)]
    found: Answers = answers_of(model, windows, WINDOW, asked, SEED)
    frame = found.frame()
    assert list(frame) == [
        "time", "load baseline", "load event", "load event difference", "load event (2)",
        "load event (2) difference", "load higher", "load higher difference",
    ]  # fmt: skip
    assert list(frame["time"]) == list(pd.date_range(start, periods=6, freq="h"))
    np.testing.assert_allclose(
        frame["load higher"] - frame["load baseline"], frame["load higher difference"]
    )
    assert list(frame["load event"].isna()) == [False] * 4 + [True] * 2


def test_values_beyond_the_models_numbers_are_refused(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    edit = e.Set(column="load", first=start - dt.timedelta(hours=2), last=start, value=1e300)
    huge = Scenario(name="huge", start=start, edits=(edit,))
    with pytest.raises(ScenarioError, match="'huge' are too large"):
        answers_of(model, windows, WINDOW, [huge], SEED)


def test_a_window_that_is_not_there_is_refused(
    hourly_series: TimeSeries, start: dt.datetime
) -> None:
    model, windows = small(hourly_series)
    with pytest.raises(DataError, match="no window"):
        answers_of(model, windows, 10_000, [flag(start)], SEED)
