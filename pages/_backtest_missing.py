"""In the place of a backtest that a run does not have yet: what starts it, and how far it is."""

import streamlit as st

from informer.forecasting.backtest_job import (
    BacktestJob,
    BacktestJobs,
    expected_seconds,
    start_backtest,
)
from informer.training.records import RunError
from pages import _format, _job, _library
from pages._backtest_data import steps
from pages._guard import guard
from pages._opened import Opened
from pages._text import md

_EVERY = 1.0
"""Seconds between looks at a job that goes on."""


def offer(run: Opened, what: str) -> None:
    """Say what a backtest would show and let a person start it; the page goes on when it is done.

    Raises DataError when the horizon in focus is too long for a backtest.
    """
    jobs = BacktestJobs(_library.beside(run.folder))
    job = jobs.job()
    seen = job.status if job is not None else None

    @guard
    def view() -> None:
        now = jobs.job()
        if (now.status if now is not None else None) != seen:
            st.rerun()  # the whole page, once: it shows the backtest, or why there is none
        if now is not None and now.active:
            _progress(run, jobs, now)
        else:
            _start(run, jobs, now, what)

    with st.container(key="backtest_missing", border=True):
        st.fragment(view, run_every=_EVERY if job is not None and job.active else None)()


def _start(run: Opened, jobs: BacktestJobs, job: BacktestJob | None, what: str) -> None:
    ahead = steps(run)
    if job is not None and job.steps == ahead:
        _ended(job)
    horizon = "" if ahead is None else f" at a horizon of {_format.plural(ahead, 'step')}"
    st.markdown(
        f"A backtest{horizon} shows {what}: what the run would have forecast at every moment of "
        "the validation and test part. It has not been made yet."
    )
    seconds = expected_seconds(run.record, ahead)
    about = "" if seconds is None else f" (about {_format.duration(max(1, round(seconds)))})"
    if st.button(
        f"Run the backtest{about}",
        type="primary",
        icon=":material/history:",
        key="backtest_start",
        help="In a process of its own: you can go on using the app, or leave it.",
    ):
        try:
            start_backtest(jobs, run.folder, ahead)
        except RunError as error:
            st.toast(md(error), icon=":material/hourglass_empty:")
        else:
            st.rerun()


def _progress(run: Opened, jobs: BacktestJobs, job: BacktestJob) -> None:
    """Where it is, how long still, and Cancel."""
    other = "This is one of another horizon. One at a time."
    _job.progress(
        jobs,
        job,
        starting="Starting the backtest",
        doing="Backtest:",
        note=None if job.steps == steps(run) else other,
        stop="Cancel",
        stopping="Cancelling",
        icon=":material/close:",
        key="backtest_cancel",
    )


def _ended(job: BacktestJob) -> None:
    """What a person must know of the last one, if it did not end as it should."""
    if job.status == "failed":
        st.error(f"The backtest failed. {md(job.error or '')}", icon=":material/error:")
    elif job.status == "lost":
        st.error(
            "The process that made the backtest is gone before its end. Start it again.",
            icon=":material/error:",
        )
    elif job.status == "stopped":
        st.info("The backtest was cancelled; nothing of it is kept.", icon=":material/close:")
