"""Times of every writing and frequency are read; what is in doubt is told or refused."""

import pandas as pd
import pytest

from informer.data.series import DataError
from tests.unit.data.made_up import LOAD, TEMP, TIME, N, codes, read, steps, table


@pytest.mark.parametrize(
    "freq",
    ["500ms", "s", "10s", "min", "15min", "30min", "h", "6h", "D", "B", "W-SUN", "W-WED", "MS",
     "ME", "QS", "QE", "QS-FEB", "QE-NOV", "YS", "YE", "YS-APR", "2MS"],
)  # fmt: skip
def test_the_frequency_is_found_from_seconds_to_years(freq: str) -> None:
    time = steps(freq)
    series = read(table(time=time, load=LOAD[:60], temp=TEMP[:60]))
    assert series.freq == freq
    assert (series.time == time).all()
    assert not series.filled.any()
    assert [code for code in codes(series) if code != "business_days"] == []
    assert series.future_time(3)[0] > series.time[-1]


@pytest.mark.parametrize(
    ("written", "freq"),
    [
        (steps("MS").strftime("%b %Y"), "MS"),
        (steps("MS").strftime("%Y-%m"), "MS"),
        (steps("MS").strftime("%Y%m"), "MS"),
        ([f"{t.year}-Q{t.quarter}" for t in steps("QS")], "QS"),
        ([f"Q{t.quarter}/{t.year}" for t in steps("QS")], "QS"),
        (range(1950, 2010), "YS"),
        (steps("D").strftime("%B %d %Y"), "D"),
    ],
)
def test_months_quarters_and_years_are_read(written: object, freq: str) -> None:
    series = read(table(time=written, load=LOAD[:60], temp=TEMP[:60]))
    assert (series.freq, len(series)) == (freq, 60)


def test_daylight_saving_is_recognised_in_both_directions() -> None:
    spring = pd.date_range("2024-03-29", periods=N, freq="h", tz="Europe/Berlin").tz_localize(None)
    gap = read(table(time=spring)).findings[0]
    assert gap.code == "gaps"
    assert "2024-03-31 02:00:00 looks like a change of daylight-saving time" in gap.message
    autumn = pd.date_range("2024-10-25", periods=N, freq="h", tz="Europe/Berlin")
    twice = next(f for f in read(table(time=autumn.tz_localize(None))).findings)
    assert twice.code == "duplicates"
    assert "2024-10-27 02:00:00 looks like a change of daylight-saving time" in twice.message
    for written in (autumn, autumn.strftime("%Y-%m-%d %H:%M %Z")):  # +02:00 +01:00, CEST CET
        series = read(table(time=written))
        assert codes(series) == {"zones": "info"}
        assert (series.time == autumn.tz_convert(None)).all()


def test_weekends_are_no_gaps_of_business_days() -> None:
    series = read(table(time=steps("B", N)))
    assert (series.freq, codes(series)) == ("B", {"business_days": "info"})


def test_day_and_month_that_could_change_places_are_a_warning() -> None:
    one_day = pd.date_range("2024-03-04", periods=N, freq="min")
    for written, first in (("%d/%m/%Y %H:%M", "2024-04-03"), ("%d.%m.%Y %H:%M", "2024-03-04")):
        series = read(table(time=one_day.strftime(written)))
        assert codes(series) == {"date_order_ambiguous": "warning"}
        assert series.time[0] == pd.Timestamp(first)
        assert series.findings[0].choices == ("Day first", "Month first")
    five_days = pd.date_range("2024-03-04", periods=N, freq="h")
    for written in ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"):  # only one order gives regular steps
        series = read(table(time=five_days.strftime(written)))
        assert codes(series) == {"date_order": "info"}
        assert series.time[0] == five_days[0]


def test_mixed_orders_of_day_and_month_are_refused() -> None:
    written = [*TIME[:60].strftime("%d/%m/%Y %H:%M"), *TIME[60:].strftime("%m/%d/%Y %H:%M")]
    with pytest.raises(DataError, match="are written day first and others month first"):
        read(table(time=written))


def test_impossible_dates_are_dropped_not_built_upon() -> None:
    series = read(table() + "9999-12-31 23:59:59,1,1\n0001-01-01 00:00:00,1,1\n")
    assert (len(series), series.rows_read) == (N, N + 2)
    assert codes(series) == {"rows_without_time": "warning"}
