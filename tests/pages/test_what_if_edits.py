"""Every kind of edit, made on the What-if page and found in the scenario that is kept."""

import datetime as dt

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.forecasting import edits as e
from informer.training.runs import RunFolder
from pages import _plot, _state, _what_if_block, _what_if_table
from tests.pages.conftest import TINY, Open, shown, words
from tests.pages.test_what_if_kept import WINDOW, lines, what_if
from tests.pages.test_what_if_page import kept, press

START = dt.datetime(2024, 1, 1) + dt.timedelta(hours=WINDOW + TINY["seq_len"])
HOUR = dt.timedelta(hours=1)


def the_edit(done: RunFolder) -> e.Edit:
    """The only edit of the only scenario."""
    (scenario,) = kept(done)
    (edit,) = scenario.edits
    return edit


def in_past(open_page: Open, done: RunFolder, operation: str) -> AppTest:
    app = what_if(open_page, done, part="4-9")
    app.button_group(key="what_if_operation").set_value(operation)
    return shown(app)


@pytest.mark.parametrize(
    ("operation", "number", "found"),
    [
        ("scale", -50.0, e.Scale(column="load", first=START, last=START, factor=0.5)),
        ("shift", 7.0, e.Shift(column="load", first=START, last=START, amount=7)),
        ("set", 3.0, e.Set(column="load", first=START, last=START, value=3)),
    ],
)
def test_a_block_of_the_past(
    open_page: Open, done: RunFolder, operation: str, number: float, found: e.PastEdit
) -> None:
    app = in_past(open_page, done, operation)
    app.number_input(key=f"what_if_{operation}").set_value(number)
    press(app, "what_if_apply")
    ends = {"first": START - 20 * HOUR, "last": START - 15 * HOUR}
    assert the_edit(done) == found.model_copy(update=ends)


def test_a_spike_stands_in_the_middle(open_page: Open, done: RunFolder) -> None:
    app = in_past(open_page, done, "spike")
    app.number_input(key="what_if_spike").set_value(-5.0)
    press(app, "what_if_apply")
    at = START - 18 * HOUR
    assert the_edit(done) == e.Spike(column="load", at=at, amount=-5, width=6)


def test_a_block_is_removed(open_page: Open, done: RunFolder) -> None:
    app = in_past(open_page, done, "remove")
    app.selectbox(key="what_if_remove").set_value("mean")
    press(app, "what_if_apply")
    edit = the_edit(done)
    assert isinstance(edit, e.Remove)
    assert edit.fill == "mean"


def test_another_week_is_swapped_in(open_page: Open, done: RunFolder) -> None:
    app = in_past(open_page, done, "swap")
    app.number_input(key="what_if_swap").set_value(2)
    press(app, "what_if_apply")
    edit = the_edit(done)
    assert isinstance(edit, e.Swap)
    assert edit.source == edit.first - dt.timedelta(weeks=2)
    assert not np.allclose(*list(lines(app).values())[-2:])


def test_nothing_to_swap_in_is_said(open_page: Open, done: RunFolder) -> None:
    app = open_page("what_if", run=done.path.name, window="0", part="4-9")
    app.button_group(key="what_if_operation").set_value("swap")
    assert "nothing earlier" in words(shown(app))


def test_ends_in_the_wrong_order_are_a_block_all_the_same(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done, part="4-9")
    app.selectbox(key="what_if_from").set_value(15)
    shown(app)
    assert app.query_params["part"] == "9-15"
    app.selectbox(key="what_if_to").set_value(2)
    shown(app)
    assert app.query_params["part"] == "2-9"


def test_another_column_is_edited(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done, part="4-9")
    app.selectbox(key="what_if_column").set_value(0)
    shown(app)
    press(app, "what_if_apply")
    edit = the_edit(done)
    assert isinstance(edit, e.Scale)
    assert edit.column == "event"


@pytest.mark.parametrize(
    ("kind", "key", "value", "found"),
    [
        ("weekday", "what_if_weekday", 5, e.Weekday(value=5, where="window")),
        ("month", "what_if_month", 8, e.Month(value=8, where="window")),
        ("clock", "what_if_clock", -3.0, e.Clock(hours=-3, where="window")),
        ("date", "what_if_date", dt.date(2024, 12, 24),
         e.Calendar(date=dt.date(2024, 12, 24), where="window")),
    ],
)  # fmt: skip
def test_another_calendar(
    open_page: Open, done: RunFolder, kind: str, key: str, value: object, found: e.CalendarEdit
) -> None:
    app = what_if(open_page, done, section="calendar")
    app.button_group(key="what_if_kind").set_value(kind)
    app.button_group(key="what_if_where").set_value("window")
    shown(app)
    (widget,) = [w for w in (*app.selectbox, *app.number_input, *app.date_input) if w.key == key]
    widget.set_value(value)
    press(app, "what_if_calendar_apply")
    assert the_edit(done) == found


def test_a_day_is_switched_and_a_week_repeated(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done, section="known")
    press(app, "known_on")
    edit = the_edit(done)
    assert isinstance(edit, e.KnownSet)
    assert (edit.column, edit.value, edit.first) == ("event", 1.0, START)
    press(app, "known_off")
    press(app, "known_repeat")
    last = kept(done)[0].edits[-1]
    assert isinstance(last, e.KnownRepeat)
    assert last.source == START - dt.timedelta(weeks=1)


def test_values_are_pasted(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done, section="known")
    app.text_area(key="what_if_pasted").set_value("0\n1\n0,5")
    press(app, "known_paste")
    edit = the_edit(done)
    assert isinstance(edit, e.KnownValues)
    assert edit.values == {START: 0.0, START + HOUR: 1.0, START + 2 * HOUR: 0.5}


@pytest.mark.parametrize(
    ("pasted", "said"),
    [("", "at least one"), ("1\n<b>x</b>", "is no number"), ("nan", "is no number"),
     ("1 " * 7, "more than the 6 steps")],
)  # fmt: skip
def test_what_can_t_be_pasted_is_said(
    open_page: Open, done: RunFolder, pasted: str, said: str
) -> None:
    app = what_if(open_page, done, section="known")
    app.text_area(key="what_if_pasted").set_value(pasted)
    press(app, "known_paste")
    assert said in app.warning[0].value
    assert "<b>" not in app.warning[0].value
    assert kept(done) == []


def test_horizon_and_seed(open_page: Open, done: RunFolder) -> None:
    app = what_if(open_page, done, section="horizon")
    app.number_input(key="what_if_steps").set_value(9)
    shown(app)
    app.number_input(key="what_if_seed").set_value(5)
    shown(app)
    (scenario,) = kept(done)
    assert (scenario.steps, scenario.seed, scenario.edits) == (9, 5, ())
    assert len(lines(app)[scenario.name]) == 9
    assert "9 steps are forecast" in words(app)
    app.number_input(key="what_if_steps").set_value(6)  # the model's own
    shown(app)
    assert kept(done)[0].steps is None


def test_a_stroke_is_read_as_far_as_it_can_be() -> None:
    told = [["2024-01-01", 2], ["x"], None, ["2024-01-02", float("inf")], ["2024-01-03", 1.5]]
    assert _plot._stroke(told) == (("2024-01-01", 2.0), ("2024-01-03", 1.5))
    assert _plot._stroke("text") == ()
    assert _plot._stroke(None) == ()


def test_numbers_typed_into_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"3": {"value": 2}, 4: {"value": None}, "5": {"value": True}, "6": {"other": 1}}
    monkeypatch.setattr(_state, "value", lambda _: {"edited_rows": rows})
    assert _what_if_table.typed_numbers("k", "value") == {3: 2.0, 5: 1.0}


def test_a_drawn_height_is_no_finer_than_a_hand() -> None:
    assert _what_if_block.rounded(1234.5678) == 1234.6
