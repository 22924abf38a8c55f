"""Occlusion on the Attention page: its address, its numbers, its clicks."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.inspection.occlusion import occlude_window
from informer.training.checkpoint import load_run
from informer.training.runs import RunFolder
from pages import _format
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure


def occlusion(open_page: Open, done: RunFolder, **query: str) -> AppTest:
    return open_page("attention", run=done.path.name, section="occlusion", **query)


def changes(app: AppTest) -> list[float]:
    traces = figure(app, "occlusion_blocks")["data"]
    (bars,) = [t for t in traces if t["name"] == "change of the forecast"]
    return [float(value) for value in decoded(bars["y"])]


def decoded(values: object) -> np.ndarray:
    """Plotly writes arrays of numbers as base64."""
    if isinstance(values, dict):
        import base64

        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.asarray(values)


def test_the_page_shows_what_the_library_finds(open_page: Open, done: RunFolder) -> None:
    app = occlusion(open_page, done, window="300", seed="5", block="6", fill="mean")
    found = occlude_window(load_run(done), 300, 5, 6, "mean")
    np.testing.assert_allclose(changes(app), found.change[:, 0], rtol=1e-6)
    most = int(found.change[:, 0].argmax())
    assert f"Without block {most}" in words(app)
    assert app.metric[0].label == "Change, exact"
    assert float(app.metric[0].value.replace(",", "")) == pytest.approx(
        found.change[most, 0], rel=1e-3
    )
    assert "the same keys (seed 5)" in words(app)
    assert "event, known in the future" in words(app)
    assert "Spearman" in words(app)


def test_another_block_moves_the_frame_and_nothing_else(open_page: Open, done: RunFolder) -> None:
    app = occlusion(open_page, done, masked="2")
    before = figure(app, "occlusion_blocks")
    app.button(key="block_next").click()
    shown(app)
    after = figure(app, "occlusion_blocks")
    assert app.query_params["masked"] == "3"
    assert before["data"] == after["data"]
    assert before["marks"] != after["marks"]
    assert "Without block 3" in words(app)


def test_the_choices_are_in_the_address(open_page: Open, done: RunFolder) -> None:
    app = occlusion(open_page, done)
    app.button_group(key="occlusion_block").set_value(6)
    shown(app)
    app.button_group(key="occlusion_fill").set_value("mean")
    shown(app)
    app.button_group(key="occlusion_over").set_value("all")
    shown(app)
    assert {name: app.query_params[name] for name in ("block", "fill", "over")} == {
        "block": "6",
        "fill": "mean",
        "over": "all",
    }
    assert "the whole encoder" in words(app)
    assert len(changes(app)) == 4


@pytest.mark.parametrize(
    "query",
    [{"block": "0"}, {"block": "9999"}, {"masked": "999"}, {"fill": "<b>", "over": "x"},
     {"target": "9"}, {"block": "5", "masked": "4"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_natural_view(
    open_page: Open, done: RunFolder, query: dict[str, str]
) -> None:
    app = occlusion(open_page, done, **query)
    assert not app.error
    assert figure(app, "occlusion_forecast")["data"]


def test_the_decoders_part_of_the_context_is_told(open_page: Open, done: RunFolder) -> None:
    app = occlusion(open_page, done, layer="decoder.0")
    label_len = done.record().config.model.label_len
    assert f"the start token, the last {label_len} steps" in words(app)
    metrics = {metric.label: metric.value for metric in app.metric}
    assert "Attention, exact" in metrics
    app = occlusion(open_page, done, layer="decoder.0", masked="0")
    assert "no key here" in [metric.value for metric in app.metric]


def test_a_column_name_is_never_markup(open_page: Open, done: RunFolder) -> None:
    hostile = "![x](http://host.invalid/i.png) $x$ <b>"
    record = done.record()
    data = record.config.data.model_copy(update={"targets": (hostile,)})
    config = record.config.model_copy(update={"data": data})
    done.update(columns=("event", hostile), config=config, name=hostile)
    written = words(occlusion(open_page, done, window="400"))
    for markup in ("![x](", "http://", "$x$", "<b>"):
        assert markup not in written


@pytest.mark.parametrize(
    ("steps", "freq", "said"),
    [(12, "h", "12 hours"), (48, "30min", "1 day"), (3, "MS", "3 months"), (7, "D", "7 days"),
     (1, "W-SUN", "1 week"), (90, "s", "90 seconds"), (2, "6h", "12 hours")],
)  # fmt: skip
def test_a_block_is_named_by_its_time(steps: int, freq: str, said: str) -> None:
    assert _format.steps_in_words(steps, freq) == said
