"""Gaps, fillers and doubtful cells: what is repaired is told, and nothing else changes."""

import numpy as np
import pandas as pd
import pytest

from informer.data.series import DataError
from tests.unit.data.made_up import LOAD, TEMP, TIME, N, codes, read, table


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
