"""Embedding: how a step becomes a vector: value + position + calendar."""

import streamlit as st

from informer.inspection.embedded import EmbeddedInput
from informer.training.runs import RunFolder
from pages import _embedding_sum, _library, _sections
from pages._embedding_calendar import calendar
from pages._embedding_similarity import similarities
from pages._guard import guard
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub

_SIDES = {
    "encoder": _sections.Section("The encoder's input", _embedding_sum.draw),
    "decoder": _sections.Section("The decoder's input", _embedding_sum.draw),
}


def main() -> None:
    """The page."""
    run = head("Embedding")
    shown = need_run(run)
    scrub(shown)
    st.markdown(
        "Before any attention, each step becomes a **vector**: what was measured, where in the "
        "window it stands, and what time it is, added up."
    )
    st.latex(
        r"X_i = \underbrace{\mathrm{Conv1d}(x)_i}_{\text{value}} + "
        r"\underbrace{\mathrm{PE}(i)}_{\text{position}} + "
        r"\underbrace{\mathrm{calendar}(t_i)}_{\text{calendar}}"
    )
    embedded = _embed((*_library.identity(shown.folder), shown.window), shown.folder, shown.window)
    st.fragment(guard(_view))(shown, embedded)


def _view(run: Opened, embedded: tuple[EmbeddedInput, EmbeddedInput]) -> None:
    """One of the two inputs; what the calendar adds; what its part of that input has learned."""
    section = _sections.choose(_SIDES, "embedding_side")
    one = embedded[1] if section is _SIDES["decoder"] else embedded[0]
    section.draw(run, one)
    st.fragment(guard(calendar))(run)
    similarities(run, one.side)


@st.cache_resource(max_entries=16, show_spinner="Embedding the window")
def _embed(
    key: tuple[object, ...], _folder: RunFolder, window: int
) -> tuple[EmbeddedInput, EmbeddedInput]:
    from informer.inspection.embedding import embed_window

    return embed_window(_library.trained(_folder), window)


main()
