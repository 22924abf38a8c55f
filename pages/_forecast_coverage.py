"""Promised against measured: how often the intervals held the truth on the test part."""

from typing import Any

import pandas as pd
import streamlit as st

from informer.figures.coverage import coverage_figure
from informer.figures.style import Style
from informer.forecasting.coverage import TOLERANCE, Coverage, coverage
from informer.forecasting.intervals import LEVELS
from informer.forecasting.rolled import Backtest
from pages import _format, _library, _plot
from pages._asked import Asked
from pages._text import md, short


def show(ask: Asked, backtest: Backtest) -> None:
    """What conformal intervals are, the verdict, the table and the figure."""
    steps = backtest.horizon if ask.is_rolled else None
    found = _coverage((*_library.identity(ask.run.folder), steps), backtest)
    st.markdown(
        "The run forecast from many past moments that it was not trained on, and the sizes of its "
        "errors there, in order, say how wide a band must be to hold the truth so often (*split "
        "conformal prediction*). That needs no assumption on the shape of the errors, only that "
        "the coming ones are like the recent ones: so it is measured here whether they were."
    )
    _verdict(ask, found)
    _table(ask, found, backtest)
    _figure(ask, found)
    targets = ", all targets together in the figure" if len(backtest.columns) > 1 else ""
    st.caption(
        f"Over {_format.plural(found.n_windows, 'window')} of the test part, all steps ahead "
        f"together in the table{targets}. Dashed: the promise; grey: {100 * TOLERANCE:.0f} points "
        "around it. *Measured*: each forecast uses the latest errors that were known when it was "
        "made, as the Forecast section does. *Never renewed*: the errors of the validation part "
        "are used throughout."
    )


def _verdict(ask: Asked, found: Coverage) -> None:
    """Kept or missed, of the target in focus; and drift, where the frozen ones miss."""
    shares = found.followed_column[:, ask.run.target]
    missed = [
        level
        for level, share in zip(found.levels, shares, strict=True)
        if not abs(share - level) <= TOLERANCE
    ]
    if not missed:
        st.markdown(
            ":green[:material/check_circle:] On the test part every interval kept its promise, "
            f"within {100 * TOLERANCE:.0f} points."
        )
    for level in missed:
        measured = float(shares[found.levels.index(level)])
        word = "too narrow" if measured < level else "wider than it need be"
        st.warning(
            f"The {100 * level:g} % interval held {100 * measured:.1f} % of what came: it is "
            f"{word}. Read it with that in mind.",
            icon=":material/warning:",
        )
    if found.drift:
        st.markdown(f":orange[:material/trending_up:] {md(found.drift)}")


def _table(ask: Asked, found: Coverage, backtest: Backtest) -> None:
    """One row a level; of the target in focus where there are several."""
    column = backtest.columns.index(ask.run.target_name)
    st.dataframe(
        pd.DataFrame(
            {
                "promised": [f"{100 * level:g} %" for level in found.levels],
                "measured": [f"{100 * share:.1f} %" for share in found.followed_column[:, column]],
                "if never renewed": [
                    f"{100 * share:.1f} %" for share in found.frozen_column[:, column]
                ],
                f"mean width, {short(ask.run.target_name, 24)}": [
                    _format.number(float(width), 3) for width in found.width[:, column]
                ],
            }
        ),
        key="coverage_table",
        hide_index=True,
        width=620,
    )


def _figure(ask: Asked, found: Coverage) -> None:
    _plot.show(
        coverage_figure(
            found.levels,
            found.followed_step,
            Style(),
            frozen=found.frozen_step,
            step=_format.step_name(ask.run.record.freq),
            tolerance=TOLERANCE,
        ),
        "coverage",
        alt="Share of the test windows whose truth lay within each interval, by step ahead, beside "
        "what was promised",
    )


@st.cache_resource(max_entries=16, show_spinner="Measuring the intervals")
def _coverage(key: tuple[Any, ...], _backtest: Backtest) -> Coverage:
    return coverage(_backtest, LEVELS)
