"""What the Attention page shows of one layer, head and query. Every measure says what it is."""

import streamlit as st

from informer.figures.attention_window import window_panel
from informer.figures.measure_order import sorted_measure
from informer.figures.style import Style
from informer.inspection.agreement import top_queries
from informer.inspection.mass import attention_mass, share_of_mass
from informer.inspection.results import AttentionInspection, Floats, Inspection
from pages import _focus_marks, _library, _plot, _state
from pages._opened import Opened

_LAZY_DRAWN = 150


def window(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The series over the window, and every query's measure on the same time axis."""
    _plot.show(
        _window_json(view_key(run, layer, head), inspection, layer, head, run.target_name),
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


def agreement(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
    """How well the sample chose, beside what chance would do."""
    if layer.precision_at_u is None or layer.n_selected is None or layer.selected is None:
        return
    st.subheader("How well did the sample choose?", anchor=False)
    u, length = layer.n_selected, layer.length
    share, chance = float(layer.precision_at_u[head]), u / length
    mass, figure = _order(view_key(run, layer, head), layer, head)
    kept, most = (
        share_of_mass(mass, layer.selected[head]),
        share_of_mass(mass, top_queries(mass[None], u)[0]),
    )
    with st.container(horizontal=True, gap="medium", key="agreement"):
        _share(
            f"Precision at u = {u}",
            share,
            f"chance {chance:.0%}",
            "Share of the selected queries that are also among the u with the largest exact M.",
        )
        _share(
            "Attention mass kept",
            kept,
            f"at best {most:.0%}, chance {chance:.0%}",
            "How much of the attention that differs from uniform belongs to the selected queries: "
            "the sum over their keys of what a weight exceeds 1/L by, as a share of all queries' "
            "sum. Exact, over all keys.",
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
        figure,
        "sorted_measure",
        marks=_focus_marks.on_order(layer, head, query),
        alt="Exact KL of all queries from the largest to the smallest, selected ones in colour",
        on_click=_pick,
    )
    st.caption(
        "The exact KL of all queries, sorted by exact M. Were the sample perfect, the "
        f"{u} selected would all stand left of the dashed line. They carry **{kept:.0%}** of the "
        f"attention mass above uniform; the {u} with the most would carry {most:.0%}, a random "
        f"{u} {chance:.0%}."
        + (
            " With a causal mask the order of M is not that of KL = M − ln(visible keys): later "
            "queries see more keys."
            if layer.causal
            else ""
        )
    )


def _share(name: str, value: float, beside: str, help_text: str) -> None:
    """A share as a number, and beside it what to compare it with."""
    st.metric(
        name,
        f"{value:.0%}",
        beside,
        delta_color="off",
        delta_arrow="off",
        width="content",
        help=help_text,
    )


def _pick(click: _plot.Click) -> None:
    """Focus the query whose point was clicked: its number is the point's custom value."""
    if isinstance(click.custom, int | float):
        _state.move(query=int(click.custom))


def view_key(run: Opened, layer: AttentionInspection, head: int) -> tuple[object, ...]:
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
def _order(key: tuple[object, ...], _layer: AttentionInspection, head: int) -> tuple[Floats, str]:
    mass = attention_mass(_layer, head)
    return mass, str(sorted_measure(_layer, head, Style(), mass=mass).to_json())
