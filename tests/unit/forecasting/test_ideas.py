"""Ideas to start from: they fit the data, and each changes what the model reads."""

import numpy as np
import pandas as pd
import pytest

from informer.data.flags import flags
from informer.data.series import TimeSeries
from informer.forecasting import edits as e
from informer.forecasting.ideas import ideas
from informer.forecasting.scenario import Scenario, apply
from informer.forecasting.situation import Situation, situation
from informer.plan import plan_run


def made_up(freq: str, column: str = "is_holiday", steps: int = 400, on: float = 0.0) -> TimeSeries:
    """A flag that is ``on`` but for its first rows, and a target that follows nothing."""
    time = pd.date_range("2020-01-01", periods=steps, freq=freq)
    flag = np.full(steps, on)
    flag[:5] = 1 - on
    values = np.stack([flag, np.sin(np.arange(steps)) + 5], axis=1)
    return TimeSeries(
        name="made up",
        time=time,
        values=values,
        columns=(column, "load"),
        freq=freq,
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
    )


def at_the_end(series: TimeSeries, seq_len: int = 48) -> Situation:
    ahead = 12 if series.freq == "YS" else 30
    sizes = {"seq_len": seq_len, "label_len": 12, "pred_len": ahead}
    config = plan_run(
        series, targets=["load"], known_future=list(series.columns[:1]), overrides=sizes
    )
    return situation(series, config, len(series) - seq_len)


@pytest.mark.parametrize(
    ("freq", "names"),
    [
        ("h", ["The first day is a holiday", "It is a Sunday", "Last 48 hours +10 %",
               "Last day missing"]),
        ("D", ["The first day is a holiday", "Every day is a Sunday", "Last week +10 %",
               "Last 3 days missing"]),
        ("MS", ["The first step is a holiday", "Every step is in November", "Last year +10 %",
                "Last 3 months missing"]),
        ("YS", ["The first step is a holiday", "Last year +10 %", "Last 3 steps missing"]),
    ],
)  # fmt: skip
def test_ideas_fit_the_frequency(freq: str, names: list[str]) -> None:
    series = made_up(freq, steps=200 if freq == "YS" else 400)
    now = at_the_end(series)
    assert [idea.name for idea in ideas(series, now, "load")] == names


@pytest.mark.parametrize("freq", ["15min", "h", "D", "B", "W-SUN", "MS", "QS", "YS"])
def test_each_idea_can_be_made_and_changes_something(freq: str) -> None:
    series = made_up(freq, steps=200 if freq == "YS" else 400)
    now = at_the_end(series)
    for idea in ideas(series, now, "load"):
        scenario = Scenario(name=idea.name, start=now.time[0], edits=(idea.edit,))
        then = apply(scenario, now, series)
        assert then.notes == now.notes  # nothing was passed over
        same = (
            np.array_equal(then.context, now.context)
            and np.array_equal(then.ahead, now.ahead)
            and then.calendar.equals(now.calendar)
        )
        assert not same, idea.name


def test_a_holiday_is_the_first_day_and_no_more() -> None:
    series = made_up("h")
    now = at_the_end(series)
    edit = ideas(series, now, "load")[0].edit
    assert isinstance(edit, e.KnownSet)
    assert edit.value == 1
    assert edit.first == now.time[0]
    assert edit.last == now.time[now.time.normalize() == now.time[0].normalize()][-1]


def test_a_flag_that_is_on_is_switched_off() -> None:
    series = made_up("D", on=1.0)
    idea = ideas(series, at_the_end(series), "load")[0]
    assert idea.name == "The first day is no holiday"
    assert isinstance(idea.edit, e.KnownSet)
    assert idea.edit.value == 0


def test_another_flag_is_named_by_its_column() -> None:
    series = made_up("D", column="promo <b>")
    assert ideas(series, at_the_end(series), "load")[0].name == "promo <b> is 1 on the first day"


def test_flags_hold_two_values() -> None:
    assert flags(made_up("h"), ("is_holiday", "load")) == {"is_holiday": (0.0, 1.0)}
