"""What the browser draws again after a control was changed, and in which order. No clock."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from scripts.browsing import settle
from tests.browser.steps import drawn, figure_data, keyed, press

FIGURES = ("attention_window", "attention_map", "sorted_measure", "focus_panel")

SPY = """() => {
    const keyOf = place => [...place.closest('[class*="st-key-"]').classList]
        .find(name => name.startsWith('st-key-')).slice(7);
    window.reacted = []; window.order = [];
    const react = Plotly.react;
    Plotly.react = (place, ...rest) => {
        window.reacted.push(keyOf(place)); return react(place, ...rest); };
    new MutationObserver(changes => changes.forEach(c => window.order.push(keyOf(c.target))))
        .observe(document.body,
            {subtree: true, attributes: true, attributeFilter: ['data-drawn']});
}"""


def _open(watched: Callable[..., Page]) -> Page:
    page = watched("/attention?run=sample&query=10&head=1")
    for key in FIGURES:
        drawn(page, key)
    settle(page)
    page.evaluate(SPY)
    return page


def test_another_query_draws_one_figure_and_moves_marks(watched: Callable[..., Page]) -> None:
    page = _open(watched)
    press(page, "query_next")
    expect(page.get_by_role("heading", name="Query 11")).to_be_visible()
    page.wait_for_function(f"new Set(window.order).size === {len(FIGURES)}")
    assert page.evaluate("window.reacted") == ["focus_panel"]


def test_what_can_be_seen_is_drawn_first_and_nothing_is_left_out(
    watched: Callable[..., Page],
) -> None:
    page = _open(watched)
    page.evaluate("""() => { window.waiting = [];
        window.requestIdleCallback = callback => window.waiting.push(callback); }""")
    for head in ("2", "3"):  # the second at once: figures of the first may be passed over
        keyed(page, "head").get_by_role("radio", name=head).click()
    expect(page).to_have_url(re.compile("head=3"))
    page.wait_for_function("window.waiting.length >= 3 && window.order.length > 0")
    settle(page)
    assert set(page.evaluate("window.order")) == {"attention_window"}
    page.evaluate("""() => { window.requestIdleCallback = callback => callback();
        window.waiting.forEach(callback => callback()); }""")
    other = watched("/attention?run=sample&query=10&head=3")
    settle(other)
    for key in FIGURES:
        wanted = figure_data(other, key)
        for _ in range(100):
            if figure_data(page, key) == wanted:
                break
            page.wait_for_timeout(100)
        assert figure_data(page, key) == wanted, key


def test_the_derivation_is_there_when_it_is_opened(watched: Callable[..., Page]) -> None:
    page = _open(watched)
    expect(page.get_by_text("Distance of this query")).to_have_count(0)
    keyed(page, "derivation").locator("label").click()
    expect(page.get_by_text("Distance of this query")).to_be_visible()
    press(page, "query_next")
    expect(page.get_by_role("heading", name="Query 11")).to_be_visible()
    expect(page.get_by_text("Distance of this query")).to_be_visible()


SHAPES = "place => place.layout.shapes.map(shape => [shape.type, shape.yref])"


def test_a_line_of_the_derivation_lights_what_it_uses(watched: Callable[..., Page]) -> None:
    page = watched("/attention?run=sample&query=10&head=1&derivation=1")
    settle(page)
    figure = drawn(page, "focus_panel")
    assert figure.evaluate(SHAPES) == []
    for line, lit in (
        (0, [["rect", "y2 domain"], ["line", "y2"]]),  # KL: every weight, and the uniform one
        (6, [["line", "y"], ["line", "y"]]),  # M: log-sum-exp and mean of the scores
        (8, [["circle", "y"], ["line", "y"]]),  # max-mean: the largest score and the mean
    ):
        keyed(page, f"derivation_line_{line}").hover()
        page.wait_for_function(
            f"() => document.querySelector('.st-key-focus_panel .informer-plot')"
            f".layout.shapes.length === {len(lit)}"
        )
        assert figure.evaluate(SHAPES) == lit
    page.mouse.move(0, 0)
    page.wait_for_function(
        "() => !document.querySelector('.st-key-focus_panel .informer-plot').layout.shapes.length"
    )
    page.keyboard.press("Tab")
    keyed(page, "derivation_line_9").focus()  # by the keyboard as well: the sampled keys
    n_sampled = len(json.loads(figure_data(page, "focus_panel"))[1][1])
    page.wait_for_function(
        f"() => document.querySelector('.st-key-focus_panel .informer-plot')"
        f".layout.shapes.length === {n_sampled}"
    )
