"""What a person comes for, in one line: the query with the highest M, and whether it was found."""

from dataclasses import replace

import streamlit as st

from informer.inspection.results import AttentionInspection, Inspection
from pages import _estimate_data, _format, _library, _state
from pages._attention_controls import best_query
from pages._opened import Opened

_LONG = 1000
"""Queries above which a hundred draws take longer than anyone would wait for a line."""


def answer(
    run: Opened, layer: AttentionInspection, head: int, query: int
) -> st.delta_generator.DeltaGenerator:
    """The line, and a button to look at that query; returns the place for :func:`other_seeds`."""
    best = best_query(layer, head)
    when = _format.moment(layer.time[best], run.record.freq)
    kl = _format.number(float(layer.kl[head, best]), 3)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="attention_answer"
    ):
        st.markdown(
            f"Highest M: **query {best}, {when}** (KL {kl} nats). {_found(run, layer, head)}",
            width="content",
        )
        place = st.empty()
        if best != query:
            st.button(
                "Look at it",
                key="answer_focus",
                icon=":material/center_focus_strong:",
                on_click=lambda: _state.move(query=best),
            )
    return place


def other_seeds(
    place: st.delta_generator.DeltaGenerator,
    run: Opened,
    inspection: Inspection,
    layer: AttentionInspection,
    head: int,
) -> None:
    """How often other draws of keys find that query, written to its place in the line.

    Asked for when all else is drawn, and only once torch is there: nobody waits for it.
    """
    if layer.selected is None or layer.length > _LONG:
        return
    if not _library.is_warm():
        st.fragment(_when_warm, run_every=1.0)()
        return
    trial = _estimate_data.trial_of(run, inspection, layer, head)
    drawn = _estimate_data.resampling(replace(trial, factor=trial.own))
    first, last = drawn.first_seed, drawn.first_seed + drawn.n_draws - 1
    times = int(drawn.counts[best_query(layer, head)])
    place.markdown(f"Under seeds {first} to {last}: {times} times of {drawn.n_draws}.")


def _when_warm() -> None:
    if _library.is_warm():
        st.rerun()


def _found(run: Opened, layer: AttentionInspection, head: int) -> str:
    """Whether the sampled measure selected it, and where it ranked it."""
    if layer.measure_sampled is None:
        return "This layer computes every query: it needs no sample to find it."
    best, ranked = best_query(layer, head), layer.measure_sampled[head]
    rank = f"rank {1 + int((ranked > ranked[best]).sum())} of {layer.length}"
    if layer.active(head)[best]:
        return f"The sample (seed {run.seed}) **found it**: {rank} by its measure."
    return (
        f"The sample (seed {run.seed}) **missed it**: {rank} by its measure, and "
        f"{layer.n_selected} are kept."
    )
