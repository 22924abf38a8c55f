"""All layers and heads at a glance: a small picture of each, to click on."""

import streamlit as st

from informer.figures.attention_grid import agreement_grid, grid_cells, map_grid, measure_grid
from informer.figures.style import Style
from informer.inspection.maps import model_map
from informer.inspection.results import AttentionInspection, Inspection
from pages import _focus_marks, _library, _plot, _state
from pages._attention_controls import focus_layer, layer_name
from pages._opened import Opened

_KINDS = {
    "measure": "Measure over time",
    "agreement": "Was the choice good?",
    "map": "Attention maps",
}
_MEANING = {
    "measure": "The exact KL of each query over the time of the layer, and a bar at each that the "
    "sample selected.",
    "agreement": "The exact KL of all queries, sorted by exact M. A good sample puts all the "
    "colour left of the dashed line.",
    "map": "What the model computed: queries down, keys across, each cell the mean of its block; "
    "yellow is the largest weight of a picture. Hatched rows are not computed.",
}
_CELLS = 48
_NARROWEST = 150
"""Pixels of a picture on a phone, where the grid scrolls sideways by itself."""


def grid(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section."""
    now = _state.focus().grid
    st.segmented_control(
        "Each picture shows",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key=_state.seed("grid_kind", now if now in _KINDS else "measure"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: _state.move(grid=_state.value("grid_kind")),
    )
    kind = str(_state.value("grid_kind"))
    st.caption(
        f"{_MEANING[kind]} Beside each head: **precision at u**, the share of its choice that the "
        "exact M would have made too; at the right, the largest value of the picture"
        f"{'' if kind == 'map' else ' (nats)'}. Click one to focus it: the figure above and "
        "*This query* then show that layer and head, at the same time."
    )
    key = (*_library.identity(run.folder), run.window, run.seed, kind)

    def pick(click: _plot.Click) -> None:
        if isinstance(click.index, list) and len(click.index) == 2:
            row, column = (int(at) for at in click.index)
            focus_layer(inspection, layer, query, inspection.attention[row].name, column + 1)

    names = [one.name for one in inspection.attention]
    _plot.show(
        _json(key, inspection, kind),
        "attention_grid",
        marks=_focus_marks.on_grid(grid_cells(inspection, kind), names.index(layer.name), head),
        alt=f"{_KINDS[kind]}: {len(names)} layers down, {layer.n_heads} heads across",
        min_width=_NARROWEST * layer.n_heads,
        on_click=pick,
    )


@st.cache_resource(max_entries=16, show_spinner="Drawing all layers and heads")
def _json(key: tuple[object, ...], _inspection: Inspection, kind: str) -> str:
    names = [layer_name(layer.name) for layer in _inspection.attention]
    if kind == "map":
        maps = [
            [model_map(layer, head, max_cells=_CELLS) for head in range(layer.n_heads)]
            for layer in _inspection.attention
        ]
        return str(map_grid(_inspection, names, maps, Style()).to_json())
    draw = agreement_grid if kind == "agreement" else measure_grid
    return str(draw(_inspection, names, Style()).to_json())
