"""The Decoder page: what it says is what the library found."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from informer.inspection.chunks import decode_window
from informer.inspection.crossing import cross_weights, looks_most
from informer.inspection.decoder_results import Chunked, DecodeRace
from informer.inspection.decoding import inspect_decoding
from informer.training.checkpoint import load_run
from informer.training.runs import RunFolder
from pages._decoder_verdict import verdict
from pages._decoder_words import span, steps_before
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure

SECTIONS = ["cross", "causal", "mix", "race"]


def trace(drawn: dict[str, object], name: str) -> dict[str, object]:
    (found,) = [one for one in drawn["data"] if one.get("name") == name]
    return found


def says(app: AppTest, text: str) -> bool:
    return text in words(app)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_first_figure_is_always_there(open_page: Open, done: RunFolder, section: str) -> None:
    app = open_page("decoder", run=done.path.name, window="400", section=section)
    drawn = figure(app, "decoder_strip")
    seen = inspect_decoding(load_run(done).model, load_run(done).windows, 400, 0)
    assert trace(drawn, "forecast")["x"][0].startswith(str(seen.horizon[0].date()))
    assert not app.error
    assert app.query_params["section"] == section


def test_the_sentence_names_what_the_step_looks_at(open_page: Open, done: RunFolder) -> None:
    app = open_page("decoder", run=done.path.name, window="400", head="2", step="3")
    run = load_run(done)
    seen = inspect_decoding(run.model, run.windows, 400, 0)
    look = looks_most(cross_weights(seen.cross[0], 1), seen.memory)[3]
    first = seen.inside.time[look.first]
    assert says(app, f"{first:%a} {first.day} {first:%b %Y %H:%M}")
    assert says(app, f"{100 * look.weight:.1f} % of its attention")
    assert says(app, f"{24 + 3 - look.first} to {24 + 3 - look.last} steps before")
    table = app.dataframe[0].value
    assert len(table) == 6
    assert table["share"][3] == pytest.approx(100 * look.weight)


def test_stepping_moves_the_address_and_a_mark_on_the_map(open_page: Open, done: RunFolder) -> None:
    app = open_page("decoder", run=done.path.name, window="400", step="3")
    before = figure(app, "cross_map")
    app.button(key="step_next").click()
    shown(app)
    after = figure(app, "cross_map")
    assert app.query_params["step"] == "4"
    assert before["data"] == after["data"]
    assert before["marks"] != after["marks"]
    app.button_group(key="cross_head").set_value(2)
    shown(app)
    assert app.query_params["head"] == "2"
    app.button_group(key="cross_head").set_value("mean")
    shown(app)
    assert "head" not in app.query_params
    assert app.query_params["step"] == "4"


def test_a_row_is_told_with_its_visible_keys(open_page: Open, done: RunFolder) -> None:
    address = {"section": "causal", "layer": "decoder.0", "query": "7", "head": "2", "seed": "3"}
    app = open_page("decoder", run=done.path.name, window="400", **address)
    assert says(app, "**8 keys**")
    assert says(app, "(sampled, seed 3)")
    assert says(app, "This run uses the **mean**")
    drawn = figure(app, "lazy_rows")
    assert len(trace(drawn, "visible keys")["x"]) == load_run(done).config.model.dec_len


def test_mix_is_counted_for_the_sizes_of_the_run(open_page: Open, done: RunFolder) -> None:
    app = open_page("decoder", run=done.path.name, section="mix")
    length = load_run(done).config.model.dec_len
    # two heads: row r holds times 2r and 2r + 1, less the length in the second half
    later = sum(max(2 * r % length, (2 * r + 1) % length) > r for r in range(length))
    assert app.metric[0].value == f"{later} of {length}"
    assert says(app, "This run does not use mix")


def test_a_chunk_is_seen_over_the_one_shot_forecast(open_page: Open, done: RunFolder) -> None:
    app = open_page("decoder", run=done.path.name, window="400", section="race", chunk="2")
    run = load_run(done)
    drawn = figure(app, "chunk_forecast")
    assert "2 steps a pass" in [one["name"] for one in drawn["data"]]
    said = [decode_window(run.model, run.windows, 400, chunk, 0)[:, 0] for chunk in (2, 6)]
    apart = float(np.abs(said[0] - said[1])[2:].mean())
    assert says(app, f"differ by {apart:#.3g}".rstrip("."))
    app.number_input(key="race_chunk").set_value(6)
    shown(app)
    assert app.query_params["chunk"] == "6"
    assert says(app, "this is the one-shot forecast itself")


def test_the_race_is_run_by_a_button_and_kept(open_page: Open, done: RunFolder) -> None:
    address = {"run": done.path.name, "section": "race"}
    app = open_page("decoder", **address)
    assert "Fastest:" not in words(app)
    app.button(key="race_run").click()
    shown(app)
    assert says(app, "**Fastest: ")
    assert says(app, "**Most accurate: ")
    assert says(app, "weights were trained for one-shot")
    assert figure(app, "race_points")["data"][0]["customdata"] == [6, 3, 2, 1]
    again = open_page("decoder", **address)
    assert says(again, "**Fastest: ")
    other = open_page("decoder", **address, seed="9")
    assert "Fastest:" not in words(other)


def test_the_verdict_says_what_can_not_be_told_apart() -> None:
    rng = np.random.default_rng(0)
    errors = 100 + rng.normal(size=(9, 4, 1))
    noise = 50 * rng.normal(size=(9, 4, 1))

    def one(chunk: int, seconds: float, errors: np.ndarray) -> Chunked:
        return Chunked(chunk, 4 // chunk, seconds, (0.9 * seconds, 1.1 * seconds), errors)

    def said(*entries: Chunked) -> str:
        return verdict(DecodeRace(0, entries, None, np.arange(9), repeats=3, threads=1), 0)

    clear = said(one(4, 1.0, errors), one(1, 3.0, errors + 20))
    assert "**Fastest: one-shot**, 1000.0 ms; step by step takes 4 passes and 3.0 times" in clear
    assert "**Most accurate: one-shot**" in clear
    assert "too close" not in clear
    close = said(one(4, 1.0, errors), one(1, 0.95, errors + 5 - noise.mean() + noise))
    assert "step by step**, 950.0 ms (too close to one-shot to tell apart)" in close
    assert "too close to tell apart on 9 windows" in close
    assert "the same to three digits" in said(one(4, 1.0, errors), one(1, 2.0, errors + 1e-6))


def test_spans_in_words() -> None:
    eve, morning = pd.Timestamp("2018-09-03 22:00"), pd.Timestamp("2018-09-04 01:00")
    assert span(eve, eve, "h") == "Mon 3 Sep 2018 22:00"
    assert span(eve, pd.Timestamp("2018-09-03 23:00"), "h") == "Mon 3 Sep 2018 22:00 to 23:00"
    assert span(eve, morning, "h") == "Mon 3 Sep 2018 22:00 to Tue 4 Sep 2018 01:00"
    assert span(pd.Timestamp("2018-09-01"), pd.Timestamp("2018-10-01"), "MS") == (
        "Sep 2018 to Oct 2018"
    )
    assert steps_before(1, 1) == "1 step before"
    assert steps_before(25, 22) == "25 to 22 steps before"


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(
    "address",
    [
        {"step": "999", "chunk": "0", "head": "0", "query": "999", "target": "7"},
        {"step": "-1", "chunk": "many", "head": "99", "layer": "decoder.9", "section": "<b>"},
        {"chunk": "999999999", "layer": "encoder.0", "window": "0"},
    ],
)
def test_addresses_that_make_no_sense(
    open_page: Open, done: RunFolder, section: str, address: dict[str, str]
) -> None:
    app = open_page("decoder", run=done.path.name, **({"section": section} | address))
    assert not app.error
    assert figure(app, "decoder_strip")["data"]
