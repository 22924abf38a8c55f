"""Edits in plain words, in times no finer than the data."""

import pandas as pd
import pytest

from informer.forecasting import edits as e
from informer.forecasting.edit_words import describe

WEEK = {"column": "traffic_volume", "first": "2018-09-24", "last": "2018-09-30T23:00"}
DAY = {"column": "is_holiday", "first": "2018-10-01", "last": "2018-10-01T23:00"}
MORNING = {"column": "load", "first": "2018-10-01T06:00", "last": "2018-10-01T09:00"}
SPRING = {"column": "jobs", "first": "2018-12-01", "last": "2019-02-01"}


@pytest.mark.parametrize(
    ("edit", "freq", "words"),
    [
        (e.Scale(factor=1.1, **WEEK), "h", "traffic_volume +10 % from Mon 24 Sep to Sun 30 Sep"),
        (e.Scale(factor=0.5, **MORNING), "h", "load −50 % from Mon 1 Oct 2018 06:00 to 09:00"),
        (e.Scale(factor=-1, **SPRING), "MS", "jobs times −1 from Dec 2018 to Feb 2019"),
        (e.Shift(amount=-1500, **DAY), "h", "is_holiday −1,500 on Mon 1 Oct 2018"),
        (e.Set(value=0, **WEEK), "D", "traffic_volume is 0 from Mon 24 Sep to Sun 30 Sep 2018"),
        (
            e.Spike(column="load", at="2018-10-01T06:30", amount=50, width=3),
            "30min",
            "load: a spike of +50 at Mon 1 Oct 2018 06:30 over 3 steps",
        ),
        (e.Remove(**DAY), "h", "is_holiday removed on Mon 1 Oct 2018 (a straight line in its"),
        (e.Remove(fill="mean", **DAY), "h", "(the mean in its place)"),
        (
            e.Swap(source="2018-01-01", **WEEK),
            "h",
            "traffic_volume from Mon 24 Sep to Sun 30 Sep 2018 as it was from Mon 1 Jan 2018 00:00",
        ),
        (
            e.Values(column="jobs", values={"2018-12-01": 2}),
            "MS",
            "jobs is 2 in Dec 2018",
        ),
        (
            e.Values(column="load", values={"2018-10-01T09:00": 2, "2018-10-01T06:00": 1}),
            "h",
            "load: 2 values typed or drawn from Mon 1 Oct 2018 06:00 to 09:00",
        ),
        (e.Weekday(value=6), "h", "the horizon is told it is always Sunday"),
        (e.Month(value=7, where="window"), "h", "the whole window is told it is July"),
        (e.Clock(hours=-3), "h", "the horizon is told a clock put on by −3 h"),
        (e.Calendar(date="2018-12-24"), "h", "the horizon is told it starts on Mon 24 Dec 2018"),
        (e.Calendar(date="2018-12-01"), "MS", "the horizon is told it starts in Dec 2018"),
        (e.KnownSet(value=1, **DAY), "h", "is_holiday is 1 on Mon 1 Oct 2018"),
        (e.KnownRepeat(source="2017-12-25", **DAY), "h", "repeats what was from Mon 25 Dec 2017"),
    ],
    ids=str,
)
def test_an_edit_in_words(edit: e.Edit, freq: str, words: str) -> None:
    assert words in describe(edit, freq)


def test_a_name_of_a_file_is_one_short_line() -> None:
    column = "<script>\n**load**\t" + "x" * 500
    words = describe(e.KnownSet(value=1, **DAY | {"column": column}), "h")
    assert words.startswith("<script> **load** xxx")  # as it is: who shows it makes it safe
    assert len(words) < 100
    assert "\n" not in words


def test_seconds_are_named_where_there_are_any() -> None:
    at = pd.Timestamp("2018-10-01T06:00:30")
    edit = e.Set(column="load", first=at, last=at, value=1)
    assert describe(edit, "10s") == "load is 1 at Mon 1 Oct 2018 06:00:30"
