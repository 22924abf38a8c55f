"""Another calendar, or a switched flag: exactly what was asked for changes in what is read."""

import numpy as np
import pandas as pd
import pytest
import torch

from informer.data.series import TimeSeries
from informer.forecasting.forecast import forecast_of
from informer.inspection.embedding import embed_model
from informer.inspection.moments import Moment, fields_of, moments
from informer.inspection.telling import (
    told_batch,
    told_embedding_of,
    told_forecasts_of,
)
from tests.unit.inspection.test_inspect import small

WINDOW = 30  # a horizon from Tuesday 2 January 2024, hours 51 to 54


def rows(changed: torch.Tensor, original: torch.Tensor) -> list[int]:
    return (changed != original).any(-1)[0].nonzero().flatten().tolist()


@pytest.mark.parametrize("kind", ["cyclic", "timeF", "fixed", "learned"])
@pytest.mark.parametrize("where", ["horizon", "window"])
def test_a_weekday_changes_the_marks_asked_for(
    hourly_series: TimeSeries, kind: str, where: str
) -> None:
    _, windows = small(hourly_series, embed=kind)
    before = windows.batch(torch.tensor([WINDOW]))
    after = told_batch(windows, WINDOW, Moment("weekday", 6, where))
    assert torch.equal(after.x_enc, before.x_enc)
    assert torch.equal(after.x_dec, before.x_dec)
    everywhere = where == "window"
    assert rows(after.marks_enc, before.marks_enc) == (list(range(21)) if everywhere else [])
    expected = list(range(10)) if everywhere else [6, 7, 8, 9]
    assert rows(after.marks_dec, before.marks_dec) == expected
    changed = (after.marks_dec != before.marks_dec).any(1)[0].nonzero().flatten().tolist()
    columns = {"cyclic": range(8, 14), "timeF": [1], "fixed": [2], "learned": [2]}
    assert set(changed) <= set(columns[kind])


def test_being_told_the_truth_changes_nothing(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    weekday = int(windows.time(WINDOW)[1][0].day_of_week)
    truth = Moment("weekday", weekday)
    change = told_embedding_of(model, windows, WINDOW, truth)
    assert (change.difference == 0).all()
    assert change.relative == 0
    told = told_forecasts_of(model, windows, WINDOW, 7, [truth, Moment("shift", 0, "window")])
    np.testing.assert_allclose(told.told[0], told.forecast, rtol=1e-6)
    np.testing.assert_allclose(told.told[1], told.forecast, rtol=1e-6)


def test_the_clock_put_on_is_the_calendar_of_later_steps(hourly_series: TimeSeries) -> None:
    _, windows = small(hourly_series)
    after = told_batch(windows, WINDOW, Moment("shift", 5, "window"))
    later = windows.batch(torch.tensor([WINDOW + 5]))
    assert torch.equal(after.marks_enc, later.marks_enc)
    assert torch.equal(after.marks_dec, later.marks_dec)


@pytest.mark.parametrize("where", ["horizon", "window"])
def test_a_flag_is_switched_row_by_row(hourly_series: TimeSeries, where: str) -> None:
    _, windows = small(hourly_series)
    window = 6 * 24 - 25  # its horizon begins 4 hours before Sunday, when the event begins
    before = windows.batch(torch.tensor([window]))
    after = told_batch(windows, window, Moment("flag", 0, where))
    first = 0 if where == "window" else 6
    scaler, off_on = windows.scaler, []
    for batch in (before, after):
        off_on.append(batch.x_dec[0, first:, 0].double().numpy() * scaler.std[0] + scaler.mean[0])
    np.testing.assert_allclose(off_on[0] + off_on[1], 1, atol=1e-5)
    assert torch.equal(after.x_dec[:, :first], before.x_dec[:, :first])
    assert torch.equal(after.x_dec[..., 1], before.x_dec[..., 1])
    assert torch.equal(after.x_enc, before.x_enc) == (where == "horizon")
    assert torch.equal(after.marks_dec, before.marks_dec)


def test_the_embedding_changes_where_the_calendar_does(hourly_series: TimeSeries) -> None:
    model, windows = small(hourly_series)
    model.train()
    change = told_embedding_of(model, windows, WINDOW, Moment("month", 7))
    assert change.n_context == 21
    assert len(change.time) == 25
    assert (change.difference[:21] == 0).all()
    assert (np.linalg.norm(change.difference[21:], axis=1) > 0).all()
    encoder, decoder = embed_model(model, windows, WINDOW)
    original = np.concatenate([encoder.total, decoder.total[6:]])
    np.testing.assert_allclose(change.length, np.linalg.norm(original, axis=1), rtol=1e-5)
    share = np.linalg.norm(change.difference[21:], axis=1) / change.length[21:]
    assert change.relative == pytest.approx(share.mean(), rel=1e-5)
    everywhere = told_embedding_of(model, windows, WINDOW, Moment("month", 7, "window"))
    assert (np.linalg.norm(everywhere.difference, axis=1) > 0).all()


@pytest.mark.parametrize("changes", [{}, {"attention": "full"}, {"label_len": 0}])
def test_forecasts_are_real_passes_in_units(
    hourly_series: TimeSeries, changes: dict[str, object]
) -> None:
    model, windows = small(hourly_series, **changes)
    asked = moments("h", (0,), "horizon")
    told = told_forecasts_of(model, windows, WINDOW, 7, asked)
    as_it_is = forecast_of(model, windows, WINDOW, 7)
    np.testing.assert_allclose(told.forecast, as_it_is.values, rtol=1e-5)
    assert told.told.shape == (len(asked), 4, 1)
    alone = told_forecasts_of(model, windows, WINDOW, 7, asked[3:4])
    np.testing.assert_allclose(told.told[3], alone.told[0], rtol=1e-5)


@pytest.mark.parametrize(
    ("freq", "kinds", "count"),
    [("h", {"weekday", "month", "shift"}, 27), ("D", {"weekday", "month"}, 19),
     ("B", {"weekday", "month"}, 17), ("W-SUN", {"month"}, 12), ("MS", {"month"}, 12),
     ("YS", set(), 0), ("6h", {"weekday", "month", "shift"}, 23)],
)  # fmt: skip
def test_what_is_offered_suits_the_frequency(freq: str, kinds: set[str], count: int) -> None:
    offered = moments(freq, (), "window")
    assert {moment.kind for moment in offered} == kinds
    assert len(offered) == count
    assert all(Moment.read(moment.text) == moment for moment in offered)


@pytest.mark.parametrize(
    "text", ["", "weekday", "weekday-7-horizon", "month-0-window", "shift-1", "flag-m1-horizon",
             "<b>-1-window", "weekday-²-horizon", "shift-99999-window", "weekday-6-never"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_no_moment(text: str) -> None:
    assert Moment.read(text) is None


def test_minutes_are_told_too() -> None:
    assert fields_of("30min") == ("hour", "weekday", "month")
    quarter = pd.DatetimeIndex(["2024-03-05 10:30"])
    assert str(Moment("weekday", 6).told(quarter)[0].time()) == "10:30:00"
