"""The measurement on the Cost page: how it stands, what starts it, and what ends it."""

from datetime import datetime

import streamlit as st

from informer.config import ModelConfig
from informer.costing.launch import is_complete, new_job, start
from informer.costing.plan import START_SECONDS, encoder_layers, tasks
from informer.costing.results import CostError, CostRecord
from informer.costing.store import CostStore, Job
from informer.costing.verdict import is_noisy
from informer.training.records import now
from pages import _format, _job, _library
from pages._text import md


def panel(store: CostStore, model: ModelConfig, record: CostRecord | None) -> None:
    """One line on what is known, and the button; or the progress and its end."""
    job = store.job()
    with st.container(key="cost_panel", border=True):
        if job is not None and job.active:
            _progress(store, job, model)
            return
        if job is not None and job.model == model:
            _ended(job, record)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _button(store, model, record)
            with st.container():
                _known(model, record)
    _warn_of_training()


def sizes(model: ModelConfig) -> str:
    """The sizes that decide the cost, in words."""
    return (
        f"{_format.plural(model.n_heads, 'head')} of width {model.d_head}, "
        f"c = {model.sampling_factor}, {_format.plural(encoder_layers(model), 'encoder layer')}, "
        f"context {model.seq_len:,}, horizon {model.pred_len:,}"
    )


def _button(store: CostStore, model: ModelConfig, record: CostRecord | None) -> None:
    todo = tasks(model)
    partial = record is not None and bool(record.done) and not is_complete(record)
    if record is not None and partial:
        todo = tuple(task for task in todo if task.name not in record.done)
    seconds = START_SECONDS + sum(task.seconds for task in todo)
    about = f"about {_format.duration(5 * max(1, round(seconds / 5)))}"
    known = record is not None and bool(record.done)
    label = "Measure the rest" if partial else "Measure again" if known else None
    st.button(
        f"{label or 'Measure on this machine'} ({about})",
        type="secondary" if known and not partial else "primary",
        icon=":material/timer:",
        key="cost_measure",
        on_click=_start,
        args=(store, model, record),
        help="Runs in a process of its own: you can go on using the app, or leave it.",
    )


def _start(store: CostStore, model: ModelConfig, record: CostRecord | None) -> None:
    try:
        start(store, new_job(model, record))
    except CostError as error:
        st.toast(md(error), icon=":material/hourglass_empty:")


def _progress(store: CostStore, job: Job, model: ModelConfig) -> None:
    """Where it is, how long still, and Stop."""
    other = f"These are the sizes of another run: {sizes(job.model)}. One at a time."
    _job.progress(
        store,
        job,
        starting="Starting the measurement",
        doing="Measuring",
        note=None if job.model == model else other,
        stop="Stop",
        stopping="Stopping",
        icon=":material/stop:",
        key="cost_stop",
        hint="What was measured until then stays.",
    )


def _ended(job: Job, record: CostRecord | None) -> None:
    """What a person must know of the last measurement, if it did not end as it should."""
    kept = "What it had measured stays." if record is not None else "It had measured nothing yet."
    if job.status == "failed":
        st.error(f"The measurement failed. {md(job.error or '')} {kept}", icon=":material/error:")
    elif job.status == "lost":
        st.error(
            f"The process that measured is gone before its end. {kept} Start it again.",
            icon=":material/error:",
        )
    elif job.status == "stopped":
        st.info(f"The measurement was stopped. {kept}", icon=":material/stop_circle:")


def _known(model: ModelConfig, record: CostRecord | None) -> None:
    measured = record.measured if record is not None else None
    if record is None or measured is None:
        st.markdown(f"**Counted** below; nothing is measured yet for {sizes(model)}.")
        return
    st.markdown(f"**Measured** {_ago(measured[1])}: {sizes(model)}.")
    st.caption(f"On {md(record.machine.words)}; computed on {md(record.device)} in float32.")
    if is_noisy(record):
        st.caption(
            ":material/warning: The machine was busy: repetitions differ widely, see the bands. "
            "Measure again when it is quiet."
        )


def _ago(when: datetime) -> str:
    seconds = (now() - when).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{_format.plural(round(seconds / 60), 'minute')} ago"
    return f"on {when.day} {when:%b %Y}, {when:%H:%M} UTC"


def _warn_of_training() -> None:
    busy = next((f for f in _library.store().runs() if f.record().status == "running"), None)
    if busy is not None:
        st.caption(
            f":material/info: {md(busy.path.name)} is training on this machine: what is measured "
            "meanwhile is slower and less certain."
        )
