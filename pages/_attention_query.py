"""The focused query of the Attention page: its scores, its attention, its formula in numbers."""

import streamlit as st

from informer.figures.attention_focus import focus_panel
from informer.figures.style import Style
from informer.inspection.focus import focus_query
from informer.inspection.results import AttentionInspection, FocusedQuery, Inspection
from pages import _attention_map, _attention_views, _format, _plot, _state
from pages._derivation_marks import on_focus_panel
from pages._opened import Opened


def query_section(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The focused query, the attention map, and the order of the queries.

    The derivation, when open, stands beside the figure that its lines point at.
    """
    seen = focus_query(layer, head, query)
    open_now = bool(_state.focus().derivation)
    left, right = st.columns(2, gap="large")
    with right:
        focused(run, seen, open_now)
    with left:
        if open_now:
            _derivation(seen)
        else:
            _attention_map.attention(run, layer, head, query)
            _attention_views.agreement(run, layer, head, query)
    if open_now:
        left, right = st.columns(2, gap="large")
        with left:
            _attention_map.attention(run, layer, head, query)
        with right:
            _attention_views.agreement(run, layer, head, query)


def focused(run: Opened, seen: FocusedQuery, open_now: bool) -> None:
    """One query: its scores, its softmax against the uniform line, its formula in numbers."""
    st.subheader(f"Query {seen.query} · {_format.moment(seen.time, run.record.freq)}", anchor=False)
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
    lines = enumerate(seen.steps if open_now else ())
    _plot.show(
        focus_panel(seen, Style()),
        "focus_panel",
        highlights={_line_key(i): on_focus_panel(seen, step) for i, step in lines},
        alt=f"Scores and softmax of query {seen.query} over {len(seen.scores)} keys",
    )
    _formula(seen, open_now)


def _formula(seen: FocusedQuery, open_now: bool) -> None:
    """The measure with this query's numbers; the whole derivation is a click away.

    Closed, it is not sent: its formulas are half of what a browser would typeset for each query.
    """
    two = (_lines(seen.steps[6].latex), _lines(seen.steps[5].latex))
    st.latex(r"\begin{gathered} " + r" \\[1ex] ".join(two) + r" \end{gathered}")
    st.toggle(
        "From KL to what the model computes, line by line",
        key=_state.seed("derivation", open_now),
        on_change=lambda: _state.move(derivation=1 if _state.value("derivation") else None),
    )


def _derivation(seen: FocusedQuery) -> None:
    """Every line from the definition of KL to the sampled measure, with this query's numbers."""
    st.subheader("From KL to what the model computes", anchor=False)
    st.caption("Point at a line: the numbers it is computed from light up in the figure beside it.")
    for i, step in enumerate(seen.steps):
        with st.container(key=_line_key(i), border=True, gap="small"):
            st.markdown(f"{i + 1}. {step.label}")
            st.latex(_lines(step.latex))


def _line_key(i: int) -> str:
    return f"derivation_line_{i}"


def _lines(latex: str) -> str:
    """A chain of equations with one equals sign (or statement) a line, so that it fits a phone."""
    if r":\quad" in latex:
        return r"\begin{gathered} " + latex.replace(r":\quad", r" \\ ") + r" \end{gathered}"
    first, *rest = latex.split(" = ")
    if len(rest) < 2:
        return latex
    return rf"\begin{{aligned}} {first} &= " + r" \\ &= ".join(rest) + r" \end{aligned}"
