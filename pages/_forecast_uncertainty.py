"""How sure the forecast is: promised against measured intervals, and what sampling alone moves."""

import streamlit as st

from pages import (
    _asked,
    _forecast_coverage,
    _forecast_from,
    _forecast_intervals,
    _forecast_spread,
)
from pages._opened import Opened


def uncertainty(run: Opened) -> None:
    """The section."""
    ask = _asked.asked(run)
    _forecast_from.say_rows(ask)
    st.subheader("What the intervals promise, and what they keep", anchor=False)
    found = _asked.backtest(ask)
    if found is None:
        _forecast_intervals.offer(ask)
    else:
        _forecast_coverage.show(ask, found)
    st.subheader("What the sampling seed alone moves", anchor=False)
    _forecast_spread.show(ask)
