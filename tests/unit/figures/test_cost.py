"""Figures of cost: each form in its colour, numbers as measured, nothing that is not there."""

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from informer.costing.counts import dot_products
from informer.costing.results import FULL, HELD, LEAST_MEMORY, SPARSE, WHOLE, Curve
from informer.figures.cost import COUNT, MEMORY, NAMES, TIME, over_length
from informer.figures.cost_bars import decoding_time, distilling_memory, distilling_time
from informer.figures.style import Style
from tests.unit.costing import made_up

SPAN = (24, 2880)
STYLE = Style()


def all_figures(style: Style) -> Iterator[go.Figure]:
    """Every figure of the Cost page."""
    record = made_up.record()
    yield over_length(curves(), TIME, style, span=SPAN, own=96, faster_from=720)
    yield over_length(dot_products(made_up.TINY, SPAN), COUNT, style, span=SPAN)
    yield distilling_time(record, style, backward=False)
    yield distilling_memory(record, style, backward=True)
    yield decoding_time(record, style)


def curves(quantity: str = "time") -> dict[str, Curve]:
    record = made_up.record()
    return {form: record.curve(quantity, "attention", form) for form in (FULL, SPARSE, HELD)}  # type: ignore[arg-type]


def traces(figure: object) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}  # type: ignore[attr-defined]


def test_each_form_has_its_line_its_band_and_its_colour() -> None:
    found = traces(over_length(curves(), TIME, STYLE, span=SPAN))
    for form, colour in (
        (FULL, STYLE.colour.exact),
        (SPARSE, STYLE.colour.sampled),
        (HELD, STYLE.colour.baseline),
    ):
        curve, line = curves()[form], found[NAMES[form]]
        assert tuple(line.x) == curve.at  # type: ignore[attr-defined]
        assert tuple(line.y) == curve.median  # type: ignore[attr-defined]
        assert line.line.color == colour  # type: ignore[attr-defined]
        band = found[f"{NAMES[form]}, quartiles"]
        assert tuple(band.y) == (*curve.high, *reversed(curve.low))  # type: ignore[attr-defined]


def test_a_crossing_is_marked_only_where_there_is_one() -> None:
    marked = traces(over_length(curves(), TIME, STYLE, span=SPAN, faster_from=720))
    ring = marked["faster from L = 720 on"]
    assert (ring.x, ring.y) == ((720,), (curves()[SPARSE].value(720),))  # type: ignore[attr-defined]
    assert not [n for n in traces(over_length(curves(), TIME, STYLE, span=SPAN)) if "from" in n]


@pytest.mark.parametrize("own", [48, 2880])
def test_the_runs_own_length_is_marked(own: int) -> None:
    figure = over_length(curves(), TIME, STYLE, span=SPAN, own=own)
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1, line.line.color) == (own, own, STYLE.colour.selected)
    assert f"L = {own:,}" in figure.layout.annotations[-1].text
    assert not over_length(curves(), TIME, STYLE, span=SPAN).layout.shapes


def test_counts_have_no_quartiles_and_no_points() -> None:
    figure = over_length(dot_products(made_up.TINY, SPAN), COUNT, STYLE, span=SPAN)
    assert {trace.mode for trace in figure.data} == {"lines"}
    assert len(figure.data) == 3


def test_memory_too_little_to_tell_is_drawn_at_the_least_that_can_be() -> None:
    none = Curve((48, 96), (0.0, 2.0), (0.0, 2.0), (0.0, 2.0))
    (line,) = over_length({FULL: none}, MEMORY, STYLE, span=SPAN).data
    assert tuple(line.y) == (LEAST_MEMORY, 2.0)


def test_a_form_without_a_measurement_is_left_out() -> None:
    empty = Curve((), (), (), ())
    assert not over_length({FULL: empty, SPARSE: empty}, TIME, STYLE, span=SPAN).data


def test_the_layers_of_a_forward_pass_add_up() -> None:
    record = made_up.record()
    figure = distilling_time(record, STYLE, backward=False)
    sums: dict[str, float] = {}
    for bar in figure.data:
        for y, x in zip(bar.y, bar.x, strict=True):
            sums[y] = sums.get(y, 0.0) + x
    assert sums == {"no distilling": 16.0, "1 distilling layer": 8.0 + 1.0 + 4.0}
    written = [note.text for note in figure.layout.annotations]
    assert "16 ms" in written
    assert "13 ms" in written


def test_forward_and_backward_is_one_bar_each() -> None:
    (bar,) = distilling_time(made_up.record(), STYLE, backward=True).data
    assert tuple(bar.x) == (30.0, 29.0)


def test_memory_is_told_by_the_pass() -> None:
    (bar,) = distilling_memory(made_up.record(), STYLE, backward=True).data
    assert bar.name == "forward and backward"
    assert tuple(bar.x) == made_up.record().curve("memory", "encoder", WHOLE, backward=True).median


def test_decoding_goes_from_one_shot_to_step_by_step() -> None:
    (bar,) = decoding_time(made_up.record(), STYLE).data
    assert bar.y[0] == "one-shot: 1 pass"
    assert bar.y[-1] == "step by step: 4 passes"
    assert tuple(bar.x) == (25.0, 50.0, 100.0)
