"""What one change of the calendar does: to the forecast, beside its likes, and to the input."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from informer.figures.calendar import change_map, told_bars
from informer.figures.compared import compared_forecasts
from informer.figures.style import Style
from informer.inspection.embedded import EmbeddingChange, ToldForecasts
from pages import _format, _library, _plot, _state
from pages._opened import Opened
from pages._text import md, short


def show(
    run: Opened, told: ToldForecasts, change: EmbeddingChange, names: Sequence[str], number: int
) -> None:
    """The change in focus is ``number`` of those that are compared."""
    target = run.target
    column = told.columns[target]
    before, after = told.forecast[:, target], told.told[number, :, target]
    if not (change.difference != 0).any():
        st.info(
            f"That is what it is: every step is told **{md(short(names[number]))}**, and is so "
            "already. Nothing changes.",
            icon=":material/info:",
        )
    _numbers(run, change, before, after)
    left, right = st.columns(2, gap="large")
    actual = _library.forecast(run.folder, run.window, run.seed).actual
    with left:
        _plot.show(
            compared_forecasts(
                told.horizon,
                before,
                after,
                Style(),
                column=column,
                changed_name=f"told: {names[number]}",
                actual=None if actual is None else actual[:, target],
            ),
            "told_forecast",
            alt="The forecast as it is, and with the calendar changed",
        )
    with right:
        if len(names) > 1:
            _bars(told, names, number, target)
        else:
            _map(change)
    if len(names) > 1:
        _map(change)


def _map(change: EmbeddingChange) -> None:
    _plot.show(
        change_map(change, Style()),
        "told_map",
        alt="How the vectors that the model reads change, features over time",
    )
    st.caption(_where_it_changes(change))


def _bars(told: ToldForecasts, names: Sequence[str], number: int, target: int) -> None:
    """Every change of the same kind, so that a Sunday is seen beside a Monday."""

    def pick(click: _plot.Click) -> None:
        if isinstance(click.custom, int | float):
            _state.move(moment=told.moments[int(click.custom)].text)

    mean = (told.told - told.forecast).mean(axis=1)[:, target]
    kind = told.moments[0].kind
    shown = [
        _minus(f"{moment.value:+d} h") if kind == "shift" else name[:3]
        for moment, name in zip(told.moments, names, strict=True)
    ]
    _plot.show(
        told_bars(shown, mean, Style(), focus=number, column=told.columns[target]),
        "told_bars",
        alt="Mean change of the forecast under each: "
        + ", ".join(f"{name} {value:+.4g}" for name, value in zip(shown, mean, strict=True)),
        on_click=pick,
    )


def _numbers(
    run: Opened,
    change: EmbeddingChange,
    before: np.ndarray,
    after: np.ndarray,
) -> None:
    """The change in three numbers."""
    difference = after - before
    most = int(np.abs(difference).argmax())
    when = _format.moment(change.time[change.n_context + most], run.record.freq)
    with st.container(horizontal=True, gap="medium", key="told_numbers"):
        st.metric(
            "Mean change",
            _signed(float(difference.mean())),
            f"of a mean of {_minus(_format.number(float(before.mean())))}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Mean difference of the forecast over the horizon, in the data's units.",
        )
        st.metric(
            "Largest change",
            _signed(float(difference[most])),
            when,
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="At one step of the horizon.",
        )
        st.metric(
            "Its input moves by",
            f"{change.relative:.1%}",
            "of their length",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Mean length of the difference against that of the original vector, over the "
            "steps that change. Exact.",
        )


def _where_it_changes(change: EmbeddingChange) -> str:
    if change.moment.kind == "flag":
        return (
            "The flag enters by the *value* part: a convolution over 3 steps, so that a switched "
            "step shows in its neighbours too. White: no change."
        )
    return "Only the *calendar* part changes: value and position are as before. White: no change."


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_minus(_format.number(value))}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
