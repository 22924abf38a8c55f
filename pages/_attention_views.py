"""What the Attention page shows of one layer, head and query. Every measure says what it is."""

import numpy as np
import streamlit as st

from informer.figures.attention_focus import focus_panel
from informer.figures.attention_map import attention_map
from informer.figures.attention_window import window_panel
from informer.figures.measure_order import sorted_measure
from informer.figures.style import Style
from informer.inspection.focus import focus_query
from informer.inspection.maps import exact_map, model_map
from informer.inspection.results import AttentionInspection, FocusedQuery, Inspection
from pages import _format, _plot, _state
from pages._opened import Opened


def window(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The series over the window, and every query's measure on the same time axis."""
    targets = inspection.columns
    target = targets[min(_state.focus().target or 0, len(targets) - 1)]
    _plot.show(
        window_panel(inspection, layer.name, head, Style(), focus=query, target=target),
        "attention_window",
        alt=f"Series and measure of {layer.length} queries of {layer.name}, head {head + 1}",
        on_click=_pick,
    )
    if layer.n_selected is None:
        st.caption("This layer uses full attention: every query is computed, nothing is sampled.")
        return
    st.caption(
        f"Click a point to focus its query. Of {layer.length} queries, "
        f"{layer.n_selected} are selected by the *sampled* measure (seed {run.seed}); the *exact* "
        "one is computed here to compare, the model never sees it."
    )


def attention(layer: AttentionInspection, head: int, query: int) -> None:
    """The attention map: what the model computed, or full attention beside it."""
    st.subheader("Attention map", anchor=False)
    own = layer.selected is not None
    kind = "own"
    if own:
        kind = st.segmented_control(
            "Map",
            ["own", "exact"],
            format_func={"own": "The model's own", "exact": "Exact, full attention"}.__getitem__,
            default="own",
            key="map_kind",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
    picture = model_map(layer, head) if kind == "own" else exact_map(layer, head)

    def pick(click: _plot.Click) -> None:
        if isinstance(click.index, list) and click.index:
            row = int(click.index[0]) * picture.block
            _state.move(query=min(row, layer.length - 1))

    _plot.show(
        attention_map(picture, Style(), focus=query),
        "attention_map",
        alt=f"Attention weights of {layer.name}, head {head + 1}: queries down, keys across",
        on_click=pick,
    )
    blocks = f" Each cell is {picture.block} × {picture.block} steps." if picture.block > 1 else ""
    if own and kind == "own":
        st.caption(
            "Hatched rows are **not computed**: those queries are lazy and get "
            + ("the mean of the values so far" if layer.causal else "the mean of all values")
            + f" instead.{blocks} Click a row to focus it."
        )
    else:
        st.caption(f"Every row computed, **exact**.{blocks} Click a row to focus it.")


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
    st.latex(_lines(seen.steps[6].latex))
    st.latex(_lines(seen.steps[5].latex))
    with st.expander("From KL to what the model computes, line by line", key="derivation"):
        for step in seen.steps:
            st.markdown(step.label)
            st.latex(_lines(step.latex))


def _lines(latex: str) -> str:
    """A chain of equations with one equals sign a line, so that it fits a phone."""
    first, *rest = latex.split(" = ")
    if len(rest) < 2:
        return latex
    return rf"\begin{{aligned}} {first} &= " + r" \\ &= ".join(rest) + r" \end{aligned}"


def agreement(layer: AttentionInspection, head: int, query: int, seed: int) -> None:
    """How well the sample chose, beside what chance would do."""
    if layer.precision_at_u is None or layer.n_selected is None:
        return
    st.subheader("How well did the sample choose?", anchor=False)
    u, length = layer.n_selected, layer.length
    share, chance = float(layer.precision_at_u[head]), u / length
    mass = _mass_kept(layer, head)
    with st.container(horizontal=True, gap="medium", key="agreement"):
        st.metric(
            f"Precision at u = {u}",
            f"{share:.0%}",
            f"chance {chance:.0%}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Share of the selected queries that are also among the u with the largest exact "
            "M.",
        )
        st.metric(
            "Exact KL kept",
            f"{mass:.0%}",
            f"chance {chance:.0%}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Sum of the exact KL of the selected queries, as a share of all queries' sum.",
        )
        if layer.sampled_keys is not None:
            drawn = layer.sampled_keys.shape[1]
            st.metric(
                "Keys sampled for each query",
                f"{drawn} of {length}",
                f"seed {seed}",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
    _plot.show(
        sorted_measure(layer, head, Style(), focus=query),
        "sorted_measure",
        alt="Exact KL of all queries from the largest to the smallest, selected ones in colour",
        on_click=_pick,
    )
    st.caption(
        "The exact KL of all queries, sorted. Were the sample perfect, all the selected queries "
        "would stand at the left of the dashed line."
    )


def _mass_kept(layer: AttentionInspection, head: int) -> float:
    kl = layer.kl[head].astype(np.float64)
    total = float(kl.sum())
    return float(kl[layer.active(head)].sum()) / total if total > 0 else 1.0


def _pick(click: _plot.Click) -> None:
    """Focus the query whose point was clicked: its number is the point's custom value."""
    if isinstance(click.custom, int | float):
        _state.move(query=int(click.custom))
