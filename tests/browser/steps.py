"""What a person does on a page, by the keys of its widgets."""

import re

import numpy as np
import pandas as pd
from playwright.sync_api import Locator, Page, expect


def keyed(page: Page, key: str) -> Locator:
    """What stands under that key; an element of the last run stays a bit while the script runs."""
    return page.locator(f'.st-key-{key}:not([data-stale="true"])')


def press(page: Page, key: str) -> None:
    keyed(page, key).get_by_role("button").first.click()


def choose(page: Page, key: str, option: str) -> None:
    keyed(page, key).get_by_role("combobox").click()
    page.get_by_role("option", name=option).first.click()


def type_number(page: Page, key: str, number: float) -> None:
    field = keyed(page, key).locator("input")
    field.fill(str(number))
    field.press("Enter")
    expect(field).to_have_value(re.compile(rf"^{number}(\.0*)?$"))


def go(page: Page, title: str) -> None:
    """By the navigation on top; the pages that look inside stand in a section of their own."""
    if title in ("Attention", "Embedding", "Distilling", "Decoder", "Cost"):
        page.get_by_test_id("stTopNavSection").filter(has_text="Look inside").click()
        page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
    else:
        page.get_by_test_id("stTopNavLink").filter(has_text=title).click()


def upload(page: Page, name: str, content: bytes) -> None:
    chooser = keyed(page, "upload").get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def drawn(page: Page, key: str) -> Locator:
    """The figure of that key, once it is drawn."""
    figure = keyed(page, key).locator(".informer-plot[data-drawn]")
    expect(figure).to_be_visible()
    return figure


def figure_data(page: Page, key: str) -> str:
    """All that a figure shows, as text that can be compared."""
    shown: str = drawn(page, key).evaluate(
        """place => JSON.stringify(place._fullData.map(trace =>
            [trace.name, trace.x, trace.y, trace.z].map(v => v && v.length ? Array.from(v) : v)))"""
    )
    return shown


def daily_csv(rows: int = 500) -> bytes:
    """Visitors a day: a week's rhythm, and a holiday that is known before."""
    rng = np.random.default_rng(7)
    time = pd.date_range("2022-01-01", periods=rows, freq="D")
    holiday = (rng.random(rows) < 0.05).astype(int)
    visitors = 200 + 40 * np.sin(2 * np.pi * np.arange(rows) / 7) - 60 * holiday
    frame = pd.DataFrame(
        {"day": time, "holiday": holiday, "visitors": visitors + rng.normal(0, 5, rows)}
    )
    return frame.to_csv(index=False, float_format="%.2f").encode()
