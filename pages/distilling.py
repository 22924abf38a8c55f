"""Distilling: how the feature map shrinks from layer to layer, and what its positions stand for."""

import streamlit as st

from informer.inspection.results import Inspection
from pages import _library, _sections
from pages._distilling_absent import explain
from pages._distilling_cost import cost
from pages._distilling_off import without
from pages._distilling_pyramid import in_words, pyramid
from pages._distilling_replicas import replicas
from pages._distilling_similarity import similarity
from pages._distilling_view import choose_position, choose_replica, view_of
from pages._distilling_winners import winners
from pages._guard import guard
from pages._inspection_download import download
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub

_SECTIONS = {
    "cost": _sections.Section("Lengths and cost", cost),
    "winners": _sections.Section("Max-pool winners", winners),
    "similarity": _sections.Section("Similarity of neighbours", similarity),
    "off": _sections.Section("Distilling off", without),
}


def main() -> None:
    """The page."""
    run = head("Distilling")
    shown = need_run(run)
    scrub(shown)
    st.markdown(
        "Between two attention layers the encoder *distils*: a convolution over time, an "
        "activation (ELU), and a max-pooling that keeps the larger of neighbouring values and "
        "**halves the length**. Memory halves with it, and each position stands for twice the time."
    )
    inspection = _library.inspect(shown.folder, shown.window, shown.seed)
    st.fragment(guard(_view))(shown, inspection)
    download(shown, inspection)
    _library.warm_up()


def _view(run: Opened, inspection: Inspection) -> None:
    """All that depends on replica, map and position; only this reruns when one of them changes."""
    if len(run.record.config.model.encoder_layers) > 1:
        replicas(run, inspection)
        choose_replica(run)
    view = view_of(run, inspection)
    if view is None:
        explain(run, inspection)
        return
    choose_position(view)
    pyramid(view)
    in_words(view)
    _sections.choose(_SECTIONS, "distilling_section").draw(run, inspection, view)


main()
