"""A job in a process of its own: how far it is, how long still, and what ends it."""

from typing import Any

import streamlit as st

from informer.training.jobs import Job, JobFolder
from pages import _format


def progress(
    folder: JobFolder[Any],
    job: Job,
    *,
    starting: str,
    doing: str,
    note: str | None,
    stop: str,
    stopping: str,
    icon: str,
    key: str,
    hint: str | None = None,
) -> None:
    """The bar, a ``note`` if there is one, and the button that asks the process to end.

    ``doing`` stands before the task at hand; ``stop`` is written on the button, ``stopping`` once
    it was pressed.
    """
    text = starting
    if job.status != "starting":
        left = "" if job.seconds_left is None else f" · {_left(job.seconds_left)}"
        text = f"{doing} {job.doing}{left}"
    st.progress(job.progress, text=text)
    if note is not None:
        st.caption(note)
    asked = folder.stop_requested()
    st.button(
        stopping if asked else stop,
        icon=icon,
        key=key,
        disabled=asked,
        on_click=folder.request_stop,
        help=hint,
    )


def _left(seconds: float) -> str:
    return "nearly done" if seconds < 1.5 else f"about {_format.duration(seconds)} left"
