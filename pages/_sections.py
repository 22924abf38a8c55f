"""Parts of a page of which one is open: only that one is computed and drawn; it is in the URL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from pages import _state


@dataclass(frozen=True)
class Section:
    """One part: its name on the page, and the function that draws it."""

    title: str
    draw: Callable[..., None]


def choose(sections: Mapping[str, Section], key: str) -> Section:
    """Let a person choose; the first one when the URL names none that is there."""
    now = _state.focus().section
    st.segmented_control(
        "Section",
        list(sections),
        format_func=lambda name: sections[name].title,
        key=_state.seed(key, now if now in sections else next(iter(sections))),
        required=True,
        wrap=True,
        label_visibility="collapsed",
        on_change=lambda: _state.move(section=_state.value(key)),
    )
    return sections[_state.value(key)]
