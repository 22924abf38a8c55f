"""A file that cannot be used is refused in one sentence that says why."""

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
from informer.data.series import DataError
from tests.unit.data.made_up import LOAD, TEMP, TIME, N, comma, read, table


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
