"""Which columns are read, under which names, and what is said of the others."""

import numpy as np
import pytest

from informer.data.series import DataError
from tests.unit.data.made_up import LOAD, TEMP, N, codes, read, steps, table


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


@pytest.mark.parametrize("units", [("", "k"), ("W", "kW"), ("$", "€")])
def test_numbers_of_different_units_are_not_mixed(units: tuple[str, str]) -> None:
    series = read(table(temp=[f"{x} {units[i % 2]}" for i, x in enumerate(TEMP)]))
    assert series.columns == ("load",)
    assert codes(series) == {"text_columns": "info"}


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
