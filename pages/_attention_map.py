"""The attention map of the Attention page: the model's own or exact, whole or a part of it."""

import pandas as pd
import streamlit as st

from informer.figures.attention_map import attention_map, cell_text
from informer.figures.style import Style
from informer.inspection.map_part import MapPart
from informer.inspection.maps import exact_map, model_map
from informer.inspection.results import AttentionInspection
from informer.inspection.views import AttentionMap
from pages import _focus_marks, _plot, _state
from pages._attention_views import view_key
from pages._opened import Opened

_KINDS = {"own": "The model's own", "exact": "Exact, full attention"}


def attention(run: Opened, layer: AttentionInspection, head: int, query: int) -> None:
    """The attention map: what the model computed, or full attention beside it."""
    st.subheader("Attention map", anchor=False)
    part = MapPart.read(_state.focus().zoom, layer.length)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="map_controls"
    ):
        kind = _kind(layer)
        _zoom_buttons(layer, part, query)
    picture, figure = _map(
        (*view_key(run, layer, head), kind, str(part)),
        layer,
        head,
        kind,
        part,
        lazy_text(run, layer),
    )

    def pick(click: _plot.Click) -> None:
        if isinstance(click.index, list) and click.index:
            row = picture.first_query + int(click.index[0]) * picture.block
            _state.move(query=min(row, layer.length - 1))

    def zoom(to: _plot.Zoom) -> None:
        new = MapPart(within(layer, to.y, part.queries), within(layer, to.x, part.keys))
        whole = new == part or new == MapPart.whole(layer.length)  # a double click shows it all
        _state.move(zoom=None if whole else str(new))

    _plot.show(
        figure,
        "attention_map",
        marks=_focus_marks.on_map(picture, query),
        alt=f"Attention weights of {layer.name}, head {head + 1}: queries {part.queries[0]} to "
        f"{part.queries[-1]} down, keys {part.keys[0]} to {part.keys[-1]} across",
        on_click=pick,
        on_zoom=zoom,
    )
    st.caption(_caption(run, layer, kind, picture))


def _kind(layer: AttentionInspection) -> str:
    """Whose map: a choice only where the model left rows out."""
    if layer.selected is None:
        return "own"
    now = _state.focus().map
    st.segmented_control(
        "Map",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key=_state.seed("map_kind", now if now in _KINDS else "own"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: _state.move(map=_state.value("map_kind")),
    )
    return str(_state.value("map_kind"))


def _zoom_buttons(layer: AttentionInspection, part: MapPart, query: int) -> None:
    """To a part and back without a mouse; with one, a part is dragged out on the map."""
    reach = max(4, layer.length // 14)
    rows = range(max(query - reach, 0), min(query + reach + 1, layer.length))
    near = MapPart(rows, range(layer.length))
    st.button(
        "Around the query",
        icon=":material/zoom_in:",
        key="map_near",
        help="Only the rows around the focused query. Any other part: drag over the map.",
        disabled=part == near or len(rows) == layer.length,
        on_click=lambda: _state.move(zoom=str(near)),
    )
    st.button(
        "Whole map",
        icon=":material/zoom_out_map:",
        key="map_whole",
        help="All queries and keys; a double click on the map does the same.",
        disabled=part == MapPart.whole(layer.length),
        on_click=lambda: _state.move(zoom=None),
    )


def within(layer: AttentionInspection, ends: tuple[object, object] | None, now: range) -> range:
    """The positions whose times lie between two ends of an axis; ``now`` where there are none."""
    if ends is None:
        return now
    first, last = sorted(pd.Timestamp(str(end)) for end in ends)
    start = int(layer.time.searchsorted(first))
    stop = int(layer.time.searchsorted(last, side="right"))
    return range(start, stop) if start < stop else now


def lazy_text(run: Opened, layer: AttentionInspection) -> str:
    """What a lazy query of this layer gets in the place of attention."""
    if not layer.causal:
        return "gets the mean of V"
    if run.record.config.model.lazy_rows == "sum":
        return "gets the sum of V so far"
    return "gets the mean of V so far"


def _caption(run: Opened, layer: AttentionInspection, kind: str, picture: AttentionMap) -> str:
    how = "Click a row to focus it; drag over a part to see it exactly."
    cell = f" Each cell is {cell_text(picture)}." if picture.block * picture.key_block > 1 else ""
    if layer.selected is not None and kind == "own":
        return (
            "Hatched rows are **not computed**: such a query is lazy and "
            f"{lazy_text(run, layer)} instead.{cell} {how}"
        )
    return f"Every row computed, **exact**.{cell} {how}"


@st.cache_resource(max_entries=32, show_spinner=False)
def _map(
    key: tuple[object, ...],
    _layer: AttentionInspection,
    head: int,
    kind: str,
    _part: MapPart,
    lazy: str,
) -> tuple[AttentionMap, str]:
    whole = _part == MapPart.whole(_layer.length)
    picture = (model_map if kind == "own" else exact_map)(_layer, head, _part)
    return picture, str(attention_map(picture, Style(), lazy=lazy, whole=whole).to_json())
