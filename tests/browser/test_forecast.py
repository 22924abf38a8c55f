"""The Forecast page in a browser: a longer horizon, its backtest, other data, a holiday ahead."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, expect

from scripts.browsing import settle
from tests.browser.steps import drawn, keyed, press
from tests.browser.test_what_if import series, until_drawn

Watched = Callable[..., Page]
SAMPLE = Path(__file__).parents[2] / "sample_data" / "traffic_i94_hourly.csv"


def lines(page: Page) -> list[str]:
    """The names of all lines of the forecast."""
    found: list[str] = drawn(page, "forecast_chart").evaluate(
        "place => place._fullData.map(trace => trace.name)"
    )
    return found


def until_changed(page: Page, before: list[float]) -> list[float]:
    """The forecast, once it is another one."""
    page.wait_for_function(
        """before => { const line = document.querySelector(
            '.st-key-forecast_chart .informer-plot[data-drawn]')?._fullData
            ?.find(t => t.name === 'forecast');
            return line && JSON.stringify(Array.from(line.y)) !== JSON.stringify(before); }""",
        arg=before,
    )
    return series(page, "forecast_chart", "forecast")


def test_a_longer_horizon_has_bands_after_its_backtest(watched: Watched) -> None:
    page = watched("/")
    press(page, "try_sample")
    assert "80 % interval" in until_named(page, 24)
    keyed(page, "horizon").get_by_role("radio", name="3 days").click()
    assert not [name for name in until_named(page, 72) if "interval" in name]
    press(page, "backtest_start")
    expect(keyed(page, "backtest_cancel")).to_be_visible()
    expect(keyed(page, "backtest_missing")).to_contain_text(
        re.compile(r"Backtest: .+ (left|nearly done)")
    )
    expect(keyed(page, "interval_words")).to_be_visible()
    assert "80 % interval" in until_named(page, 72)
    page.reload()
    assert "80 % interval" in until_named(page, 72)


def until_named(page: Page, steps: int) -> list[str]:
    """The names of all lines, once the forecast has so many steps."""
    page.wait_for_function(
        """steps => document.querySelector('.st-key-forecast_chart .informer-plot[data-drawn]')
            ?._fullData?.find(t => t.name === 'forecast')?.y.length === steps""",
        arg=steps,
    )
    settle(page)
    return lines(page)


def test_other_rows_are_forecast_from_and_left_again(watched: Watched) -> None:
    page = watched("/forecast?run=sample")
    own = until_drawn(page, "forecast_chart", "forecast")
    rows = pd.read_csv(SAMPLE).iloc[-600:-100]
    send(page, "september.csv", rows.drop(columns="is_holiday"))
    expect(page.get_by_test_id("stAlert")).to_contain_text("lacks 'is_holiday'")
    assert series(page, "forecast_chart", "forecast") == own
    send(page, "september.csv", rows)
    expect(keyed(page, "rows_sign")).to_contain_text("september.csv, 500 rows to Wed 26 Sep 2018")
    others = until_changed(page, own)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(keyed(page, "bar_window")).to_have_count(0)  # of other data there is one window
    page.reload()
    expect(keyed(page, "rows_sign")).to_be_visible()
    assert until_drawn(page, "forecast_chart", "forecast") == others
    press(page, "rows_back")
    assert until_changed(page, others) == own
    expect(keyed(page, "rows_sign")).to_have_count(0)


def send(page: Page, name: str, rows: pd.DataFrame) -> None:
    """Upload new rows in the popover for them."""
    page.locator('[class*="st-key-rows_popover"]:not([data-stale="true"])').get_by_test_id(
        "stPopoverButton"
    ).click()
    content = rows.to_csv(index=False).encode()
    keyed(page, "rows_upload").get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_a_holiday_ahead_lowers_the_forecast_and_stays_in_the_link(watched: Watched) -> None:
    page = watched("/forecast?run=sample")
    usual = until_drawn(page, "forecast_chart", "forecast")
    keyed(page, "known_days_0").get_by_role("button", name="Mon 1 Oct").click()
    holiday = until_changed(page, usual)
    assert sum(holiday) < 0.9 * sum(usual)
    expect(keyed(page, "known_future")).to_contain_text("reads the values that you gave")
    page.reload()
    assert until_drawn(page, "forecast_chart", "forecast") == holiday
    press(page, "known_reset")
    assert until_changed(page, holiday) == usual
    expect(page).not_to_have_url(re.compile("known="))
