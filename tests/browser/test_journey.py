"""The whole way: sample, inside, own CSV, training, forecast, inside, reload, stop."""

import io
import json
import re
from collections.abc import Callable

import pandas as pd
from playwright.sync_api import Page, expect

from scripts.serving import App
from tests.browser.steps import (
    daily_csv,
    drawn,
    figure_data,
    go,
    keyed,
    press,
    type_number,
    upload,
)

QUICK_ENOUGH = {"max_steps": 60, "eval_every": 20}
ENDLESS = {"epochs": 1000, "max_steps": 100_000, "eval_every": 20, "patience": 10_000}


def test_from_the_sample_to_a_model_of_ones_own(watched: Callable[..., Page], app: App) -> None:
    page = watched("/")
    _the_sample(page)
    _train_on_a_csv(page)
    _forecast(page)
    _attention(page)
    _distilling(page)
    _the_same_view_again(page, watched)
    _stop_a_training(page)
    logs = [log.read_text() for log in app.runs.glob("*/worker.log")]
    assert logs
    assert not any("Traceback" in text for text in logs)


def _the_sample(page: Page) -> None:
    drawn(page, "start_forecast")
    drawn(page, "start_strip")
    press(page, "try_sample")
    drawn(page, "forecast_chart")
    go(page, "Attention")
    drawn(page, "attention_window")
    drawn(page, "attention_map")
    drawn(page, "focus_panel")


def _set(page: Page, settings: dict[str, int]) -> None:
    keyed(page, "all_settings").locator("summary").click()
    for name, number in settings.items():
        type_number(page, f"set_{name}", number)


def _train_on_a_csv(page: Page) -> None:
    go(page, "Data")
    upload(page, "visitors.csv", daily_csv())
    expect(keyed(page, "data_facts")).to_contain_text("500")
    expect(keyed(page, "roles_targets")).to_contain_text("visitors")
    press(page, "to_train")
    expect(keyed(page, "train_data")).to_contain_text("visitors.csv")
    _set(page, QUICK_ENOUGH)
    press(page, "train_start")
    expect(keyed(page, "train_onward")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/train\?.*run="))
    drawn(page, "train_loss")
    expect(keyed(page, "score_table")).to_be_visible()


def _forecast(page: Page) -> None:
    press(page, "to_forecast")
    drawn(page, "forecast_chart")
    with page.expect_download() as waiting:
        press(page, "forecast_download")
    table = pd.read_csv(io.BytesIO(waiting.value.path().read_bytes()))
    days = pd.to_datetime(table.iloc[:, 0])
    assert list(days) == list(pd.date_range("2023-05-16", periods=14, freq="D"))
    assert table["visitors"].between(0, 400).all()


def _attention(page: Page) -> None:
    go(page, "Attention")
    before = figure_data(page, "attention_window")
    keyed(page, "head").get_by_role("radio", name="2").click()
    expect(page).to_have_url(re.compile(r"head=2"))
    type_number(page, "query", 10)
    expect(page).to_have_url(re.compile(r"query=10"))
    expect(page.get_by_role("heading", name="Query 10")).to_be_visible()
    keyed(page, "bar_seed").get_by_test_id("stPopoverButton").click()
    press(page, "bar_seed_next")
    expect(page).to_have_url(re.compile(r"seed=1"))
    expect(keyed(page, "query_numbers")).to_contain_text("seed 1")
    page.keyboard.press("Escape")
    assert figure_data(page, "attention_window") != before


def _distilling(page: Page) -> None:
    go(page, "Distilling")
    drawn(page, "distilling_maps")
    lengths = json.loads(figure_data(page, "length_strip"))
    assert {56, 28} <= {number for trace in lengths for axis in trace for number in axis or ()}
    page.go_back()
    drawn(page, "attention_window")


def _the_same_view_again(page: Page, watched: Callable[..., Page]) -> None:
    """After a reload, and for another person who was given the address."""
    keyed(page, "query").locator("input").wait_for()
    figures = ("attention_window", "attention_map", "focus_panel")
    seen = [figure_data(page, key) for key in figures]
    page.reload()
    assert [figure_data(page, key) for key in figures] == seen
    path = "/" + page.url.split("/", 3)[3]
    other = watched(path)
    assert [figure_data(other, key) for key in figures] == seen
    other.context.close()


def _stop_a_training(page: Page) -> None:
    go(page, "Train")
    _set(page, ENDLESS)
    press(page, "train_start")
    expect(page.get_by_text(re.compile(r"Step \d+ of"))).to_be_visible()
    press(page, "train_stop")
    expect(page.get_by_text(re.compile("^Stopped early in"))).to_be_visible()
    press(page, "to_forecast")
    drawn(page, "forecast_chart")
