"""What the Distilling page looks at: one replica of the encoder, one map, one position in it."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from informer.inspection.reach import FeatureMap, Reach, feature_maps, reach
from informer.inspection.results import DistillingInspection, Inspection
from pages import _format, _library, _state
from pages._opened import Opened


@dataclass(frozen=True)
class View:
    """The maps of the replica in focus, and the position that is looked at."""

    run: Opened
    inspection: Inspection
    replica: int
    layers: tuple[DistillingInspection, ...]
    maps: tuple[FeatureMap, ...]
    index: int
    position: int

    @property
    def map(self) -> FeatureMap:
        """The map that the position is one of."""
        return self.maps[self.index]

    @property
    def layer(self) -> int:
        """The distilling layer that this map goes into or comes out of."""
        return self.index // 2

    @property
    def start(self) -> int:
        """The first input step that this replica reads."""
        return int(self.maps[0].span[0, 0])

    def reach(self) -> Reach:
        """What the position reads, and what reads it."""
        return reach(self.maps, self.index, self.position)

    def times(self, spans: Iterable[tuple[int, int]]) -> str:
        """Spans of input steps in words: ``Thu 27 Sep 2018 02:00 to 14:00 and ...``."""
        freq = self.run.record.freq
        words = []
        for first, last in spans:
            a, b = (_format.moment(self.inspection.time[step], freq) for step in (first, last))
            (day, _, _), (same, _, clock) = a.rpartition(" "), b.rpartition(" ")
            later = clock if day == same and ":" in clock else b
            words.append(a if a == b else f"{a} to {later}")
        return " and ".join(words)

    def key(self) -> tuple[object, ...]:
        """What figures of this replica depend on, the position apart."""
        run = self.run
        return (*_library.identity(run.folder), run.window, run.seed, self.replica)


def replica_of(run: Opened) -> int:
    """The replica in focus; the first when the URL names none that is there."""
    chosen, count = _state.focus().replica or 0, len(run.record.config.model.encoder_layers)
    return chosen if chosen < count else 0


def view_of(run: Opened, inspection: Inspection) -> View | None:
    """The view that the URL asks for; by default the middle of the last map.

    ``None`` when this replica has no distilling layer.
    """
    replica = replica_of(run)
    layers = inspection.distilling_layers(replica)
    if not layers:
        return None
    maps, now = feature_maps(layers), _state.focus()
    index = len(maps) - 1 if now.level is None else min(now.level, len(maps) - 1)
    last = len(maps[index].values) - 1
    position = last // 2 if now.position is None else min(now.position, last)
    return View(run, inspection, replica, layers, maps, index, position)


def choose_replica(run: Opened) -> None:
    """Which replica of a stacked encoder; nothing for a plain one."""
    layers = run.record.config.model.encoder_layers
    if len(layers) == 1:
        return
    st.segmented_control(
        "Encoder replica",
        list(range(len(layers))),
        format_func=lambda i: "Whole input" if i == 0 else f"Last 1/{2**i} of the input",
        key=_state.seed("replica", replica_of(run)),
        required=True,
        help="A stacked encoder is several encoders: each next one reads the last half of what the "
        "one before reads, with one layer fewer.",
        on_change=lambda: _state.move(replica=_state.value("replica"), level=None, position=None),
    )


def choose_position(view: View) -> None:
    """Which map and which position of it, and steps to the neighbours."""
    last = len(view.map.values) - 1
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="distilling_controls"
    ):
        st.segmented_control(
            "Map",
            list(range(len(view.maps))),
            format_func=lambda i: view.maps[i].name.replace("distilling ", ""),
            key=_state.seed("distilling_map", view.index),
            required=True,
            help="Distilling layers are numbered from the input on; each has a map before it and "
            "one after it. Between two of them lies an attention layer.",
            on_change=lambda: _other_map(view),
        )
        with st.container(
            horizontal=True,
            vertical_alignment="bottom",
            gap="small",
            width="content",
            key="position_box",
        ):
            _step(view, ":material/chevron_left:", "previous", view.position - 1, last)
            st.number_input(
                f"Position (0 to {last})",
                min_value=0,
                max_value=last,
                step=1,
                key=_state.seed("position", view.position),
                width=130,
                on_change=lambda: focus(view.index, int(_state.value("position") or 0)),
            )
            _step(view, ":material/chevron_right:", "next", view.position + 1, last)
            for label, name, position, hint in (
                ("First", "first", 0, "The first position: where the window's ends meet"),
                ("Last", "last", last, "The last position"),
            ):
                st.button(
                    label,
                    key=f"position_{name}",
                    help=hint,
                    disabled=view.position == position,
                    on_click=focus,
                    args=(view.index, position),
                )


def focus(index: int, position: int) -> None:
    """Look at another position."""
    _state.move(level=index, position=position)


def _step(view: View, icon: str, name: str, to: int, last: int) -> None:
    st.button(
        icon,
        key=f"position_{name}",
        help=f"{name.capitalize()} position",
        disabled=not 0 <= to <= last,
        on_click=focus,
        args=(view.index, to),
    )


def _other_map(view: View) -> None:
    """Another map, at the position that stands for the same time there."""
    index = int(_state.value("distilling_map"))
    focus(index, view.maps[index].at(int(view.map.span[view.position, 0])))
