"""One series in many dialects is one series; every change is told; what is in doubt is refused."""

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.data.reading import MIN_ROWS, read_csv
from informer.data.series import DataError, TimeSeries

N = 120
TIME = pd.date_range("2024-01-20", periods=N, freq="h")
LOAD = np.round(1500 + 700 * np.sin(np.arange(N) / 4) + np.arange(N), 2)
TEMP = np.round(10 + 12 * np.cos(np.arange(N) / 9), 1)


def table(
    time: object = TIME,
    load: object = LOAD,
    temp: object = TEMP,
    sep: str = ",",
    header: bool = True,
) -> str:
    """A file of three columns, of anything that can be written."""
    rows = zip(list(time), list(load), list(temp), strict=True)  # type: ignore[call-overload]
    lines = [sep.join(("time", "load", "temp"))] if header else []
    return "\n".join([*lines, *(sep.join(str(cell) for cell in row) for row in rows)]) + "\n"


def read(text: str | bytes) -> TimeSeries:
    return read_csv(text.encode() if isinstance(text, str) else text, "made up.csv")


def codes(series: TimeSeries) -> dict[str, str]:
    return {finding.code: finding.level for finding in series.findings}


def comma(values: np.ndarray) -> list[str]:
    return [str(value).replace(".", ",") for value in values]


DIALECTS: dict[str, tuple[str | bytes, dict[str, str]]] = {
    "plain": (table(), {}),
    "tabs": (table(sep="\t"), {}),
    "bars": (table(sep="|"), {}),
    "spaces after commas": (table(sep=", "), {}),
    "CRLF, no last line end": (table().replace("\n", "\r\n").rstrip(), {}),
    "CR alone": (table().replace("\n", "\r"), {}),
    "byte order mark": (b"\xef\xbb\xbf" + table().encode(), {}),
    "UTF-16": (table(sep="\t").encode("utf-16"), {"encoding": "info"}),
    "UTF-16 without a mark": (table(sep="\t").encode("utf-16-le"), {"encoding": "info"}),
    "gzip": (gzip.compress(table().encode()), {"unpacked": "info"}),
    "NUL bytes": (table().replace("\n", "\0\n", 9), {"nul_bytes": "warning"}),
    "named separator": ("sep=;\n" + table(sep=";"), {}),
    "lines above": ("Station: A\nExported by the logger\n\n" + table(), {"lines_above": "info"}),
    "comments": ("# by, us, with, love\n" + table(), {"lines_above": "info"}),
    "trailing separators": (table().replace("\n", ",\n").replace(",\n", "\n", 1), {}),
    "units below the header": (
        table().replace("\n", "\n,kW,degC\n", 1), {"second_header": "info"}
    ),
    "rows of a summary": (
        table() + "Total,9,9\n\nSource: us,,\n", {"rows_without_time": "warning"}
    ),
    "decimal commas": (
        table(sep=";", load=comma(LOAD), temp=comma(TEMP)), {"units_and_signs": "info"}
    ),
    "quoted decimal commas": (
        table(load=[f'"{x}"' for x in comma(LOAD)]), {"units_and_signs": "info"}
    ),
    "thousands dots": (
        table(
            sep=";",
            load=[f"{x:,.2f}".translate(str.maketrans(",.", ".,")) for x in LOAD],
            temp=comma(TEMP),
        ),
        {"units_and_signs": "info"},
    ),
    "thousands commas": (
        table(load=[f'"{x:,.2f}"' for x in LOAD]), {"units_and_signs": "info"}
    ),
    "quotes after spaces": (
        table(sep=", ", load=[f'"{x:,.2f}"' for x in LOAD]),
        {"units_and_signs": "info"},
    ),
    "a bookkeeper's minus": (
        table(temp=[f"({-x})" if x < 0 else x for x in TEMP]),
        {"units_and_signs": "info"},
    ),
    "thousands spaces": (
        table(load=[f"{x:,.2f}".replace(",", "\u00a0") for x in LOAD]),
        {"units_and_signs": "info"},
    ),
    "units in the cells": (
        table(load=[f"{x} kW" for x in LOAD], temp=[f"{x}°C" for x in TEMP]),
        {"units_and_signs": "info"},
    ),
    "T and Z": (table(time=TIME.strftime("%Y-%m-%dT%H:%M:%SZ")), {"zone": "info"}),
    "an offset": (table(time=TIME.strftime("%Y-%m-%d %H:%M+05:30")), {"zone": "info"}),
    "a zone": (table(time=TIME.strftime("%Y-%m-%d %H:%M EST")), {"zone": "info"}),
    "slashes, year first": (table(time=TIME.strftime("%Y/%m/%d %H:%M")), {}),
    "day first": (table(time=TIME.strftime("%d.%m.%Y %H:%M")), {"date_order": "info"}),
    "month first, 12 hours": (
        table(time=TIME.strftime("%m/%d/%Y %I:%M %p")), {"date_order": "info", "half_days": "info"}
    ),
    "month names": (table(time=TIME.strftime("%d-%b-%Y %H:%M")), {}),
    "weekdays before": (table(time=TIME.strftime("%a %d %B %Y %H:%M")), {}),
    "compact": (table(time=TIME.strftime("%Y%m%d %H%M")), {}),
    "epoch seconds": (table(time=TIME.as_unit("s").asi8), {"numeric_time": "info"}),
    "epoch milliseconds": (table(time=TIME.as_unit("ms").asi8), {"numeric_time": "info"}),
    "epoch milliseconds with fractions": (
        table(time=[f"{x}.4" for x in TIME.as_unit("ms").asi8]), {"numeric_time": "info"}
    ),
    "spreadsheet days": (
        table(time=[f"{x:.5f}" for x in (TIME - pd.Timestamp("1899-12-30")) / pd.Timedelta("1D")]),
        {"numeric_time": "info"},
    ),
    "hour 24": (
        table(time=[
            f"{day:%Y-%m-%d} {hour:02}:00"
            for moment in TIME
            for hour in [moment.hour or 24]
            for day in [moment - pd.Timedelta(days=hour // 24)]
        ]),
        {"hour_24": "info"},
    ),
    "date and time apart": (
        table(time=TIME.strftime("%Y-%m-%d,%H:%M")).replace("time", "date,clock", 1),
        {"date_and_time": "info"},
    ),
    "year, month, day, hour apart": (
        table(time=TIME.strftime("%Y,%m,%d,%H")).replace("time", "year,month,day,hour", 1),
        {"date_and_time": "info"},
    ),
    "a row counter": (
        "\n".join(f"{i - 1 if i else ''},{x}" for i, x in enumerate(table().splitlines())),
        {"counter_columns": "info"},
    ),
    "newest first": (
        table(time=TIME[::-1], load=LOAD[::-1], temp=TEMP[::-1]), {"unsorted": "warning"}
    ),
    "shuffled": (
        table(
            time=TIME[np.random.default_rng(0).permutation(N)],
            load=LOAD[np.random.default_rng(0).permutation(N)],
            temp=TEMP[np.random.default_rng(0).permutation(N)],
        ),
        {"unsorted": "warning"},
    ),
    "copies of rows": (
        table() + "\n".join(table().splitlines()[5:9]), {"copies": "info"}
    ),
    "a clock that wavers": (
        table(time=TIME + pd.to_timedelta(np.arange(N) % 3, unit="s")),
        {"snapped": "warning"},
    ),
    "a clock that is late": (
        table(time=TIME + pd.to_timedelta(np.arange(N) * 37 % 90, unit="s")), {"snapped": "warning"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_series_in_many_dialects(dialect: str) -> None:
    text, findings = DIALECTS[dialect]
    series = read(text)
    assert series.freq == "h"
    assert series.columns == ("load", "temp")
    assert list(series.time) == list(TIME)
    np.testing.assert_array_equal(series.values, np.stack([LOAD, TEMP], axis=1))
    assert not series.filled.any()
    told = codes(series)
    told.pop("unsorted", None) if dialect == "copies of rows" else None
    told.pop("empty_columns", None)
    assert told == findings


def steps(freq: str, n: int = 60, start: str = "2010-03-01") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=n, freq=freq)


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


def test_gaps_and_missing_cells_are_filled_by_straight_lines_and_told() -> None:
    lines = table().splitlines()
    lines[31] = lines[31].rsplit(",", 1)[0] + ",n/a"
    del lines[51:54]
    series = read("\n".join(lines))
    assert (len(series), series.rows_read) == (N, N - 3)
    assert np.argwhere(series.filled).tolist() == [[30, 1]] + [
        [r, c] for r in (50, 51, 52) for c in (0, 1)
    ]
    assert series.values[30, 1] == pytest.approx((TEMP[29] + TEMP[31]) / 2)
    np.testing.assert_allclose(series.values[49:54, 0], np.linspace(LOAD[49], LOAD[53], 5))
    assert codes(series) == {"missing_markers": "info", "gaps": "warning", "missing": "info"}
    gap = next(finding for finding in series.findings if finding.code == "gaps")
    assert (
        "3 rows (2.5 % of the grid) were missing, in 1 gap from 2024-01-22 02:00:00" in gap.message
    )


def test_a_flag_is_never_filled_with_a_half() -> None:
    flag = ["" if i == 50 else int(i >= 51) for i in range(N)]
    assert set(read(table(temp=flag)).values[:, 1]) == {0.0, 1.0}


def test_a_long_gap_is_called_unsafe_and_a_huge_one_refused() -> None:
    part = (np.arange(N) < 60) | (np.arange(N) >= 90)
    gap = read(table(time=TIME[part], load=LOAD[part], temp=TEMP[part])).findings[0]
    assert (gap.code, gap.level) == ("gaps", "warning")
    assert "not safe" in gap.message
    far = TIME[:60].append(TIME[60:] + pd.Timedelta(days=900))
    with pytest.raises(
        DataError, match="most rows would be missing .the longest gap: 2024-01-22 11:00:00 to"
    ):
        read(table(time=far))


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


def test_several_series_below_each_other_get_columns_of_their_own() -> None:
    lines = ["date,store,sales"]
    for i, day in enumerate(steps("D", 60)):
        lines += [f"{day:%Y-%m-%d},{store},{LOAD[i] * k}" for k, store in enumerate("ABC", 1)]
    series = read("\n".join(lines))
    assert series.columns == ("sales A", "sales B", "sales C")
    np.testing.assert_allclose(series.values[:, 2], 3 * series.values[:, 0])
    assert codes(series) == {"several_series": "warning"}
    with pytest.raises(DataError, match="no column tells the rows apart"):
        read("\n".join(line.replace(",B,", ",A,") for line in lines))


def test_columns_that_cannot_be_forecast_are_left_out_and_told() -> None:
    extra = {
        "word": ["up" if i % 3 else "down" for i in range(N)],
        "empty": [""] * N,
        "same": [7] * N,
        "sparse": [i if i % 10 == 0 else "" for i in range(N)],
        "mixed": [i if i % 3 else "off" for i in range(N)],
        "code": [f"A{i}" for i in range(N)],
        "flag": ["yes" if i % 7 else "no" for i in range(N)],
    }
    lines = table().splitlines()
    rows = [
        ",".join((line, *map(str, cells)))
        for line, cells in zip(lines[1:], zip(*extra.values(), strict=True), strict=True)
    ]
    series = read("\n".join([",".join((lines[0], *extra)), *rows]))
    assert series.columns == ("load", "temp", "flag")
    assert codes(series) == {
        "text_columns": "info",
        "empty_columns": "warning",
        "constant_columns": "warning",
        "sparse_columns": "warning",
        "mixed_columns": "warning",
        "units_and_signs": "info",
    }


def test_fillers_of_loggers_become_missing_and_are_told() -> None:
    temp: list[object] = list(TEMP)
    temp[10] = temp[90] = -999
    temp[20], temp[30], temp[40] = "inf", "1.7e308", "err"
    series = read(table(temp=temp))
    assert np.abs(series.values).max() < 3000
    assert np.flatnonzero(series.filled[:, 1]).tolist() == [10, 20, 30, 40, 90]
    told = codes(series)
    assert told.pop("missing") == "info"
    assert told == dict.fromkeys(
        ("infinite_cells", "extreme_cells", "missing_codes", "unread_cells"), "warning"
    )
    rows = next(f.rows for f in series.findings if f.code == "unread_cells")
    assert rows == (40,)


@pytest.mark.parametrize("units", [("", "k"), ("W", "kW"), ("$", "€")])
def test_numbers_of_different_units_are_not_mixed(units: tuple[str, str]) -> None:
    series = read(table(temp=[f"{x} {units[i % 2]}" for i, x in enumerate(TEMP)]))
    assert series.columns == ("load",)
    assert codes(series) == {"text_columns": "info"}


def test_values_that_only_look_like_codes_stay() -> None:
    load = np.where(np.arange(N) % 20 == 0, 999.0, LOAD)
    assert read(table(load=load)).values[20, 0] == 999.0


@pytest.mark.parametrize(
    ("sep", "cells", "value"),
    [
        (",", [f'"{i},{i:03}"' for i in range(20, 20 + N)], 20020.0),
        (";", [f"{i}.{i:03}" for i in range(20, 20 + N)], 20020.0),
        (";", [f"{i},{i:03}" for i in range(20, 20 + N)], 20.02),
    ],
)
def test_a_number_that_could_mean_two_things_is_a_warning(
    sep: str, cells: list[str], value: float
) -> None:
    series = read(table(sep=sep, load=cells, temp=["1"] * 60 + ["2"] * 60))
    assert series.values[0, 0] == value
    assert codes(series)["doubtful_numbers"] == "warning"


def test_a_row_that_is_too_long_shifts_nothing() -> None:
    lines = table().splitlines()
    lines[40] = lines[40].replace(",", ",,", 1)
    series = read("\n".join(lines))
    assert codes(series) == {"long_rows": "warning", "missing": "info"}
    others = np.arange(N) != 39
    assert series.filled[39].all()
    assert not series.filled[others].any()
    np.testing.assert_array_equal(series.values[others, 0], LOAD[others])


def test_names_are_trimmed_told_apart_and_kept_as_they_are() -> None:
    text = table(temp=LOAD[::-1]).replace("time,load,temp", '" time ", $a_b$ ,$a_b$')
    series = read(text)
    assert (series.time_column, series.columns) == ("time", ("$a_b$", "$a_b$ (2)"))
    assert codes(series) == {"same_names": "warning"}


def test_the_time_column_is_chosen_by_its_cells() -> None:
    series = read(table().replace("time,load,temp", "index,date,ds"))
    assert (series.time_column, series.columns) == ("index", ("date", "ds"))
    assert codes(series) == {"time_column": "info"}


def test_a_header_that_is_missing_is_told() -> None:
    series = read(table(header=False))
    assert series.columns == ("column_2", "column_3")
    assert codes(series) == {"no_header": "warning"}


def test_impossible_dates_are_dropped_not_built_upon() -> None:
    series = read(table() + "9999-12-31 23:59:59,1,1\n0001-01-01 00:00:00,1,1\n")
    assert (len(series), series.rows_read) == (N, N + 2)
    assert codes(series) == {"rows_without_time": "warning"}


def test_the_fingerprint_is_of_the_bytes_and_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(table())
    series = read_csv(path)
    assert series.name == "data.csv"
    assert series.fingerprint == read_csv(path.read_bytes(), "other").fingerprint
    assert series.fingerprint != read(table() + "\n").fingerprint


def xlsx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return held.getvalue()


def zip_of_two() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.csv", table())
        archive.writestr("b.csv", table())
    return held.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(60)
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "nothing": (b"", "The file is empty"),
    "spaces": ("  \n \n", "The file is empty"),
    "commas": (",,\n,,\n", "The file is empty"),
    "a picture": (PNG, "This is a PNG picture, not a CSV file"),
    "a workbook": (xlsx(), "This is an Excel workbook, not a CSV file"),
    "an archive": (zip_of_two(), "ZIP archive that holds 2 files"),
    "a damaged archive": (gzip.compress(table().encode())[:100], "damaged or cut off"),
    "JSON": (json.dumps([{"time": "2024-01-01", "load": 1}], indent=1), "This is JSON"),
    "JSON lines": ('{"a": 1}\n' * 60, "This is JSON"),
    "a web page": ("<!DOCTYPE html><html></html>", "This is a web page"),
    "random bytes": (np.random.default_rng(0).bytes(4000), "binary file|no table"),
    "a letter": ("Dear all,\nas you\nsee, this, is a letter.\n" * 9, "table|No column|more fields"),
    "header only": ("time,load\n", "a header but no rows"),
    "30 rows": (table(TIME[:30], LOAD[:30], TEMP[:30]), f"30 usable rows.*at least {MIN_ROWS}"),
    "no times": (table(range(N)), "No column holds dates .*: 'time', 'load', 'temp'"),
    "a counter": (table(range(N)).replace("time", "step"), "No column holds dates or times"),
    "only times": ("time\n" + "\n".join(map(str, TIME)), "only a time column"),
    "only text": (table(TIME, ["a"] * N, ["b"] * N), "no column with numbers that change"),
    "all constant": (table(TIME, [1] * N, [2] * N), "no column with numbers that change"),
    "unquoted decimal commas": (
        "time,load\n" + "\n".join(f"{t},{x}" for t, x in zip(TIME, comma(LOAD), strict=True)),
        "Line 1 names 2 columns, but the rows below have 3 fields",
    ),
    "an open quotation mark": (table().replace("1500.0", '"1500.0', 1), "quotation marks"),
    "irregular times": (
        table(TIME[0] + pd.to_timedelta(np.random.default_rng(0).uniform(0, 1e6, N), unit="s")),
        "no regular step",
    ),
    "times half unreadable": (
        table(["soon" if i % 3 == 0 else t for i, t in enumerate(TIME)]),
        "No column holds dates|rows have no time that can be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_used_is_refused_in_one_sentence(what: str) -> None:
    content, sentence = REFUSED[what]
    with pytest.raises(DataError, match=sentence) as refused:
        read(content)
    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith(".")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(DataError, match="can't be read"):
        read_csv(tmp_path)


def test_a_refusal_keeps_what_was_found_before() -> None:
    with pytest.raises(DataError) as refused:
        read(table(TIME[:30].strftime("%d.%m.%Y %H:%M"), LOAD[:30], TEMP[:30]))
    assert [finding.code for finding in refused.value.findings] == ["date_order"]
