"""Attention: which queries ProbSparse keeps, why, and what the kept ones look at."""

import streamlit as st

from informer.inspection.results import AttentionInspection, Inspection
from pages import _attention_views, _library, _sections
from pages._attention_answer import answer, other_seeds
from pages._attention_controls import controls, layer_of
from pages._attention_estimate import estimate
from pages._attention_grid import grid
from pages._attention_occlusion import occlusion
from pages._attention_query import query_section
from pages._guard import guard
from pages._inspection_download import download
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub

_SECTIONS = {
    "query": _sections.Section("This query", query_section),
    "estimate": _sections.Section("How good is the estimate?", estimate),
    "heads": _sections.Section("All layers and heads", grid),
    "occlusion": _sections.Section("Occlusion", occlusion),
}


def main() -> None:
    """The page."""
    run = head("Attention")
    shown = need_run(run)
    scrub(shown)
    st.markdown(
        "Each step of the window asks a **query** of the **keys** of all steps. Most attend to all "
        "keys alike: they are *lazy*. ProbSparse attention computes only the few that choose."
    )
    inspection = _library.inspect(shown.folder, shown.window, shown.seed)
    st.fragment(guard(_view))(shown, inspection)
    download(shown, inspection)
    _library.warm_up()


def _view(run: Opened, inspection: Inspection) -> None:
    """All that depends on layer, head and query; only this reruns when one of them changes."""
    layer: AttentionInspection = layer_of(inspection)
    head, query = controls(run, inspection, layer)
    line = answer(run, layer, head, query)
    _attention_views.window(run, inspection, layer, head, query)
    section = _sections.choose(_SECTIONS, "attention_section")
    section.draw(run, inspection, layer, head, query)
    other_seeds(line, run, inspection, layer, head)


main()
