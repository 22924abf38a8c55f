"""The report: one file that needs nothing, says all, and takes no name for markup."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from informer.data.series import TimeSeries
from informer.figures.library import javascript
from informer.forecasting.rolled import Backtest, Rolled
from informer.reporting.page import html_page
from informer.reporting.parts import Drawn, Report, Section
from informer.reporting.report import report_html
from tests.unit.reporting.made_up import STEPS, material

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    '" onmouseover="alert(1)',
    "=cmd|' /C calc'!A0 & < > \u2028 \u202e",
)
_WITH_ADDRESS = ("src", "href", "action", "data", "poster", "srcset", "background")


class _Read(HTMLParser):
    """What a browser would find: elements, their attributes, and the text of each kind."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        self._within = tag
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, text: str) -> None:
        if self._within:
            self.texts[self._within][-1] += text

    def handle_endtag(self, tag: str) -> None:
        self._within = "" if tag == self._within else self._within


def _without_library(page: str) -> str:
    library = javascript().read_text(encoding="utf-8")
    assert page.count(library) == 1
    return page.replace(library, "")


def test_it_says_what_an_analyst_must_know(hourly_series: TimeSeries) -> None:
    page = _without_library(report_html(material(hourly_series)))
    for words in (
        "<title>Forecast of load</title>",
        "6 steps of 1 hour, Sun 21 Jan 2024 00:00 to Sun 21 Jan 2024 05:00",
        "The Informer is 20 % better than linear",
        "Row 3 was dropped",
        "It is assumed that all stays as it is",
        "data 0, weights 0, sampling 0; this forecast used sampling seed 5",
        "python -m informer train",
        "700 steps in 12 s (cpu, float32, 1 thread)",
        "<dt>grad_clip</dt>",
        "2026-11-28 09:30 UTC, with Informer Lab",
        hourly_series.fingerprint,
    ):
        assert words in page, words
    assert "What if" not in page
    assert "How sure is it?" not in page


def test_the_table_has_every_value_and_its_bounds(hourly_series: TimeSeries) -> None:
    page = _without_library(report_html(material(hourly_series)))
    cells = _Read(page).texts["td"]
    values = material(hourly_series).forecast.values[:, 0]
    rows = [cells[i : i + 5] for i in range(0, 5 * STEPS, 5)]
    assert [row[0] for row in rows] == ["−1.500", "245.7", "492.9", "740.1", "987.3", "1,234"]
    assert rows[1][1:] == [f"{values[1] - 1:.1f}", f"{values[1] + 1:.1f}", "−∞", "∞"]


def test_it_asks_for_nothing(hourly_series: TimeSeries) -> None:
    page = _without_library(report_html(material(hourly_series)))
    found = _Read(page)
    assert not [a for a in found.attributes if a[0] in _WITH_ADDRESS]
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(found.tags)
    assert "url(" not in page
    assert "@import" not in page
    assert "http:" not in page
    assert "https:" not in page
    (policy,) = [value for name, value in found.attributes if name == "content" and "src" in value]
    assert policy.startswith("default-src 'none';")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_markup(hourly_series: TimeSeries, name: str) -> None:
    tame = _Read(_without_library(report_html(material(hourly_series))))
    columns = (hourly_series.columns[0], name)
    wild_series = replace(hourly_series, columns=columns)
    page = _without_library(report_html(material(wild_series, hostile=name)))
    wild = _Read(page)
    assert wild.tags == tame.tags
    assert [a[0] for a in wild.attributes] == [a[0] for a in tame.attributes]
    assert wild.texts["title"] == [f"Forecast of {name}"]
    assert f"python -m informer train {name}" in wild.texts["code"]
    figure = json.loads(wild.texts["script"][0])
    shown = figure["layout"]["yaxis"]["title"]["text"]
    assert "<" not in shown  # what Plotly would take for markup


class _Raw:
    """A figure whose text nobody has escaped."""

    def to_json(self) -> str:
        return json.dumps({"name": [*HOSTILE, "<!--<script>"]}, ensure_ascii=False)


def test_a_figure_is_inert_whatever_it_holds() -> None:
    section = Section("One", (Drawn(_Raw(), alt='"><b>'),))
    page = _Read(_without_library(html_page(Report("a", "b", (section,), "c"))))
    assert "b" not in page.tags
    assert page.tags.count("script") == 3
    assert json.loads(page.texts["script"][0])["name"][:-1] == list(HOSTILE)


def test_a_run_that_is_worse_is_called_worse(hourly_series: TimeSeries) -> None:
    made = material(hourly_series)
    assert made.record.result is not None
    result = replace(made.record.result, skill=-0.3)
    record = made.record.model_copy(update={"result": result})
    page = report_html(replace(made, record=record))
    assert '<p class="bad">The Informer is 30 % worse than linear' in page


def test_other_rows_are_said_to_be_others(hourly_series: TimeSeries) -> None:
    made = material(hourly_series)
    others = replace(made.series, name="new.csv", fingerprint="1" * 64)
    page = report_html(replace(made, series=others))
    assert "These rows are not those the run was trained on, which are hourly" in page
    assert "Learned from" not in page


def _backtest(series: TimeSeries, spread: float) -> Backtest:
    """Errors of deviation 1 in the validation part, of ``spread`` in the test part."""
    rng = np.random.default_rng(0)

    def part(first: int, count: int, deviation: float) -> Rolled:
        windows = np.arange(first, first + count)
        rows = windows[:, None] + 24 + np.arange(STEPS)
        actual = series.column("load")[rows][..., None]
        return Rolled(
            windows,
            series.time[windows + 24],
            actual,
            {
                "informer": actual + rng.normal(0, deviation, actual.shape),
                "linear": actual + 2,
                "naive": actual + 50,
            },
        )

    return Backtest(
        columns=("load",), freq="h", horizon=STEPS, sampling_seed=0, stride=1, period=24,
        mase_scale=np.ones(1), validation=part(300, 60, 1.0), test=part(366, 80, spread),
    )  # fmt: skip


def test_a_backtest_adds_errors_and_coverage(hourly_series: TimeSeries) -> None:
    made = replace(material(hourly_series), backtest=_backtest(hourly_series, 1.0))
    found = _Read(_without_library(report_html(made)))
    assert "How sure is it?" in found.texts["h2"]
    figures = [json.loads(text) for text in found.texts["script"][:-2]]
    assert len(figures) == 4  # forecast, by step, by hour, coverage
    names = [trace["name"] for trace in figures[1]["data"]]
    assert "Informer" in names
    assert not any("naive" in name for name in names)  # so far off that it would flatten the rest


def test_intervals_that_missed_are_said_to(hourly_series: TimeSeries) -> None:
    made = replace(material(hourly_series), backtest=_backtest(hourly_series, 30.0))
    page = report_html(made)
    assert "missed their promise by more than 5 points" in page
    assert "The errors became larger after the validation part" in page
