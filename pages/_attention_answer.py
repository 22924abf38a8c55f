"""What a person comes for, in one line: the query with the highest M, and whether it was found."""

import streamlit as st

from informer.inspection.results import AttentionInspection
from pages import _format, _state
from pages._attention_controls import best_query
from pages._opened import Opened


def answer(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
    """The line, and a button to look at that query."""
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
        if best != query:
            st.button(
                "Look at it",
                key="answer_focus",
                icon=":material/center_focus_strong:",
                on_click=lambda: _state.move(query=best),
            )


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
