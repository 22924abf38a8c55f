"""The Embedding page: the sum, what another calendar does, what the calendar has learned."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.inspection.moments import Moment
from informer.inspection.telling import told_forecasts
from informer.training.checkpoint import load_run
from informer.training.runs import RunFolder
from tests.pages.conftest import Open, shown, words
from tests.pages.test_occlusion_section import decoded
from tests.pages.test_views import figure


def embedding(open_page: Open, done: RunFolder, **query: str) -> AppTest:
    return open_page("embedding", run=done.path.name, **query)


def names(app: AppTest, key: str) -> list[str]:
    return [trace["name"] for trace in figure(app, key)["data"]]


def test_the_sum_is_drawn_of_both_inputs(open_page: Open, done: RunFolder) -> None:
    app = embedding(open_page, done)
    assert {"value", "position", "calendar", "sum"} <= set(names(app, "embedding_sum"))
    assert "placeholder" not in words(app)
    app.button_group(key="embedding_side").set_value("decoder")
    shown(app)
    assert app.query_params["section"] == "decoder"
    assert "6 placeholders the target is" in words(app)
    assert "event has its real values" in words(app)
    assert "assumed to repeat" in words(app)  # past the end of the data


def test_told_forecasts_are_those_of_the_library(open_page: Open, done: RunFolder) -> None:
    app = embedding(open_page, done, window="300", seed="4", moment="weekday-6-window")
    moments = [Moment("weekday", day, "window") for day in range(7)]
    told = told_forecasts(load_run(done), 300, 4, moments)
    (bars,) = figure(app, "told_bars")["data"]
    mean = (told.told - told.forecast).mean(axis=1)[:, 0]
    np.testing.assert_allclose(decoded(bars["y"]), mean, rtol=1e-5)
    assert app.selectbox(key="moment_value").value == moments[6]
    assert "told: Sunday" in names(app, "told_forecast")
    assert "seed 4" in words(app)


def test_a_change_is_in_the_address(open_page: Open, done: RunFolder) -> None:
    app = embedding(open_page, done, moment="weekday-6-horizon")
    app.button_group(key="moment_where").set_value("window")
    shown(app)
    assert app.query_params["moment"] == "weekday-6-window"
    app.button_group(key="moment_kind").set_value("shift")
    shown(app)
    assert app.query_params["moment"].endswith("-window")
    app.button_group(key="moment_kind").set_value("flag-0")
    shown(app)
    assert app.query_params["moment"] == "flag-0-window"
    assert "told: event switched" in names(app, "told_forecast")
    assert "a convolution over 3 steps" in words(app)


@pytest.mark.parametrize("moment", ["<b>", "weekday-9-horizon", "flag-7-horizon", "shift-5-window"])
def test_an_address_that_makes_no_sense_shows_the_natural_view(
    open_page: Open, done: RunFolder, moment: str
) -> None:
    app = embedding(open_page, done, moment=moment, section="x", target="9")
    assert not app.error
    assert figure(app, "told_bars")["data"]


def test_told_what_is_true_nothing_changes(open_page: Open, done: RunFolder) -> None:
    app = embedding(open_page, done, window="300", moment="month-1-window")  # all of it January
    assert "Nothing changes" in app.info[0].value
    assert app.metric[0].value == "0"


def test_what_is_learned_is_said_in_words(open_page: Open, done: RunFolder) -> None:
    app = embedding(open_page, done)
    for field in ("hour", "weekday", "month"):
        assert figure(app, f"similarity_{field}")["data"]
    assert "For this model, **Sunday** is" in words(app)
    assert "least like" in words(app)
