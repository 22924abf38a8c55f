"""The browser's own buttons: one page, one step."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import drawn, go

ROUND = ("Data", "Train", "Attention", "Runs", "Forecast", "Distilling", "Start")


def test_every_page_is_one_step_back(watched: Callable[..., Page]) -> None:
    """Two entries for one page would make Back lead to the page one stands on."""
    page = watched("/attention?run=sample&query=10")
    drawn(page, "attention_window")
    for title in ROUND * 2:
        before = page.evaluate("history.length")
        go(page, title)
        path = "" if title == "Start" else title.lower()
        expect(page).to_have_url(re.compile(rf"/{path}\?run=sample&query=10$"))
        assert page.evaluate("history.length") == before + 1, title
    for title in reversed(ROUND[:-1]):
        page.go_back()
        expect(page).to_have_url(re.compile(rf"/{title.lower()}\?run=sample&query=10$"))
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
