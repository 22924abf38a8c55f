"""A run while it trains, and what came of it. Reads its folder only, so any tab sees the same."""

import streamlit as st

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.figures.training import loss_figure
from informer.training.records import RunRecord
from informer.training.reports import Report
from pages import _format, _library, _plot, _scores, _state
from pages._guard import guard
from pages._opened import Opened
from pages._text import md

_EVERY = 1.0


def watch(run: Opened) -> None:
    """The run's training: live while it lasts, then its outcome."""
    seen = run.record.status

    @guard
    def panel() -> None:
        status = run.folder.record().status
        if status != seen:
            st.rerun()  # the whole page, once: its bar and its buttons follow the new state
        _panel(run)

    st.fragment(panel, run_every=_EVERY if run.record.active else None)()


def _panel(run: Opened) -> None:
    """How it stands, and two columns; the losses keep their place, so they are never redrawn."""
    record, reports = run.folder.record(), run.folder.reports()
    with st.container(key="train_state"):
        st.subheader(md(record.name), anchor=False)
        _state_of(run, record, reports)
    left, right = st.columns(2, gap="large")
    with right:
        if reports:
            _curves(reports)
    with left:
        if record.ended_well:
            _outcome(run)
        elif reports:
            _preview(run)


def _state_of(run: Opened, record: RunRecord, reports: list[Report]) -> None:
    """The state of the run in words, or its progress, and Stop while it can be stopped."""
    if record.status == "queued":
        _queued(run)
    elif record.status == "running":
        _progress(record, reports)
        if record.computed_on:
            st.caption(f"On {record.computed_on}")
    elif record.status == "failed":
        st.error(f"Training failed. {md(record.error or '')}", icon=":material/error:")
    elif record.status == "lost":
        st.error(
            "The process that trained this run is gone, and with it the rest of its training. "
            "Train again with the same settings below.",
            icon=":material/error:",
        )
    elif not record.ended_well:
        st.info("This run was stopped before it began to train.", icon=":material/info:")
    if record.active:
        _stop(run)


def _queued(run: Opened) -> None:
    """Waiting for another run, or just starting."""
    others = [folder.record() for folder in _library.store().runs() if folder.path.name != run.id]
    ahead = next((record for record in others if record.status == "running"), None)
    if ahead is None:
        st.progress(0.0, text="Starting the training")
        return
    st.info(
        f"Waiting for {md(ahead.id)}, which is training on this machine. This one starts by itself "
        "after it; you can leave this page.",
        icon=":material/hourglass_empty:",
    )


def _progress(record: RunRecord, reports: list[Report]) -> None:
    if record.stage == "scoring":
        st.progress(1.0, text="Trained. Scoring it on the test part, beside simple forecasts")
        return
    if not reports:
        st.progress(0.0, text="Preparing the data")
        return
    last = reports[-1]
    st.progress(
        min(last.progress, 1.0),
        text=f"Step {last.step:,} of {last.n_steps:,} · epoch {last.epoch} · "
        f"{_format.duration(last.seconds)} so far · about "
        f"{_format.duration(last.seconds_left)} left · {last.steps_per_second:.1f} steps a second",
    )


def _stop(run: Opened) -> None:
    asked = run.folder.stop_requested()
    st.button(
        "Stopping after this step" if asked else "Stop",
        icon=":material/stop:",
        key="train_stop",
        disabled=asked,
        on_click=run.folder.request_stop,
        help="Ends the training and keeps the best weights so far.",
    )


def _outcome(run: Opened) -> None:
    record = run.folder.record()
    assert record.result is not None
    how = "Stopped early" if record.status == "stopped" else "Trained"
    parameters = f", {record.n_parameters:,} weights" if record.n_parameters else ""
    st.markdown(
        f"{how} in {_format.duration(record.seconds or 0)}: {record.steps:,} steps{parameters}, "
        f"best after step {record.best_step or 0:,}."
        + (f" On {record.computed_on}." if record.computed_on else "")
    )
    with st.container(horizontal=True, key="train_onward"):
        here = _state.query(_state.focus())
        if st.button("See the forecast", type="primary", key="to_forecast"):
            st.switch_page("pages/forecast.py", query_params=here)
        if st.button("Look inside", key="to_attention"):
            st.switch_page("pages/attention.py", query_params=here)
    with st.container(key="scores"):
        _scores.show(record)


def _curves(reports: list[Report]) -> None:
    """The losses as they fall."""
    steps = [r for r in reports if r.kind == "step"]
    validations = [r for r in reports if r.validation_loss is not None]
    _plot.show(
        loss_figure(
            ([r.step for r in steps], [r.train_loss for r in steps]),
            (
                [r.step for r in validations],
                [r.validation_loss for r in validations if r.validation_loss is not None],
            ),
            Style(),
        ),
        "train_loss",
        alt="Training and validation loss over the steps of the training",
    )


def _preview(run: Opened) -> None:
    """What the latest weights forecast for one validation window."""
    preview = run.folder.preview()
    if preview is None:
        st.caption("A forecast of one validation window appears after the first validation.")
        return
    _plot.show(
        forecast_figure(preview, Style(), title="A validation window, by the latest weights"),
        "train_preview",
        alt="Forecast of one validation window by the latest weights, and its actual values",
    )
