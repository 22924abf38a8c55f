"""The backtest: errors by the calendar, the worst windows, and a run that has none yet."""

import pytest

from informer.forecasting import backtest_job
from informer.forecasting.backtest_job import BacktestJobs
from informer.forecasting.other_rows import OtherRows
from informer.forecasting.profile import profile
from informer.training.records import Worker
from informer.training.runs import RunFolder
from pages import _library
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure


def test_errors_by_hour_are_those_of_the_library(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="backtest")
    found = _library.backtest(done)
    assert found is not None
    expected = profile(found.test, 0, "hour", done.series(), 24).mae["informer"]
    (drawn,) = [t for t in figure(app, "backtest_by_hour")["data"] if t["name"] == "Informer"]
    assert len(drawn["x"]) == len(expected) == 24
    assert "Largest at" in words(app)
    app.segmented_control(key="backtest_by").set_value("weekday")
    shown(app)
    assert app.query_params["by"] == "weekday"
    assert figure(app, "backtest_by_weekday")["data"]


def test_what_the_frequency_has_not_is_not_offered(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="backtest", by="century")
    assert app.segmented_control(key="backtest_by").value == "hour"
    assert "Month" not in app.segmented_control(key="backtest_by").options


def test_the_worst_windows_lead_inside(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="backtest")
    listed = app.dataframe[0].value
    mae = [float(text) for text in listed["MAE"]]
    assert mae == sorted(mae, reverse=True)
    rings = next(t for t in figure(app, "backtest_along")["data"] if t["name"] == "worst windows")
    assert len(rings["x"]) == len(listed)
    assert "The worst window" in str(figure(app, "backtest_window"))
    links = [link.proto.query_string for link in app.get("page_link")]
    assert sum("window=" in link for link in links) >= 2


def test_under_other_data_the_links_lead_to_the_window_of_the_backtest(
    open_page: Open, done: RunFolder
) -> None:
    series = done.series()
    key = OtherRows(_library.beside(done) / "rows").put(series)
    app = open_page("forecast", run=done.path.name, section="backtest", rows=key)
    assert "measured on the run's own data" in app.info[0].value
    links = [link.proto.query_string for link in app.get("page_link")]
    onward = [link for link in links if "window=" in link]
    assert onward
    assert not [link for link in onward if "rows=" in link]


def test_the_window_in_focus_is_shown(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="backtest", window="400")
    assert "The window in focus" in str(figure(app, "backtest_window"))
    assert figure(app, "backtest_along")["marks"]


def test_a_missing_backtest_is_started_once(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done.backtest_file().unlink()
    started: list[object] = []
    monkeypatch.setattr(backtest_job, "start_process", lambda *asked: started.append(asked))
    app = open_page("forecast", run=done.path.name, section="backtest")
    app.button(key="backtest_start").click()
    shown(app)
    assert len(started) == 1
    assert "Starting" in app.get("progress")[0].text
    assert not [button for button in app.button if button.key == "backtest_start"]


def test_progress_can_be_cancelled_and_an_end_is_told(open_page: Open, done: RunFolder) -> None:
    done.backtest_file().unlink()
    jobs = BacktestJobs(done.path)
    new = jobs.new(done)
    here = {"status": "running", "worker": Worker.here(), "doing": "the test part"}
    jobs.write_job(new.model_copy(update=here | {"progress": 0.5, "seconds_left": 8.0}))
    jobs.beat()
    app = open_page("forecast", run=done.path.name, section="backtest")
    assert app.get("progress")[0].text == "Backtest: the test part · about 8 s left"
    app.button(key="backtest_cancel").click()
    shown(app)
    assert jobs.stop_requested()
    jobs.write_job(new.model_copy(update={"status": "failed", "error": "No *memory*."}))
    assert "The backtest failed. No \\*memory\\*" in words(
        open_page("forecast", run=done.path.name, section="backtest")
    )


def test_another_horizon_is_another_backtest(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="backtest", steps="12")
    assert "at a horizon of 12 steps" in words(app)
    too_long = open_page("forecast", run=done.path.name, section="backtest", steps="9000")
    assert "choose a horizon of" in words(too_long)
