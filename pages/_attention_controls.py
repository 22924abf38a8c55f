"""The controls of the Attention page: layer, head and query, all of them in the URL."""

import numpy as np
import streamlit as st

from informer.inspection.estimate import most_churned
from informer.inspection.results import AttentionInspection, Inspection
from pages import _estimate_data, _format, _state
from pages._opened import Opened


def layer_name(name: str) -> str:
    """``encoder.0`` is ``Encoder 1``; ``encoder.1.0`` is ``Encoder 2, layer 1``.

    >>> layer_name("decoder.0"), layer_name("encoder.1.0")
    ('Decoder 1', 'Encoder 2, layer 1')
    """
    part, *numbers = name.split(".")
    if len(numbers) == 2:
        return f"{part.capitalize()} {int(numbers[0]) + 1}, layer {int(numbers[1]) + 1}"
    return f"{part.capitalize()} {int(numbers[0]) + 1}"


def layer_of(inspection: Inspection) -> AttentionInspection:
    """The layer in focus; the first one when the URL names none that is there."""
    try:
        return inspection.layer(_state.focus().layer or "")
    except KeyError:
        return inspection.attention[0]


def best_query(layer: AttentionInspection, head: int) -> int:
    """The query with the largest exact M."""
    return int(layer.measure_exact[head].argmax())


def worst_missed(layer: AttentionInspection, head: int) -> int | None:
    """The query with the largest exact M among those that were not selected."""
    lazy = ~layer.active(head)
    if not lazy.any():
        return None
    return int(np.where(lazy, layer.measure_exact[head], -np.inf).argmax())


def weakest_kept(layer: AttentionInspection, head: int) -> int | None:
    """The selected query with the smallest exact M."""
    active = layer.active(head)
    if active.all():
        return None
    return int(np.where(active, layer.measure_exact[head], np.inf).argmin())


def controls(run: Opened, inspection: Inspection, layer: AttentionInspection) -> tuple[int, int]:
    """Draw them; returns the head and the query in focus."""
    now = _state.focus()
    head = min((now.head or 1) - 1, layer.n_heads - 1) if now.head != 0 else 0
    query = best_query(layer, head) if now.query is None else min(now.query, layer.length - 1)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="attention_controls"
    ):
        names = [one.name for one in inspection.attention]
        st.segmented_control(
            "Layer",
            names,
            format_func=layer_name,
            key=_state.seed("layer", layer.name),
            required=True,
            help="Encoder layers read the context; the decoder reads the start token and the "
            "horizon.",
            on_change=lambda: focus_layer(inspection, layer, query, _state.value("layer")),
        )
        st.segmented_control(
            "Head",
            list(range(1, layer.n_heads + 1)),
            key=_state.seed("head", head + 1),
            required=True,
            help="Each head samples, ranks and attends for itself.",
            on_change=lambda: _state.move(head=_state.value("head"), query=query),
        )
        _query(run, inspection, layer, head, query)
    return head, query


def _query(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """Which query, and the time it stands for; one step either way, and jumps to telling ones."""
    last = layer.length - 1
    with st.container(gap="xxsmall", width="content", key="query_box"):
        st.markdown(
            f":small[Query {query} · {_format.moment(layer.time[query], run.record.freq)}]",
            help=f"Queries 0 to {last}, in order of time. In the field, the arrow keys up and down "
            "go to the next and the previous query.",
        )
        with st.container(horizontal=True, gap="xsmall", width="content", key="query_step"):
            st.button(
                ":material/chevron_left:",
                key="query_previous",
                help="Previous query",
                disabled=query == 0,
                on_click=lambda: _state.move(query=query - 1),
            )
            st.number_input(
                "Query",
                min_value=0,
                max_value=last,
                step=1,
                key=_state.seed("query", query),
                width=100,
                label_visibility="collapsed",
                on_change=lambda: _state.move(query=int(_state.value("query") or 0)),
            )
            st.button(
                ":material/chevron_right:",
                key="query_next",
                help="Next query",
                disabled=query == last,
                on_click=lambda: _state.move(query=query + 1),
            )
    with st.container(horizontal=True, gap="xsmall", width="content", key="query_jumps"):
        _jump("Highest M", "query_best", best_query(layer, head), query, "The largest exact M")
        if layer.selected is None:
            return
        _jump(
            "Worst missed",
            "query_missed",
            worst_missed(layer, head),
            query,
            "The largest exact M among the queries that the sample missed: the dearest mistake",
        )
        _jump(
            "Weakest kept",
            "query_kept",
            weakest_kept(layer, head),
            query,
            "The smallest exact M among the selected queries: the luckiest",
        )
        st.button(
            "Most churned",
            key="query_churned",
            help="The query whose fate depends most on the sampling seed: selected in nearest to "
            "half of many draws of keys",
            on_click=lambda: _to_churned(run, inspection, layer, head),
        )


def _to_churned(run: Opened, inspection: Inspection, layer: AttentionInspection, head: int) -> None:
    """Draw keys under many seeds, and look at the query that is now in, now out."""
    drawn = _estimate_data.resampling(_estimate_data.trial_of(run, inspection, layer, head))
    found = most_churned(drawn.counts, drawn.n_draws)
    if found is None:
        st.toast("Every draw selects the same queries here.", icon=":material/info:")
    else:
        _state.move(query=found)


def _jump(label: str, key: str, to: int | None, now: int, help_text: str) -> None:
    st.button(
        label,
        key=key,
        help=help_text,
        disabled=to is None or to == now,
        on_click=lambda: _state.move(query=to),
    )


def focus_layer(
    inspection: Inspection,
    old: AttentionInspection,
    query: int,
    name: str,
    head: int | None = None,
) -> None:
    """Look at another layer, at the query that stands for the same time there.

    ``head`` counts from 1; ``None`` keeps it. A part of the map is one of the old layer's.
    """
    new = inspection.layer(name)
    changes: dict[str, object] = {} if head is None else {"head": head}
    if name != old.name:
        changes |= {"layer": name, "zoom": None}
    at = int(new.time.searchsorted(old.time[query]))
    _state.move(query=min(at, new.length - 1), **changes)
