"""The Forecast page: any horizon, other rows, a known future; and what is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from informer.training.runs import RunFolder
from pages._known_table import edited
from tests.pages.conftest import Open, shown, words


def figure(app: AppTest, key: str) -> dict[str, object]:
    (found,) = [e for e in app.get("bidi_component") if e.key == key]
    drawn: dict[str, object] = json.loads(json.loads(found.proto.json)["figure"])
    return drawn


def names(app: AppTest, key: str = "forecast_chart") -> list[str]:
    return [trace["name"] for trace in figure(app, key)["data"]]  # type: ignore[attr-defined]


def values(app: AppTest) -> pd.DataFrame:
    """The table of the forecast."""
    return app.dataframe[-1].value


def csv(series_end: str = "2024-03-01", rows: int = 60, **changes: object) -> bytes:
    """Later rows of the series the run was trained on."""
    time = pd.date_range(end=series_end, periods=rows, freq=str(changes.pop("freq", "h")))
    frame = pd.DataFrame(
        {
            "time": time,
            "event": (np.arange(rows) % 7 == 6).astype(int),
            "load": 50 + 10 * np.sin(2 * np.pi * np.arange(rows) / 24),
        }
    )
    return frame.rename(columns=changes).to_csv(index=False).encode()


def upload(app: AppTest, content: bytes, name: str = "later.csv") -> AppTest:
    app.file_uploader(key="rows_upload").upload(name, content, "text/csv")
    return shown(app)


def test_a_longer_horizon_is_rolled_and_says_so(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    assert len(values(app)) == 6
    app.number_input(key="horizon_steps").set_value(15)
    shown(app)
    assert app.query_params["steps"] == "15"
    table = values(app)
    assert len(table) == 15
    assert str(table["time"].iloc[-1]) == "2024-01-21 14:00:00"
    assert "3 passes" in words(app)
    marked = [a["text"] for a in figure(app, "forecast_chart")["layout"]["annotations"]]  # type: ignore[index]
    assert [text for text in marked if "from" not in text] == ["pass 2", "3"]
    again = open_page("forecast", run=done.path.name, steps="15")
    pd.testing.assert_frame_equal(values(again), table)


def test_a_handy_horizon_is_one_click(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    app.button_group(key="horizon").set_value(24)
    shown(app)
    assert app.query_params["steps"] == "24"
    assert app.number_input(key="horizon_steps").value == 24
    app.button_group(key="horizon").set_value(6)
    shown(app)
    assert "steps" not in app.query_params


def test_fewer_steps_are_the_first_of_the_same_forecast(open_page: Open, done: RunFolder) -> None:
    whole = values(open_page("forecast", run=done.path.name, window="400"))
    some = values(open_page("forecast", run=done.path.name, window="400", steps="4"))
    pd.testing.assert_frame_equal(some, whole.iloc[:4])


@pytest.mark.parametrize("steps", ["0", "999999999"])
def test_an_absurd_horizon_in_the_address(open_page: Open, done: RunFolder, steps: str) -> None:
    app = open_page("forecast", run=done.path.name, steps=steps)
    assert 6 <= len(values(app)) <= 360


def test_other_rows_are_forecast_and_the_link_shows_them(open_page: Open, done: RunFolder) -> None:
    app = upload(open_page("forecast", run=done.path.name), csv())
    assert "**Other data**: later\\.csv" in words(app)
    assert str(values(app)["time"][0]) == "2024-03-01 01:00:00"
    assert not [e for e in app.get("bidi_component") if e.key == "scrub_strip"]
    key = app.query_params["rows"]
    assert (done.path / "rows" / f"{key}.npz").is_file()
    again = open_page("forecast", run=done.path.name, rows=key)
    pd.testing.assert_frame_equal(values(again), values(app))
    app.button(key="rows_back").click()
    shown(app)
    assert "rows" not in app.query_params
    assert [e for e in app.get("bidi_component") if e.key == "scrub_strip"]
    assert str(values(app)["time"][0]) == "2024-01-21 00:00:00"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (csv(load="other"), "load"),
        (csv(freq="D"), "trained on one every h"),
        (b"no,table", ""),
    ],
)
def test_a_refused_file_changes_nothing(
    open_page: Open, done: RunFolder, content: bytes, reason: str
) -> None:
    before = open_page("forecast", run=done.path.name)
    table = values(before)
    app = upload(before, content)
    assert len(app.error) == 1
    assert reason in app.error[0].value
    assert "rows" not in app.query_params
    pd.testing.assert_frame_equal(values(app), table)
    assert "Traceback" not in words(app)
    app.number_input(key="horizon_steps").set_value(5)  # another view: that file is history
    assert not shown(app).error


@pytest.mark.parametrize("key", ["../../etc", "0123456789ab", "x" * 300])
def test_rows_that_are_not_kept_are_said(open_page: Open, done: RunFolder, key: str) -> None:
    app = open_page("forecast", run=done.path.name, rows=key)
    assert "are not kept here" in words(app)
    assert str(values(app)["time"][0]) == "2024-01-21 00:00:00"


def test_the_sample_keeps_rows_beside_the_runs(
    open_page: Open, sample: RunFolder, runs: Path
) -> None:
    app = upload(open_page("forecast", run="sample"), csv())
    assert (runs / ".sample" / "rows" / f"{app.query_params['rows']}.npz").is_file()
    assert not (sample.path / "rows").exists()


def test_a_known_future_is_asked_for_past_the_end_only(open_page: Open, done: RunFolder) -> None:
    assert "What is coming: event" in words(open_page("forecast", run=done.path.name))
    assert "What is coming" not in words(open_page("forecast", run=done.path.name, window="300"))


def test_a_switched_day_changes_the_forecast_and_can_be_taken_back(
    open_page: Open, done: RunFolder
) -> None:
    app = open_page("forecast", run=done.path.name)
    assumed = values(app)
    assert "it is assumed that they repeat the last week" in words(app)
    day = app.button_group(key="known_days_0")
    assert day.value == ["2024-01-21"]  # the last week's Sunday was one, too
    day.set_value([])
    shown(app)
    key = app.query_params["known"]
    told = json.loads((done.path / "known" / f"{key}.json").read_text())
    assert told["values"] == [[0.0]] * 6
    changed = values(app)
    assert not np.allclose(changed["load"], assumed["load"])
    assert "reads the values that you gave" in words(app)
    again = open_page("forecast", run=done.path.name, known=key)
    pd.testing.assert_frame_equal(values(again), changed)
    app.button(key="known_reset").click()
    shown(app)
    assert "known" not in app.query_params
    pd.testing.assert_frame_equal(values(app), assumed)


def test_a_known_future_from_a_file(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    assumed = values(app)
    time = pd.date_range("2024-01-21", periods=6, freq="h")
    content = pd.DataFrame({"time": time, "event": [0, 0, 0, 1, 1, 1]}).to_csv(index=False)
    app.file_uploader(key="known_upload").upload("coming.csv", content.encode(), "text/csv")
    shown(app)
    assert not np.allclose(values(app)["load"], assumed["load"])
    before = app.query_params["known"]
    app.file_uploader(key="known_upload").upload("short.csv", content[:60].encode(), "text/csv")
    shown(app)
    assert len(app.error) == 1
    assert app.query_params["known"] == before


def test_what_was_told_of_other_times_is_said(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name)
    app.button_group(key="known_days_0").set_value([])
    shown(app)
    key = app.query_params["known"]
    longer = open_page("forecast", run=done.path.name, known=key, steps="12")
    assert "for 6 steps; of the other 6 it is assumed" in words(longer)
    other = upload(open_page("forecast", run=done.path.name, known=key), csv())
    assert "is of other times" in words(other)


def test_a_hostile_file_name_is_shown_as_it_is(open_page: Open, done: RunFolder) -> None:
    name = "![x](http://evil.example/i.png) $x$.csv"
    app = upload(open_page("forecast", run=done.path.name), csv(), name)
    shown_words = words(app)
    assert "\\!\\[x\\]" in shown_words
    assert "![x]" not in shown_words


def test_edits_of_the_table_change_their_cells_alone() -> None:
    base = np.array([[0.0, 5.0], [1.0, 6.0]])
    rows = {0: {"column 0": True}, 1: {"column 1": 7.5, "time": "x"}, "0": {"column 1": None}}
    np.testing.assert_array_equal(edited(base, rows), [[1.0, 5.0], [1.0, 7.5]])
    np.testing.assert_array_equal(base, [[0.0, 5.0], [1.0, 6.0]])
