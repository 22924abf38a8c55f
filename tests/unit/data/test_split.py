"""Train, validation and test: cut as published, none overlapping, none too short."""

import pytest

from informer.data.series import DataError
from informer.data.windows import Windows
from tests.unit.data import made_up
from tests.unit.data.made_up import PRED, SEQ


def test_the_published_split_of_17420_rows() -> None:
    """ETTh1: 8640 / 2880 / 2880 rows of 17,420; the numbers of windows of the public code."""
    settings = made_up.config(split=(8640, 2880, 2880), seq_len=96, label_len=48, pred_len=24)
    windows = Windows(made_up.series(17_420), settings)
    split = windows.split
    assert (len(split.train), len(split.validation), len(split.test)) == (8521, 2857, 2857)
    assert split.train == range(8640 - 96 - 24 + 1)
    assert split.validation[0] + 96 == 8640
    assert split.validation[-1] + 96 + 24 == 11520
    assert split.test[0] + 96 == 11520
    assert split.test[-1] + 96 + 24 == 14400
    assert windows.n_windows == 17_420 - 96 + 1


def test_shares_are_rounded_as_in_the_public_code() -> None:
    """Train and test are rounded down, validation takes what is left."""
    split = Windows(made_up.series(333), made_up.config(split=(0.7, 0.1, 0.2))).split
    assert split.train_rows == 233
    assert split.test[0] + SEQ == 333 - 66
    assert split.test[-1] + SEQ + PRED == 333


def test_forecast_rows_of_the_parts_do_not_overlap_and_cover_them() -> None:
    windows = Windows(made_up.series(300), made_up.config())
    rows = [
        {n + SEQ + step for n in part for step in range(PRED)}
        for part in (windows.split.train, windows.split.validation, windows.split.test)
    ]
    assert rows[0] == set(range(SEQ, 210))
    assert rows[1] == set(range(210, 240))
    assert rows[2] == set(range(240, 300))


@pytest.mark.parametrize(
    ("split", "part", "rows", "needed"),
    [
        ((10, 50, 50), "train", 10, SEQ + PRED),
        ((50, 4, 50), "validation", 4, PRED),
        ((50, 50, 4), "test", 4, PRED),
    ],
)
def test_a_part_without_a_window_is_refused(
    split: tuple[int, int, int], part: str, rows: int, needed: int
) -> None:
    with pytest.raises(DataError, match=rf"The {part} part has {rows} .* needs {needed} ") as error:
        Windows(made_up.series(200), made_up.config(split=split))
    assert "shorten" in str(error.value)
    assert ("seq_len" in str(error.value)) == (part == "train")


def test_the_smallest_parts_have_one_window() -> None:
    split = Windows(
        made_up.series(SEQ + 3 * PRED), made_up.config(split=(SEQ + PRED, PRED, PRED))
    ).split
    assert [len(part) for part in (split.train, split.validation, split.test)] == [1, 1, 1]


def test_a_split_of_more_rows_than_there_are_is_refused() -> None:
    with pytest.raises(DataError, match="needs 300 rows, but there are 200"):
        Windows(made_up.series(200), made_up.config(split=(100, 100, 100)))
