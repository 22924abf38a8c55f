"""Distilling: how the feature map shrinks from layer to layer, and what its positions stand for."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from informer.figures.distilling import distilling_maps, length_strip
from informer.figures.style import Style
from informer.inspection.distilling import receptive_field
from informer.inspection.results import DistillingInspection, Inspection
from pages import _format, _library, _plot, _state
from pages._guard import guard
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub


def main() -> None:
    """The page."""
    run = head("Distilling")
    shown = need_run(run)
    scrub(shown)
    st.markdown(
        "Between two attention layers the encoder *distils*: a convolution over time, an "
        "activation (ELU), and a max-pooling that keeps the larger of neighbouring values and "
        "**halves the length**. Memory halves with it, and each position stands for twice the time."
    )
    inspection = _library.inspect(shown.folder, shown.window, shown.seed)
    if not inspection.distilling:
        why = "has one encoder layer, and distilling stands between two"
        if not shown.record.config.model.distil:
            why = "was trained with distilling switched off"
        st.info(f"This run {why}: its feature map keeps its length.", icon=":material/info:")
        st.page_link("pages/train.py", label="Train one that distils", icon=":material/tune:")
        return
    replica = _replica(shown)
    layers = inspection.distilling_layers(replica)
    if not layers:
        st.info("This encoder replica has one layer: it distils nothing.", icon=":material/info:")
        return
    _lengths(shown, inspection, layers)
    st.fragment(guard(_maps))(shown, inspection, replica, layers)
    _library.warm_up()


def _maps(
    run: Opened,
    inspection: Inspection,
    replica: int,
    layers: tuple[DistillingInspection, ...],
) -> None:
    """The feature maps; a click shows what one position of the last map reads."""
    last, position = layers[-1], _state.focus().position
    field = None
    if position is not None:
        position = min(position, len(last.output) - 1)
        field = receptive_field(position, len(layers), len(layers[0].input))

    def pick(click: _plot.Click) -> None:
        step = int(inspection.time.searchsorted(pd.Timestamp(str(click.x)), side="right")) - 1
        at = int(last.span_out[:, 0].searchsorted(step, side="right")) - 1
        _state.move(position=max(at, 0))

    _plot.show(
        distilling_maps(inspection, Style(), replica=replica, receptive=field),
        "distilling_maps",
        alt="Feature maps before and after each distilling layer on one time axis",
        on_click=pick,
    )
    st.caption(
        "Features down, time across; all maps share one colour scale. A cell is as wide as the "
        "time its position stands for. Click a map to see what a position of the last one reads."
    )
    if field is None or position is None:
        return
    read = layers[0].span_in[np.flatnonzero(field.levels[0])]
    wraps = " The convolution is circular, so the two ends of the window meet." * field.wraps
    st.markdown(
        f"Position {position} of the last map stands for "
        f"**{_span(run, inspection, last.span_out[position])}**. Convolution and pooling bring it "
        f"{_format.plural(len(read), 'position')} of the first map, framed above; the dots are the "
        f"values that the last max-pooling kept.{wraps} Attention, besides, mixes all positions."
    )


def _span(run: Opened, inspection: Inspection, span: NDArray[np.int64]) -> str:
    """First and last time of a span of steps."""
    first, last = (_format.moment(inspection.time[step], run.record.freq) for step in span)
    return first if first == last else f"{first} to {last}"


def _replica(run: Opened) -> int:
    """Which replica of a stacked encoder."""
    count = len(run.record.config.model.encoder_layers)
    if count == 1:
        return 0
    chosen = st.segmented_control(
        "Encoder replica",
        list(range(count)),
        format_func=lambda i: "Whole input" if i == 0 else f"Last 1/{2**i} of the input",
        default=0,
        key="replica",
        required=True,
        persist_state="session",
    )
    return int(chosen)


def _lengths(run: Opened, inspection: Inspection, layers: tuple[DistillingInspection, ...]) -> None:
    """The lengths as bars, and as a table with the time each position stands for."""
    steps = [("into the encoder", len(layers[0].input))]
    steps += [(f"after layer {i + 1}", len(layer.output)) for i, layer in enumerate(layers)]
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    with left:
        _plot.show(
            length_strip(steps, Style()),
            "length_strip",
            alt="Lengths of the feature map: " + ", ".join(str(length) for _, length in steps),
        )
    spans = [layers[0].span_in, *(layer.span_out for layer in layers)]
    with right:
        st.dataframe(
            pd.DataFrame(
                {
                    "feature map": [name for name, _ in steps],
                    "positions": [length for _, length in steps],
                    "each stands for": [
                        _format.plural(int(span[0, 1] - span[0, 0] + 1), "step") for span in spans
                    ],
                    "the last one for": [_span(run, inspection, span[-1]) for span in spans],
                }
            ),
            key="length_table",
            hide_index=True,
        )


main()
