"""Each page in each state: it says what there is, and never shows an error of its own."""

from collections.abc import Callable

import pytest

from informer.training.runs import RunFolder
from tests.pages.conftest import Open, words

VIEWS = ["forecast", "what_if", "attention", "embedding", "distilling", "decoder"]
PAGES = ["start", "data", "train", "runs", "cost", *VIEWS]


@pytest.mark.parametrize("name", PAGES)
def test_without_anything(open_page: Open, name: str) -> None:
    app = open_page(name)
    assert app.title
    assert not app.error


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_without_a_run_says_what_to_do(open_page: Open, name: str) -> None:
    assert "No run is open yet" in words(open_page(name))


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_without_a_run_offers_the_sample(
    open_page: Open, sample: RunFolder, name: str
) -> None:
    app = open_page(name)
    app.button(key="open_sample").click().run()
    assert not app.exception
    assert app.query_params["run"] == "sample"
    assert "No run is open yet" not in words(app)


@pytest.mark.parametrize("name", PAGES)
def test_with_a_trained_run(open_page: Open, done: RunFolder, name: str) -> None:
    app = open_page(name, run=done.path.name)
    assert not app.error
    assert "No run is open yet" not in words(app)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("status", ["queued", "running", "failed", "stopped"])
def test_with_a_run_that_has_no_result(
    open_page: Open, in_state: Callable[..., RunFolder], name: str, status: str
) -> None:
    folder = in_state(status, error="The loss is no number." if status == "failed" else None)
    app = open_page(name, run=folder.path.name)
    if name in VIEWS:
        assert ("still training" if status in ("queued", "running") else "no result") in words(app)


@pytest.mark.parametrize("name", PAGES)
def test_an_address_of_a_run_that_is_not_there(open_page: Open, name: str) -> None:
    app = open_page(name, run="../../etc")
    assert "There is no run" in app.warning[0].value


@pytest.mark.parametrize("name", VIEWS)
def test_an_address_that_makes_no_sense_shows_the_natural_view(
    open_page: Open, done: RunFolder, name: str
) -> None:
    app = open_page(
        name, run=done.path.name, window="-7", head="99", query="many", seed="x", layer="<b>"
    )
    assert not app.error
    assert app.title


@pytest.mark.parametrize("name", PAGES)
def test_a_column_name_is_never_markup(open_page: Open, done: RunFolder, name: str) -> None:
    """The name of the target as a hostile file would have it."""
    hostile = "![x](http://host.invalid/i.png) $x$ <b>"
    record = done.record()
    data = record.config.data.model_copy(update={"targets": (hostile,)})
    config = record.config.model_copy(update={"data": data})
    done.update(columns=("event", hostile), config=config, name=hostile)
    written = words(open_page(name, run=done.path.name, window="400"))
    assert "![x](" not in written
    assert "http://" not in written
    assert "$x$" not in written
    assert "<b>" not in written
