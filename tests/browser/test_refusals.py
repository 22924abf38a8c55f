"""A file that can't be used gets one clear sentence, and what was open before stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import daily_csv, keyed, press, upload


def _rows(header: str, line: str, count: int) -> bytes:
    return "\n".join([header, *(line.format(i=i) for i in range(count))]).encode()


REFUSED = {
    "a picture": ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)),
    "no time column": ("untimed.csv", _rows("a,b", "{i}.5,x", 100)),
    "30 rows": (
        "short.csv",
        b"\n".join(daily_csv().splitlines()[:31]),
    ),
    "constant target": (
        "constant.csv",
        "\n".join(
            ["day,load"]
            + [line.split(",")[0] + ",5" for line in daily_csv(400).decode().splitlines()[1:]]
        ).encode(),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_one_sentence_and_nothing_lost(watched: Callable[..., Page], case: str) -> None:
    page = watched("/data")
    upload(page, "visitors.csv", daily_csv())
    expect(keyed(page, "data_facts")).to_contain_text("500")

    upload(page, *REFUSED[case])
    refusal = page.get_by_test_id("stAlert")
    expect(refusal).to_have_count(1)
    sentence = refusal.inner_text()
    assert sentence.rstrip().endswith("."), sentence
    assert "Traceback" not in sentence
    expect(keyed(page, "data_facts")).to_be_visible()


def test_the_way_to_a_file_is_one_click(watched: Callable[..., Page]) -> None:
    page = watched("/")
    press(page, "upload_csv")
    expect(keyed(page, "upload")).to_be_visible()
