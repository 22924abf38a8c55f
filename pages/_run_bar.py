"""The bar on top of every page: which run, which window, which sampling seed, and their link."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from informer.data.series import TimeSeries
from informer.data.split import Split
from informer.training.records import RunError, RunRecord, Status
from informer.training.runs import RunFolder
from pages import _format, _library, _state
from pages._guard import require_application
from pages._text import md, short

STATUS: dict[Status, tuple[str, str, str]] = {
    "queued": ("waiting", ":material/hourglass_empty:", "gray"),
    "running": ("training", ":material/progress_activity:", "blue"),
    "done": ("trained", ":material/check:", "green"),
    "stopped": ("stopped early", ":material/stop_circle:", "green"),
    "failed": ("failed", ":material/error:", "red"),
    "lost": ("lost", ":material/error:", "orange"),
}
_RECENT = 50


@dataclass(frozen=True)
class Opened:
    """The run in focus, with the window and the seed that are looked at."""

    id: str
    folder: RunFolder
    record: RunRecord
    window: int
    seed: int

    @property
    def last_window(self) -> int:
        """The window that forecasts past the end of the data."""
        return self.record.n_rows - self.record.config.model.seq_len

    @property
    def series(self) -> TimeSeries:
        """The run's data."""
        return _library.series_of(self.folder)

    def start(self, window: int | None = None) -> pd.Timestamp:
        """The first forecast time of a window."""
        row = (self.window if window is None else window) + self.record.config.model.seq_len
        series = self.series
        return series.time[row] if row < len(series) else series.future_time(1)[0]

    def part(self) -> str:
        """Which part of the data the forecast of this window lies in, in words."""
        if self.window >= self.last_window:
            return "past the end of the data"
        split = Split.of(self.record.n_rows, self.record.config)
        for name in ("test", "validation", "train"):
            if self.window in getattr(split, name):
                return {"train": "training"}.get(name, name) + " part"
        horizon = self.window + self.record.config.model.seq_len
        if horizon + self.record.config.model.pred_len > self.record.n_rows:
            return "reaches past the end of the data"
        return "between two parts"


def head(title: str, *, view: bool = True) -> Opened | None:
    """The top of every page: the bar and the title. Returns the run in focus.

    ``view`` adds window and seed to the bar, for pages that show one window.
    """
    require_application()
    _state.publish()
    run = opened()
    if run is not None:
        _bar(run, view=view)
    st.title(title, anchor=False)
    return run


def opened() -> Opened | None:
    """The run in focus, or ``None``; says so when the URL names a run that isn't there."""
    now = _state.focus()
    if now.run is None:
        return None
    try:
        folder = _library.open_run(now.run)
        record = folder.record()
    except RunError as error:
        st.warning(f"{md(error)} Choose another run.", icon=":material/help:")
        return None
    last = record.n_rows - record.config.model.seq_len
    window = last if now.window is None else min(now.window, last)
    seed = record.config.seeds.sampling if now.seed is None else now.seed
    return Opened(now.run, folder, record, window, seed)


def _bar(run: Opened, *, view: bool) -> None:
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
            _window(run)
            _seed(run)
        _link()


def need_run(run: Opened | None) -> Opened:
    """The run, when it has something to show; else a sentence and the way on, and stop."""
    if run is None:
        nothing("No run is open yet.")
    assert run is not None
    if run.record.active:
        nothing("This run is still training: there is nothing to look at yet.", training=True)
    if not run.record.ended_well:
        nothing(f"This run has no result. {md(run.record.error or '')}", training=True)
    return run


def nothing(sentence: str, *, training: bool = False) -> None:
    """One sentence and what to do, in the place of an empty page."""
    with st.container(key="nothing_yet", border=True):
        st.markdown(sentence)
        with st.container(horizontal=True):
            if training:
                st.page_link(
                    "pages/train.py",
                    label="See its training",
                    icon=":material/monitoring:",
                    query_params=_state.query(_state.focus()),
                )
            if _library.sample_run() is not None:
                st.button(
                    "Open the sample",
                    key="open_sample",
                    type="primary",
                    on_click=_state.move,
                    kwargs={"run": _library.SAMPLE},
                )
            st.page_link("pages/data.py", label="Upload a CSV", icon=":material/upload_file:")
            st.page_link("pages/runs.py", label="Open a run", icon=":material/folder_open:")
    st.stop()


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
