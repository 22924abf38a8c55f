"""The focused query of the Attention page: its scores, its attention, its formula in numbers."""

import streamlit as st

from informer.figures.attention_focus import focus_panel
from informer.figures.style import Style
from informer.inspection.focus import focus_query
from informer.inspection.results import AttentionInspection, FocusedQuery, Inspection
from pages import _attention_map, _attention_views, _format, _plot
from pages._opened import Opened


def query_section(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The attention map and the order of the queries; beside them, the focused query."""
    left, right = st.columns(2, gap="large")
    with left:
        _attention_map.attention(run, layer, head, query)
        _attention_views.agreement(run, layer, head, query)
    with right:
        focused(run, layer, head, query)


def focused(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
    """One query: its scores, its softmax against the uniform line, its formula in numbers."""
    seen = focus_query(layer, head, query)
    st.subheader(f"Query {query} · {_format.moment(seen.time, run.record.freq)}", anchor=False)
    with st.container(horizontal=True, gap="medium", key="query_numbers"):
        st.metric(
            "KL, exact",
            f"{seen.kl:.3f}",
            f"rank {seen.rank_exact} of {seen.length}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="How far this query's attention is from uniform, over all keys; 0: it attends to "
            "all keys alike.",
        )
        st.metric(
            f"Max-mean, sampled (seed {run.seed})",
            "not computed" if seen.measure_sampled is None else f"{seen.measure_sampled:.3f}",
            None if seen.rank_sampled is None else f"rank {seen.rank_sampled} of {seen.length}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Largest score less the mean score, over a random sample of keys: what the model "
            "ranks its queries by.",
        )
        st.metric(
            "Attention",
            "computed" if seen.selected else "not computed",
            "selected" if seen.selected else "lazy: gets the mean",
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
    _plot.show(
        focus_panel(seen, Style()),
        "focus_panel",
        alt=f"Scores and softmax of query {query} over {len(seen.scores)} keys",
    )
    _formula(seen)


def _formula(seen: FocusedQuery) -> None:
    """The measure with this query's numbers, and behind it the whole derivation."""
    two = (_lines(seen.steps[6].latex), _lines(seen.steps[5].latex))
    st.latex(r"\begin{gathered} " + r" \\[1ex] ".join(two) + r" \end{gathered}")
    derivation = st.expander(
        "From KL to what the model computes, line by line", key="derivation", on_change="rerun"
    )
    if derivation.open:  # its formulas are half of what the browser would typeset for each query
        for step in seen.steps:
            derivation.markdown(step.label)
            derivation.latex(_lines(step.latex))


def _lines(latex: str) -> str:
    """A chain of equations with one equals sign (or statement) a line, so that it fits a phone."""
    if r":\quad" in latex:
        return r"\begin{gathered} " + latex.replace(r":\quad", r" \\ ") + r" \end{gathered}"
    first, *rest = latex.split(" = ")
    if len(rest) < 2:
        return latex
    return rf"\begin{{aligned}} {first} &= " + r" \\ &= ".join(rest) + r" \end{aligned}"
