"""One series in many dialects is one series, and every change is told."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.data.reading import read_csv
from tests.unit.data.made_up import LOAD, TEMP, TIME, N, codes, comma, read, table

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


def test_the_fingerprint_is_of_the_bytes_and_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(table())
    series = read_csv(path)
    assert series.name == "data.csv"
    assert series.fingerprint == read_csv(path.read_bytes(), "other").fingerprint
    assert series.fingerprint != read(table() + "\n").fingerprint
