"""Cost: what full and ProbSparse attention take on this machine, counted and measured."""

import streamlit as st

from informer.config import ModelConfig
from informer.costing.plan import default_model
from informer.costing.store import CostStore
from informer.training.runs import default_root
from pages import _cost_attention, _cost_layers, _cost_measuring, _sections, _state
from pages._guard import guard
from pages._opened import Opened
from pages._page import head

_EVERY = 2.0
"""Seconds: each look redraws the figures, which takes time from what is being measured."""
_SECTIONS = {
    "attention": _sections.Section("Attention over the length", _cost_attention.draw),
    "distilling": _sections.Section("Distilling layers", _cost_layers.distilling),
    "decoding": _sections.Section("Decoding", _cost_layers.decoding),
}


def main() -> None:
    """The page."""
    run = head("Cost", view=False)
    st.markdown(
        "Full attention compares every query with every key, L × L dot products; ProbSparse "
        "attention needs about L · ln L. Fewer dot products need not be *faster*: that depends on "
        "the machine, so it is measured here, on this one."
    )
    store = CostStore(default_root())
    job = store.job()
    seen = job.status if job is not None else None

    @guard
    def view() -> None:
        now = store.job()
        if (now.status if now is not None else None) != seen:
            st.rerun()  # the whole page, once: whether it asks again each second follows from it
        _view(store, run)

    st.fragment(view, run_every=_EVERY if job is not None and job.active else None)()


def _view(store: CostStore, run: Opened | None) -> None:
    """All that a control or a measurement changes."""
    model = _model(run)
    record = store.record(model)
    _cost_measuring.panel(store, model, record)
    section = _sections.choose(_SECTIONS, "cost_section")
    section.draw(run, model, record)


def _model(run: Opened | None) -> ModelConfig:
    """The sizes of the run in focus, or the default ones, with the sampling factor tried out."""
    model = default_model() if run is None else run.record.config.model
    factor = _state.focus().factor
    if factor is None or factor == model.sampling_factor:
        return model
    factor = min(max(factor, 1), _cost_attention.LARGEST_FACTOR)
    return model.model_copy(update={"sampling_factor": factor})


main()
