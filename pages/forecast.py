"""Forecast: past the end of the data or over any past window, beside what simple forecasts do."""

import streamlit as st

from pages import (
    _asked,
    _forecast_backtest,
    _forecast_scores,
    _forecast_uncertainty,
    _forecast_view,
    _sections,
)
from pages._guard import guard
from pages._opened import Opened, opened
from pages._page import head, need_run
from pages._scrub import scrub
from pages._target import choose_target

_SECTIONS = {
    "forecast": _sections.Section("Forecast", _forecast_view.view),
    "scores": _sections.Section("How good is it?", _forecast_scores.scores),
    "sure": _sections.Section("How sure is it?", _forecast_uncertainty.uncertainty),
    "backtest": _sections.Section("Backtest", _forecast_backtest.backtest),
}


def _on_others(run: Opened | None) -> bool:
    """Whether other data are forecast from, which have one window: after their last row."""
    return run is not None and run.record.ended_well and _asked.asked(run).rows is not None


def main() -> None:
    """The page."""
    run = need_run(head("Forecast", windows=not _on_others(opened())))
    on_others = _on_others(run)
    if not on_others:
        scrub(run)
    choose_target(run, "forecast_target")
    section = _sections.choose(_SECTIONS, "forecast_section")

    @guard
    def view() -> None:
        if _on_others(run) != on_others:
            st.rerun()  # the whole page: what stands above the section follows from it
        section.draw(run)

    st.fragment(view)()


main()
