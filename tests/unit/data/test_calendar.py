"""Calendar marks: every frequency works, and each kind is what it says."""

import numpy as np
import pandas as pd
import pytest

from informer.data.calendar import calendar_marks, n_marks, table_sizes
from informer.data.frequency import seasonal_periods, step_seconds, unit_of, week_or_season
from informer.data.series import DataError

FREQUENCIES = (
    "500ms", "s", "10s", "min", "5min", "15min", "30min", "h", "6h", "12h", "D", "2D", "B",
    "W-SUN", "W-WED", "2W-SUN", "MS", "ME", "BMS", "2MS", "QS", "QE", "6MS", "YS", "YE", "2YS",
)  # fmt: skip


@pytest.mark.parametrize("freq", FREQUENCIES)
@pytest.mark.parametrize("embed", ["cyclic", "timeF", "fixed", "learned"])
def test_marks_exist_and_are_bounded_for_every_frequency(freq: str, embed: str) -> None:
    time = pd.date_range("2019-12-25 23:59:58", periods=120, freq=freq)
    marks = calendar_marks(time, freq, embed)
    assert marks.shape == (120, n_marks(freq, embed))
    assert marks.dtype == np.float32
    assert 1 <= marks.shape[1] <= 24
    if embed in ("fixed", "learned"):
        assert marks.shape[1] == len(table_sizes(freq))
        assert (marks == marks.round()).all()
        assert (marks >= 0).all()
        assert (marks < np.array(table_sizes(freq))).all()
    else:
        assert np.abs(marks).max() <= (0.5 if embed == "timeF" else 1.0)


def test_marks_depend_on_their_own_time_alone() -> None:
    time = pd.date_range("2024-02-01", periods=1000, freq="h")
    for embed in ("cyclic", "timeF", "fixed"):
        whole = calendar_marks(time, "h", embed)
        np.testing.assert_array_equal(calendar_marks(time[300:310], "h", embed), whole[300:310])


def test_time_f_follows_the_formulas_of_the_public_code() -> None:
    """Its formulas, written out once more for one moment: Thursday 2024-02-29 13:45:30."""
    moment = pd.DatetimeIndex(["2024-02-29 13:45:30"])
    second, minute, hour = 30 / 59 - 0.5, 45 / 59 - 0.5, 13 / 23 - 0.5
    weekday, day, day_of_year = 3 / 6 - 0.5, 28 / 30 - 0.5, 59 / 365 - 0.5
    week, month = 8 / 52 - 0.5, 1 / 11 - 0.5
    expected = {
        "s": [second, minute, hour, weekday, day, day_of_year],
        "15min": [minute, hour, weekday, day, day_of_year],
        "h": [hour, weekday, day, day_of_year],
        "D": [weekday, day, day_of_year],
        "B": [weekday, day, day_of_year],
        "W-SUN": [day, week],
        "ME": [month],
        "QS": [month],
    }
    for freq, values in expected.items():
        np.testing.assert_allclose(calendar_marks(moment, freq, "timeF")[0], values, atol=1e-7)


def test_fixed_columns_are_month_day_weekday_hour_quarter() -> None:
    moment = pd.DatetimeIndex(["2024-12-31 23:59:59"])
    assert calendar_marks(moment, "min", "fixed").tolist() == [[12, 31, 1, 23, 3]]
    quarters = calendar_marks(pd.date_range("2024", periods=60, freq="min"), "min", "fixed")[:, 4]
    assert quarters.tolist() == [0] * 15 + [1] * 15 + [2] * 15 + [3] * 15
    assert calendar_marks(moment, "s", "learned").tolist() == [[12, 31, 1, 23, 3]]
    assert calendar_marks(moment, "h", "fixed").tolist() == [[12, 31, 1, 23]]
    assert calendar_marks(moment, "MS", "fixed").tolist() == [[12, 31, 1, 23]]


def test_cyclic_marks_return_after_each_cycle() -> None:
    time = pd.date_range("2023-01-02", periods=24 * 7 * 3, freq="h")
    marks = calendar_marks(time, "h", "cyclic")
    day, week = marks[:, :8], marks[:, 8:14]
    np.testing.assert_allclose(day[24:], day[:-24], atol=1e-6)
    np.testing.assert_allclose(week[168:], week[:-168], atol=1e-6)
    assert np.abs(week[24:] - week[:-24]).max() > 0.5


def test_a_linear_layer_reads_every_weekday_and_the_rush_hours_from_cyclic_marks() -> None:
    time = pd.date_range("2023-01-02", periods=24 * 7 * 8, freq="h")
    design = np.column_stack([np.ones(len(time)), calendar_marks(time, "h", "cyclic")])
    weekdays = np.eye(7)[time.day_of_week]
    fitted = design @ np.linalg.lstsq(design, weekdays, rcond=None)[0]
    np.testing.assert_allclose(fitted, weekdays, atol=1e-4)
    rush = np.isin(time.hour, [7, 8, 16, 17, 18]).astype(float)
    fitted = design @ np.linalg.lstsq(design, rush, rcond=None)[0]
    assert fitted[rush == 1].min() > fitted[rush == 0].max()


@pytest.mark.parametrize(
    ("freq", "shortest", "n"),
    [
        ("s", 60, 22),
        ("min", 60, 20),
        ("h", 24, 18),
        ("6h", 4, 14),
        ("12h", 2, 12),
        ("D", 7, 16),
        ("MS", 12, 8),
    ],
)
def test_cyclic_begins_with_the_shortest_cycle_the_step_can_show(
    freq: str, shortest: int, n: int
) -> None:
    time = pd.date_range("2024-01-01", periods=400, freq=freq)
    marks = calendar_marks(time, freq, "cyclic")
    assert marks.shape[1] == n
    np.testing.assert_allclose(marks[shortest:, :2], marks[:-shortest, :2], atol=0.03)
    assert np.abs(marks[1:, :2] - marks[:-1, :2]).max() > 0.05


def test_unknown_embedding_and_frequency_are_refused() -> None:
    with pytest.raises(ValueError, match="embed must be"):
        n_marks("h", "cosine")
    with pytest.raises(DataError, match="'fortnight' is no known frequency"):
        n_marks("fortnight", "cyclic")
    with pytest.raises(DataError, match="'bh' is not supported"):
        step_seconds("bh")


@pytest.mark.parametrize(
    ("freq", "unit", "periods", "week"),
    [
        ("s", "s", (60, 3600, 86400), 604800),
        ("15min", "min", (4, 96, 672), 672),
        ("30min", "min", (48, 336), 336),
        ("60min", "h", (24, 168), 168),
        ("6h", "h", (4, 28), 28),
        ("D", "D", (7, 365), 7),
        ("B", "B", (5, 260), 5),
        ("W-MON", "W", (52,), 52),
        ("7D", "W", (52,), 52),
        ("ME", "M", (12,), 12),
        ("BMS", "M", (12,), 12),
        ("QE-NOV", "Q", (4,), 4),
        ("YS", "Y", (1,), 1),
    ],
)
def test_units_and_seasons(freq: str, unit: str, periods: tuple[int, ...], week: int) -> None:
    assert unit_of(freq) == unit
    assert seasonal_periods(freq) == periods
    assert week_or_season(freq) == week
