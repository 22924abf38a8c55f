"""What each edit does to the input of a forecast, by hand numbers: every value is its own row."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.series import TimeSeries
from informer.forecasting import edits as e
from informer.forecasting.scenario import Scenario, ScenarioError, apply
from informer.forecasting.situation import Situation, situation

L, LY, WINDOW = 8, 4, 200
START = WINDOW + L


def numbered(freq: str = "h", rows: int = 400, start: str = "2024-01-01") -> TimeSeries:
    """``event`` is 1000 + row, ``load`` is row."""
    time = pd.date_range(start, periods=rows, freq=freq)
    values = np.stack([1000.0 + np.arange(rows), np.arange(rows, dtype=float)], axis=1)
    return TimeSeries(
        name="numbered", time=time, values=values, columns=("event", "load"), freq=freq,
        filled=np.zeros_like(values, dtype=bool), fingerprint="0" * 64,
    )  # fmt: skip


def config(freq: str = "h") -> RunConfig:
    sizes = {"seq_len": L, "label_len": 4, "pred_len": LY, "d_model": 8, "n_heads": 2, "d_ff": 8}
    model = ModelConfig.model_validate(
        {"enc_in": 2, "dec_in": 2, "c_out": 1, "n_known_future": 1, "freq": freq} | sizes
    )
    return RunConfig(data=DataConfig(targets=("load",), known_future=("event",)), model=model)


SERIES = numbered()
NOW = situation(SERIES, config(), WINDOW)
BEFORE = NOW.context[:, 1].copy()


def at(row: int) -> dt.datetime:
    return SERIES.time[row].to_pydatetime()


def scenario(*edits: e.Edit) -> Scenario:
    return Scenario(name="what if", start=at(START), edits=edits)


def changed(*edits: e.Edit, now: Situation = NOW, series: TimeSeries = SERIES) -> Situation:
    return apply(scenario(*edits), now, series)


def load(*edits: e.Edit) -> list[float]:
    return list(changed(*edits).context[:, 1])


def block(first: int, last: int, column: str = "load") -> dict[str, object]:
    """Rows of the context, both included."""
    return {"column": column, "first": at(WINDOW + first), "last": at(WINDOW + last)}


def ahead(first: int, last: int, column: str = "event") -> dict[str, object]:
    return {"column": column, "first": at(START + first), "last": at(START + last)}


PAST: Sequence[tuple[e.PastEdit, list[float]]] = [
    (e.Scale(**block(1, 2), factor=2), [200, 402, 404, 203, 204, 205, 206, 207]),
    (e.Shift(**block(6, 7), amount=-6), [200, 201, 202, 203, 204, 205, 200, 201]),
    (e.Set(**block(0, 0), value=7), [7, 201, 202, 203, 204, 205, 206, 207]),
    (e.Spike(column="load", at=at(WINDOW + 3), amount=100, width=3),
     [200, 201, 252, 303, 254, 205, 206, 207]),
    (e.Spike(column="load", at=at(WINDOW), amount=10, width=1),
     [210, 201, 202, 203, 204, 205, 206, 207]),
    (e.Swap(**block(2, 4), source=at(50)), [200, 201, 50, 51, 52, 205, 206, 207]),
    (e.Values(column="load", values={at(WINDOW + 1): 5, at(WINDOW + 7): -1}),
     [200, 5, 202, 203, 204, 205, 206, -1]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), PAST, ids=[edit.kind for edit, _ in PAST])
def test_an_edit_of_the_past(edit: e.PastEdit, expected: list[float]) -> None:
    after = changed(edit)
    np.testing.assert_allclose(after.context[:, 1], expected)
    np.testing.assert_array_equal(after.context[:, 0], NOW.context[:, 0])
    np.testing.assert_array_equal(after.ahead, NOW.ahead)
    assert after.told is None
    assert after.notes == NOW.notes
    np.testing.assert_array_equal(NOW.context[:, 1], BEFORE)  # the situation given stays


def test_what_is_removed_is_filled_by_a_line_or_by_the_mean() -> None:
    bent = e.Values(column="load", values={at(WINDOW + 2): 0, at(WINDOW + 5): 300})
    line = load(bent, e.Remove(**block(3, 4)))
    np.testing.assert_allclose(line, [200, 201, 0, 100, 200, 300, 206, 207])
    held = load(e.Remove(**block(6, 7)))
    assert held[5:] == [205, 205, 205]
    mean = load(bent, e.Remove(**block(0, 1), fill="mean"))
    assert mean[:2] == [(200 + 201 + 0 + 203 + 204 + 300 + 206 + 207) / 8] * 2


def test_any_channel_of_the_past_can_be_edited() -> None:
    after = changed(e.Set(**block(7, 7, "event"), value=0))
    assert list(after.context[6:, 0]) == [1206, 0]


def test_edits_are_made_one_after_the_other() -> None:
    double, more = e.Scale(**block(0, 7), factor=2), e.Shift(**block(0, 7), amount=1)
    assert load(double, more)[0] == 401
    assert load(more, double)[0] == 402


def test_a_scenario_without_edits_is_the_situation_as_it_is() -> None:
    assert changed() == NOW
    same = changed(e.Scale(**block(0, 7), factor=1), e.Swap(**block(0, 7), source=at(WINDOW)))
    np.testing.assert_array_equal(same.context, NOW.context)


def test_known_values_replace_those_ahead() -> None:
    after = changed(e.KnownSet(**ahead(1, 2), value=9))
    assert list(after.ahead[:, 0]) == [1208, 9, 9, 1211]
    np.testing.assert_array_equal(after.context, NOW.context)
    after = changed(e.KnownRepeat(**ahead(0, 1), source=at(20)))
    assert list(after.ahead[:, 0]) == [1020, 1021, 1210, 1211]
    after = changed(e.KnownValues(column="event", values={at(START + 3): 3}))
    assert list(after.ahead[:, 0]) == [1208, 1209, 1210, 3]


def test_past_the_end_of_the_data_steps_ahead_have_their_times() -> None:
    last = situation(SERIES, config(), len(SERIES) - L)
    end = last.ahead_time[1].to_pydatetime()
    edit = e.KnownRepeat(column="event", first=end, last=end, source=at(20))
    now = apply(scenario(edit), last, SERIES)
    assert list(now.ahead[:, 0] != last.ahead[:, 0]) == [False, True, False, False]
    assert now.ahead[1, 0] == 1020


def test_a_block_that_began_before_the_window_goes_on_in_it() -> None:
    """A swap over rows 198 .. 201 from row 50 on: row 200 takes the third value."""
    edit = e.Swap(column="load", first=at(198), last=at(201), source=at(50))
    assert load(edit)[:3] == [52, 53, 202]
    edit = e.Swap(column="load", first=at(206), last=at(212), source=at(50))
    assert load(edit)[5:] == [205, 50, 51]


OUTSIDE = [
    e.Set(column="load", first=at(0), last=at(100), value=1),
    e.Set(column="load", first=at(START), last=at(START + 1), value=1),
    e.Spike(column="load", at=at(10), amount=1),
    e.Values(column="load", values={at(START): 1}),
    e.KnownSet(column="event", first=at(0), last=at(START - 1), value=1),
    e.KnownValues(column="event", values={at(WINDOW): 1}),
    e.Set(column="load", first=dt.datetime(1, 1, 1), last=dt.datetime(2, 1, 1), value=1),
    e.Set(column="load", first=dt.datetime(9000, 1, 1), last=dt.datetime(9999, 1, 1), value=1),
]


@pytest.mark.parametrize("edit", OUTSIDE, ids=range(len(OUTSIDE)))
def test_edits_of_other_steps_are_passed_over_and_noted(edit: e.Edit) -> None:
    after = changed(edit)
    np.testing.assert_array_equal(after.context, NOW.context)
    np.testing.assert_array_equal(after.ahead, NOW.ahead)
    assert len(after.notes) == len(NOW.notes) + 1
    assert "passed over" in after.notes[-1]
    assert "Edit 1" in after.notes[-1]


SENSELESS = [
    (e.Set(**block(0, 1, "lod"), value=1), "no such column"),
    (e.KnownSet(**ahead(0, 1, "load"), value=1), "isn't known in the future; what is: 'event'"),
    (e.Values(column="load", values={at(WINDOW) + dt.timedelta(minutes=7): 1}), "no step at"),
    (e.Spike(column="load", at=at(WINDOW) + dt.timedelta(minutes=7), amount=1), "no step at"),
    (e.Swap(**block(0, 1), source=dt.datetime(1990, 1, 1)), "no step at 1990"),
    (e.Swap(**block(0, 7), source=at(395)), "the data end before"),
    (e.KnownRepeat(**ahead(0, 3), source=at(398)), "the data end before"),
    (e.Scale(**block(0, 7), factor=1e308), "too large"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "reason"), SENSELESS, ids=range(len(SENSELESS)))
def test_an_edit_that_makes_no_sense_is_refused_by_name(edit: e.Edit, reason: str) -> None:
    fine = e.Shift(**block(0, 7), amount=1)
    with pytest.raises(ScenarioError, match=reason) as refusal:
        changed(fine, edit)
    assert str(refusal.value).startswith("Edit 2 (")
    assert str(refusal.value).endswith(".")
