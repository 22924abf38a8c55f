"""The small parts that pages share."""

import pandas as pd
import pytest

from informer.figures.style import Style
from informer.forecasting.results import Scores, TestResult
from pages import _format, _plot
from pages._download import csv_bytes
from pages._text import md, short


def test_markup_is_escaped_and_an_address_is_no_link() -> None:
    assert md("![x](http://a/b)") == "\\!\\[x\\]\\(h\u2060ttp\\:\\/\\/a\\/b\\)"
    assert md("$x_1$\n<b>") == "\\$x\\_1\\$ \\<b\\>"
    assert "www" not in md("www.host.invalid")
    assert short("a" * 30, 10) == "a" * 9 + "…"


def test_cells_that_a_spreadsheet_would_run_are_quoted() -> None:
    frame = pd.DataFrame({"=cmd()": [-1.5, 2.0], "note": ["+1", "plain"]})
    text = csv_bytes(frame).decode("utf-8-sig")
    assert text.splitlines() == ["'=cmd(),note", "-1.5,'+1", "2.0,plain"]


@pytest.mark.parametrize(
    ("freq", "words", "step"),
    [
        ("h", "Sun 30 Sep 2018 23:00", "1 hour"),
        ("30min", "Sun 30 Sep 2018 23:00", "30 minutes"),
        ("D", "Sun 30 Sep 2018", "1 day"),
        ("W-SUN", "Sun 30 Sep 2018", "1 week"),
        ("MS", "Sep 2018", "1 month"),
        ("QS-OCT", "Sep 2018", "1 quarter"),
        ("10s", "Sun 30 Sep 2018 23:00", "10 seconds"),
    ],
)
def test_times_are_no_finer_than_the_data(freq: str, words: str, step: str) -> None:
    assert _format.moment(pd.Timestamp("2018-09-30 23:00"), freq) == words
    assert _format.step_name(freq) == step


def test_numbers() -> None:
    assert _format.number(1234.567) == "1,235"
    assert _format.number(0.0012345) == "0.001234"
    assert _format.number(float("nan")) == "—"
    assert _format.duration(125) == "2 min 05 s"
    assert _format.plural(1, "window") == "1 window"


@pytest.mark.parametrize(
    ("skill", "expected"),
    [(0.184, "18 % better than linear"), (-0.5, "50 % worse than linear"), (0.001, "as good as")],
)
def test_skill_in_words(skill: float, expected: str) -> None:
    scores = Scores(1.0, 1.0, 1.0, 1.0, 1.0)
    result = TestResult(scores, {"linear": scores}, "linear", skill, 24, 10)
    assert expected in _format.skill(result)


def test_each_light_colour_has_one_dark_counterpart() -> None:
    light, dark = Style("light").colour, Style("dark").colour
    swap = _plot.dark_colours()
    for name in ("ink", "observed", "forecast", "selected", "lazy", "sampled", "exact", "baseline"):
        assert swap[getattr(light, name).lower()] == getattr(dark, name)


def test_the_javascript_of_plotly_is_provided() -> None:
    assert _plot.provide_library().stat().st_size > 1_000_000
