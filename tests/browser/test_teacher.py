"""A teacher's question, from the start page and without a manual: which query has the highest M,
which hour does it stand for, and would sampling find it?
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from informer.inspection.store import load_inspection
from scripts.serving import ROOT
from tests.browser.steps import drawn, go, keyed, press


def test_three_clicks_answer_it(watched: Callable[..., Page]) -> None:
    page = watched("/")
    press(page, "try_sample")
    drawn(page, "forecast_chart")
    go(page, "Attention")
    drawn(page, "attention_window")
    layer = load_inspection(ROOT / "sample_data" / "run" / "inside.npz").attention[0]
    best = int(layer.measure_exact[0].argmax())
    line = keyed(page, "attention_answer")
    expect(line).to_contain_text(f"Highest M: query {best}, {layer.time[best]:%a %-d %b %Y %H:%M}")
    found = best in layer.selected[0]
    expect(line).to_contain_text("found it" if found else "missed it")
    expect(line).to_contain_text(re.compile(r"Under seeds 0 to 99: \d+ times of 100"))
