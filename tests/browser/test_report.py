"""The report in a browser without a network: drawn in light, in the dark, on a phone, on paper."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from informer.data.series import TimeSeries
from informer.reporting.report import report_html
from tests.unit.reporting.made_up import material

HOSTILE = "</script><img src=x onerror=alert(1)><b>load</b>"


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#0072B2"), ("dark", "#56B4E9")])
def test_the_report_needs_nothing_else(
    hourly_series: TimeSeries,
    tmp_path: Path,
    new_context: Callable[..., BrowserContext],
    scheme: str,
    colour: str,
) -> None:
    file = tmp_path / "report.html"
    columns = (hourly_series.columns[0], HOSTILE)
    made = material(replace(hourly_series, columns=columns), hostile=HOSTILE)
    file.write_text(report_html(made), encoding="utf-8")
    size = {"width": 390, "height": 844}
    page = new_context(offline=True, viewport=size, color_scheme=scheme).new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(file.as_uri())
    page.locator("figure .main-svg").first.wait_for()
    strokes = page.evaluate(
        "[...document.querySelectorAll('figure .js-line')].map(line => line.style.stroke)"
    )
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    assert f"rgb({red}, {green}, {blue})" in strokes
    assert page.locator("h1").text_content() == f"Forecast of {HOSTILE}"
    assert page.locator("img, figure b").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    if scheme == "dark":
        # on paper light, wide enough, and nothing folded away
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.locator("details:not([open])").count() == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor").endswith("255)")
        widths = page.evaluate(
            "[...document.querySelectorAll('figure .main-svg')].map(s => s.clientWidth)"
        )
        assert set(widths) == {680}
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == 0
    assert asked == [file.as_uri()]
    assert wrong == []
