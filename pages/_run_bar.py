"""The bar on top of every page: which run, which window, which sampling seed, and their link."""

from typing import Literal

import pandas as pd
import streamlit as st

from informer.training.records import Status
from pages import _format, _library, _state
from pages._opened import Opened
from pages._text import short

Colour = Literal["gray", "blue", "green", "red", "orange"]
STATUS: dict[Status, tuple[str, str, Colour]] = {
    "queued": ("waiting", ":material/hourglass_empty:", "gray"),
    "running": ("training", ":material/progress_activity:", "blue"),
    "done": ("trained", ":material/check:", "green"),
    "stopped": ("stopped early", ":material/stop_circle:", "green"),
    "failed": ("failed", ":material/error:", "red"),
    "lost": ("lost", ":material/error:", "orange"),
}
_RECENT = 50


def run_bar(run: Opened, *, view: bool, windows: bool = True) -> None:
    """Draw the bar; ``view`` adds seed and, with ``windows``, window of pages that show one."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="run_bar", border=True
    ):
        _choose(run)
        label, icon, colour = STATUS[run.record.status]
        st.badge(label, icon=icon, color=colour)
        if run.record.result is not None:
            better = run.record.result.skill > 0
            st.badge(_format.skill(run.record.result), color="green" if better else "orange")
        st.space("stretch")
        if view and run.record.ended_well:
            if windows:
                _window(run)
            _seed(run)
        _link()


def _choose(run: Opened) -> None:
    names: dict[str, str] = {}
    if (sample := _library.sample_run()) is not None:
        names[_library.SAMPLE] = f"Sample · {sample.record().source}"
    for folder in _library.store().runs()[:_RECENT]:
        record = folder.record()
        names[folder.path.name] = f"{folder.path.name} · {short(record.name)}"
    names.setdefault(run.id, f"{run.id} · {short(run.record.name)}")
    st.selectbox(
        "Run",
        list(names),
        format_func=lambda run_id: names.get(run_id, run_id),
        key=_state.seed("bar_run", run.id),
        label_visibility="collapsed",
        width=280,
        on_change=lambda: _state.move(run=_state.value("bar_run")),
    )


def _window(run: Opened) -> None:
    """Earlier, when, later: kept together where the bar wraps."""
    with st.container(horizontal=True, gap="xsmall", width="content", key="bar_windows"):
        _step_windows(run)


def _step_windows(run: Opened) -> None:
    step = run.record.config.model.pred_len
    st.button(
        ":material/chevron_left:",
        key="bar_previous",
        help="Earlier by one horizon",
        disabled=run.window == 0,
        on_click=lambda: _state.move(window=max(0, run.window - step)),
    )
    with st.popover(_format.moment(run.start(), run.record.freq), key="bar_window"):
        st.caption(f"The forecast starts here ({run.part()}).")
        times = run.series.time
        st.date_input(
            "Jump to",
            min_value=run.start(0).date(),
            max_value=times[-1].date(),
            key=_state.seed("bar_date", min(run.start(), times[-1]).date()),
            on_change=lambda: _jump(run),
        )
        st.button(
            "Past the end of the data",
            key="bar_last",
            on_click=lambda: _state.move(window=None),
            disabled=run.window == run.last_window,
        )
    st.button(
        ":material/chevron_right:",
        key="bar_next",
        help="Later by one horizon",
        disabled=run.window == run.last_window,
        on_click=lambda: _state.move(window=min(run.last_window, run.window + step)),
    )


def _jump(run: Opened) -> None:
    day = _state.value("bar_date")
    if day is not None:
        row = int(run.series.time.searchsorted(pd.Timestamp(day)))
        window = row - run.record.config.model.seq_len
        _state.move(window=min(max(window, 0), run.last_window))


def _seed(run: Opened) -> None:
    with st.popover(f"seed {run.seed}", key="bar_seed"):
        st.caption(
            "The sampling seed decides which keys ProbSparse attention samples to rank the "
            "queries. Another seed may keep other queries."
        )
        st.number_input(
            "Sampling seed",
            min_value=0,
            max_value=999_999,
            step=1,
            key=_state.seed("bar_seed_value", run.seed),
            on_change=lambda: _state.move(seed=_state.value("bar_seed_value")),
        )
        st.button(
            "Next seed",
            icon=":material/casino:",
            key="bar_seed_next",
            on_click=lambda: _state.move(seed=(run.seed + 1) % 1_000_000),
        )


def _link() -> None:
    link = st.popover(
        "", icon=":material/link:", key="bar_link", help="Link to this view", on_change="rerun"
    )
    if link.open:  # made when asked for: a fragment may have moved the focus since
        with link:
            st.caption("This address shows the same view again, here or in another tab.")
            st.code(_state.address(), language=None, wrap_lines=True)
