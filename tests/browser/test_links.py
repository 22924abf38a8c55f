"""The link of a view, copied from the page, shows that view to someone else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from scripts.browsing import settle
from tests.browser.steps import figure_data, keyed, press

MOVES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "query": ("/attention?run=sample", [("head", "3"), ("map_kind", "Exact, full attention")]),
    "estimate": ("/attention?run=sample&section=estimate", [("layer", "Encoder 2")]),
    "heads": ("/attention?run=sample&section=heads", [("grid_kind", "Attention maps")]),
    "occlusion": ("/attention?run=sample&section=occlusion", [("head", "2")]),
    "distilling": ("/distilling?run=sample", [("distilling_section", "Max-pool winners")]),
    "decoder": ("/decoder?run=sample", [("decoder_section", "Masked self-attention")]),
    "forecast": ("/forecast?run=sample&window=15000", [("horizon", "3 days")]),
    "backtest": (
        "/forecast?run=sample&section=backtest&window=15000",
        [("backtest_by", "Day of week")],
    ),
    "what_if": ("/what_if?run=sample&window=15000", [("what_if_section", "Draw")]),
    "embedding": ("/embedding?run=sample", []),
}
ALL = (
    "() => [...document.querySelectorAll('.informer-plot')].map(place => [...place.closest("
    "'[class*=\"st-key-\"]').classList].find(name => name.startsWith('st-key-')).slice(7))"
)


@pytest.mark.parametrize("view", MOVES)
def test_a_copied_link_opens_the_view(watched: Callable[..., Page], view: str) -> None:
    path, moves = MOVES[view]
    page = watched(path)
    settle(page, 120)
    for key, option in moves:
        keyed(page, key).get_by_role("radio", name=option, exact=True).click()
        settle(page, 120)
    press(page, "bar_previous")  # another window, computed anew
    settle(page, 120)
    keyed(page, "bar_link").get_by_test_id("stPopoverButton").first.click()
    link = page.get_by_test_id("stPopoverBody").locator("code").inner_text().replace("\n", "")
    page.keyboard.press("Escape")
    settle(page, 120)
    figures = page.evaluate(ALL)
    assert len(figures) > 1
    other = watched("/" + link.split("/", 3)[3])
    settle(other, 120)
    assert other.evaluate(ALL) == figures
    for key in figures:
        assert figure_data(other, key) == figure_data(page, key), key
