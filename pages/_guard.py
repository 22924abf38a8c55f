"""No page shows a traceback: what goes wrong becomes one sentence, and a line in the server log."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from informer.data.series import DataError
from informer.forecasting.scenario import ScenarioError
from informer.plan import ConfigError
from informer.training.records import RunError
from pages._text import md

P = ParamSpec("P")
_log = logging.getLogger("informer.pages")


@contextmanager
def guarded() -> Iterator[None]:
    """Show an expected error as its own sentence, any other as one that says what to do.

    Streamlit's own control flow (rerun, stop) is no ``Exception`` and passes through.
    """
    try:
        yield
    except (DataError, ConfigError, RunError, ScenarioError) as error:
        st.error(md(error), icon=":material/error:")
    except Exception:
        _log.exception("A page failed")
        st.error(
            "Something on this page went wrong. Your data and runs are safe: reload the page, or "
            "go back to Start. The details are in the server's log.",
            icon=":material/error:",
        )


def guard(function: Callable[P, None]) -> Callable[P, None]:
    """The same for a fragment, which runs without its page."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> None:
        with guarded():
            function(*args, **kwargs)

    return inside
