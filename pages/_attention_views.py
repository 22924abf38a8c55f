"""What the Attention page shows of one layer, head and query. Every measure says what it is."""

import numpy as np
import streamlit as st

from informer.figures.attention_map import attention_map
from informer.figures.attention_window import window_panel
from informer.figures.measure_order import sorted_measure
from informer.figures.style import Style
from informer.inspection.maps import exact_map, model_map
from informer.inspection.results import AttentionInspection, Inspection
from informer.inspection.views import AttentionMap
from pages import _focus_marks, _library, _plot, _state
from pages._opened import Opened

_LAZY_DRAWN = 150


def window(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The series over the window, and every query's measure on the same time axis."""
    targets = inspection.columns
    target = targets[min(_state.focus().target or 0, len(targets) - 1)]
    _plot.show(
        _window_json(_key(run, layer, head), inspection, layer, head, target),
        "attention_window",
        marks=_focus_marks.on_window(layer, head, query),
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


def attention(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
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
    picture, figure = _map(_key(run, layer, head), layer, head, kind)

    def pick(click: _plot.Click) -> None:
        if isinstance(click.index, list) and click.index:
            row = int(click.index[0]) * picture.block
            _state.move(query=min(row, layer.length - 1))

    _plot.show(
        figure,
        "attention_map",
        marks=_focus_marks.on_map(picture, query),
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


def agreement(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
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
                f"seed {run.seed}",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
    _plot.show(
        _order_json(_key(run, layer, head), layer, head),
        "sorted_measure",
        marks=_focus_marks.on_order(layer, head, query),
        alt="Exact KL of all queries from the largest to the smallest, selected ones in colour",
        on_click=_pick,
    )
    st.caption(
        "The exact KL of all queries, sorted by exact M. Were the sample perfect, all the selected "
        "queries would stand at the left of the dashed line."
        + (
            " With a causal mask the order of M is not that of KL = M − ln(visible keys): later "
            "queries see more keys."
            if layer.causal
            else ""
        )
    )


def _mass_kept(layer: AttentionInspection, head: int) -> float:
    kl = layer.kl[head].astype(np.float64)
    total = float(kl.sum())
    return float(kl[layer.active(head)].sum()) / total if total > 0 else 1.0


def _pick(click: _plot.Click) -> None:
    """Focus the query whose point was clicked: its number is the point's custom value."""
    if isinstance(click.custom, int | float):
        _state.move(query=int(click.custom))


def _key(run: Opened, layer: AttentionInspection, head: int) -> tuple[object, ...]:
    """What a figure of this page depends on, the focused query apart."""
    return (*_library.identity(run.folder), run.window, run.seed, layer.name, head)


@st.cache_resource(max_entries=32, show_spinner=False)
def _window_json(
    key: tuple[object, ...],
    _inspection: Inspection,
    _layer: AttentionInspection,
    head: int,
    target: str,
) -> str:
    figure = window_panel(_inspection, _layer.name, head, Style(), target=target)
    # Of a long window few lazy points are drawn; all of them can still be hovered and clicked.
    figure.update_traces(marker={"maxdisplayed": _LAZY_DRAWN}, selector={"legendgroup": "lazy"})
    return str(figure.to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _map(
    key: tuple[object, ...], _layer: AttentionInspection, head: int, kind: str
) -> tuple[AttentionMap, str]:
    picture = model_map(_layer, head) if kind == "own" else exact_map(_layer, head)
    return picture, str(attention_map(picture, Style()).to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _order_json(key: tuple[object, ...], _layer: AttentionInspection, head: int) -> str:
    return str(sorted_measure(_layer, head, Style()).to_json())
