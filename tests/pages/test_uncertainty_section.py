"""How sure is it?: promised against measured, and what the sampling seed alone moves."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from informer.forecasting.coverage import coverage
from informer.forecasting.intervals import calibrate
from informer.training.runs import RunFolder
from pages import _library
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure


def test_the_forecast_has_the_intervals_of_the_library(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    table = app.dataframe[-1].value
    found = _library.backtest(done)
    assert found is not None
    half = calibrate(found).half_width(0.8)[:, 0]
    np.testing.assert_allclose(table["load upper 80"] - table["load"], half)
    assert "80 % interval" in [trace["name"] for trace in figure(app, "forecast_chart")["data"]]


def test_a_past_window_uses_what_was_known_then(open_page: Open, done: RunFolder) -> None:
    found = _library.backtest(done)
    assert found is not None
    window = int(found.test.windows[20])
    table = open_page("forecast", run=done.path.name, window=str(window)).dataframe[-1].value
    half = calibrate(found, window).half_width(0.8)[:, 0]
    assert not np.allclose(half, calibrate(found).half_width(0.8)[:, 0])
    np.testing.assert_allclose(table["load upper 80"] - table["load"], half)


def test_a_run_without_a_backtest_forecasts_at_once(open_page: Open, done: RunFolder) -> None:
    done.backtest_file().unlink()
    app = open_page("forecast", run=done.path.name)
    assert list(app.dataframe[-1].value.columns) == ["time", "load"]
    assert app.button(key="backtest_start").label.startswith("Run the backtest")


def test_a_longer_horizon_has_no_bands_until_its_backtest(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, steps="12")
    assert list(app.dataframe[-1].value.columns) == ["time", "load"]
    assert "horizon of 12 steps" in words(app)
    app = open_page("forecast", run=done.path.name, steps="5")
    assert "load upper 95" in app.dataframe[-1].value.columns


def test_measured_coverage_is_that_of_the_library(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="sure")
    found = _library.backtest(done)
    assert found is not None
    expected = coverage(found)
    table = app.dataframe[0].value
    assert list(table["promised"]) == ["50 %", "80 %", "95 %"]
    assert list(table["measured"]) == [f"{100 * share:.1f} %" for share in expected.followed]
    drawn = [t for t in figure(app, "coverage")["data"] if t["name"] == "measured"]
    assert len(drawn) == 3
    missed = expected.off()
    assert len(app.warning) == len(missed)
    assert ("every interval kept its promise" in words(app)) == (not missed)


def test_intervals_that_miss_are_warned_of(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = _library.backtest(done)
    assert real is not None
    shifted = real.test.actual + 100 * np.arange(len(real.test.windows))[:, None, None]
    drifted = replace(real, test=replace(real.test, actual=shifted))
    monkeypatch.setattr(_library, "backtest", lambda *_: drifted)
    monkeypatch.setattr(_library, "identity", lambda _: ("shifted", 0))
    app = open_page("forecast", run=done.path.name, section="sure", seed="0", window="400")
    assert [w for w in app.warning if "too narrow" in w.value]


def test_sampling_is_drawn_apart_and_smaller(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="sure")
    half, seeds = figure(app, "sampling_spread")["data"]
    assert (half["name"], seeds["name"]) == ("80 % interval", "80 % of 20 seeds")
    assert "Sampling is **" in words(app)


def test_full_attention_has_no_sampling(open_page: Open, done: RunFolder) -> None:
    record = done.record()
    model = record.config.model.model_copy(update={"attention": "full"})
    done.update(config=record.config.model_copy(update={"model": model}))
    app = open_page("forecast", run=done.path.name, section="sure")
    assert "the seed changes nothing" in words(app)
    assert not [e for e in app.get("bidi_component") if e.key == "sampling_spread"]


def test_other_rows_say_that_intervals_are_the_runs_own(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    time = pd.date_range("2024-02-01", periods=60, freq="h")
    load = 50 + 10 * np.sin(2 * np.pi * np.arange(60) / 24)
    content = pd.DataFrame({"time": time, "event": np.arange(60) % 2, "load": load})
    app.file_uploader(key="rows_upload").upload(
        "new.csv", content.to_csv(index=False).encode(), "text/csv"
    )
    shown(app)
    assert "whether it errs as much on other data is not known" in words(app)
    sure = open_page("forecast", run=done.path.name, rows=app.query_params["rows"], section="sure")
    assert "**Other data**" in words(sure)
    assert "load upper 95" in app.dataframe[-1].value.columns


def test_a_horizon_too_long_for_a_backtest_is_still_forecast(
    open_page: Open, done: RunFolder
) -> None:
    app = open_page("forecast", run=done.path.name, steps="200")
    assert len(app.dataframe[-1].value) == 200
    assert len(app.error) == 1
    assert not [button for button in app.button if button.key == "backtest_start"]
