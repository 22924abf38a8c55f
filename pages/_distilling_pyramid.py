"""The feature maps of the Distilling page, and in words what the focused position reads."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.figures.distilling import block_of, distilling_maps
from informer.figures.distilling_marks import reach_marks
from informer.figures.style import Style
from informer.inspection.distilling import steps_read
from informer.inspection.reach import runs
from informer.inspection.redundancy import times_kept
from informer.inspection.results import DistillingInspection, Inspection
from pages import _format, _plot
from pages._distilling_view import View, focus

_MANY = 4


def pyramid(view: View) -> None:
    """The maps on one time axis; a click on any of them focuses the position there."""

    def pick(click: _plot.Click) -> None:
        index = next((i for i, one in enumerate(view.maps) if one.name == click.trace), None)
        if index is not None and isinstance(click.index, list) and len(click.index) == 2:
            one = view.maps[index]
            focus(index, min(int(click.index[1]) * block_of(one), len(one.values) - 1))

    lengths = ", ".join(f"{one.name}: {len(one.values)} positions" for one in view.maps)
    _plot.show(
        _maps_json(view.key(), view.inspection, view.replica),
        "distilling_maps",
        marks=reach_marks(view.maps, view.reach(), _kept(view), view.inspection.time, Style()),
        alt=f"Feature maps before and after each distilling layer on one time axis. {lengths}",
        on_click=pick,
    )
    blocks = {block_of(one) for one in view.maps} - {1}
    averaged = f" Long maps are drawn as means of {max(blocks)} positions." if blocks else ""
    st.caption(
        "Time across, features up; **a map's area is its memory**, a cell is as wide as the time "
        f"its position stands for.{averaged} Click a map to focus a position."
    )


def in_words(view: View) -> None:
    """What the focused position stands for, reads, and is read by."""
    seen, seq_len = view.reach(), len(view.inspection.time)
    steps, around = steps_read(seen.masks[0], view.start, seq_len)
    stands = view.times([(int(a), int(b)) for a, b in [view.map.span[view.position]]])
    text = f"**Position {view.position} {_lower(view.map.name)}** stands for {stands}. "
    tokens = f"{int(steps.sum())} with the token convolution"
    if view.map.level:
        first = view.maps[0].span
        reads = view.times((int(first[a, 0]), int(first[b, 1])) for a, b in runs(seen.masks[0]))
        plain = _format.plural(int(seen.masks[0].sum()), "step")
        text += f"Through convolution and pooling it reads **{reads}**: {plain} of the input, "
        text += f"{tokens}."
    else:
        text += f"Nothing has been pooled yet: it is one step of the input, {tokens}."
    st.markdown(
        text + _read_by(view) + " Attention, besides, lets every position look at all others.",
        help="The token convolution makes the vector of a step from its value and those of its two "
        "neighbours, before the first layer.",
    )
    if seen.wraps:
        begin, end = (_moment(view, step) for step in (view.start, seq_len - 1))
        st.info(
            "**Here the two ends of the window meet.** The convolutions are circular: at an end, "
            "where a neighbour is missing, they take the position of the other end. So "
            f"{end} counts as the neighbour of {begin}, {seq_len - view.start - 1} steps before "
            "it. The dotted loop below a map shows where the ends are joined.",
            icon=":material/all_inclusive:",
        )
    elif around:
        st.caption(
            "The token convolution is circular too: here it joins the first and the last step of "
            "the input."
        )


def _read_by(view: View) -> str:
    """Which positions of the later maps read this one."""
    masks, parts = view.reach().masks, []
    for number in range(view.index + 1 + view.index % 2, len(view.maps), 2):  # those that come out
        found = [str(i) for i in np.flatnonzero(masks[number])]
        which = ", ".join(found) if len(found) <= _MANY else f"{found[0]}, …, {found[-1]}"
        noun = "position" if len(found) == 1 else "positions"
        parts.append(f"{noun} {which} {_lower(view.maps[number].name)}")
    return f" It is read by {' and '.join(parts)}." if parts else ""


def _kept(view: View) -> NDArray[np.bool_]:
    """The cells of the layer's input that the max-pooling kept, for or of the focused position."""
    layer = view.layers[view.layer]
    return kept_cells(layer, view.position, of_output=view.index % 2 == 1)


def kept_cells(layer: DistillingInspection, position: int, *, of_output: bool) -> NDArray[np.bool_]:
    """``[L, D]`` what an output position kept, or what of an input position was kept by any."""
    kept = np.zeros(layer.input.shape, dtype=np.bool_)
    if of_output:
        np.put_along_axis(kept, layer.winners[[position]], True, axis=0)
    else:
        kept[position] = times_kept(layer)[position] > 0
    return kept


def _moment(view: View, step: int) -> str:
    return _format.moment(view.inspection.time[step], view.run.record.freq)


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


@st.cache_resource(max_entries=16, show_spinner=False)
def _maps_json(key: tuple[object, ...], _inspection: Inspection, replica: int) -> str:
    return str(distilling_maps(_inspection, Style(), replica=replica).to_json())
