"""Lengths and cost on the Distilling page: counted from shapes, and measured here when asked."""

import pandas as pd
import streamlit as st

from informer.config import ModelConfig
from informer.figures import units
from informer.figures.distilling import length_strip
from informer.figures.distilling_cost import multiply_add_bars
from informer.figures.style import Style
from informer.inspection import operations
from informer.inspection.results import Inspection
from pages import _format, _plot
from pages._distilling_measured import measured
from pages._distilling_view import View
from pages._opened import Opened


def cost(run: Opened, inspection: Inspection, view: View) -> None:
    """The section."""
    _lengths(view)
    counted(run.record.config.model)
    measured(run)


def _lengths(view: View) -> None:
    """The lengths as bars, and as a table with what each position stands for."""
    steps = [("into the encoder", len(view.layers[0].input))]
    steps += [(f"after distilling {i + 1}", len(one.output)) for i, one in enumerate(view.layers)]
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    with left:
        _plot.show(
            length_strip(steps, Style()),
            "length_strip",
            alt="Lengths of the feature map: " + ", ".join(str(length) for _, length in steps),
        )
    spans = [view.layers[0].span_in, *(layer.span_out for layer in view.layers)]
    width = view.layers[0].input.shape[1]
    with right:
        st.dataframe(
            pd.DataFrame(
                {
                    "feature map": [name for name, _ in steps],
                    "positions": [length for _, length in steps],
                    "each stands for": [
                        _format.plural(int(span[0, 1] - span[0, 0] + 1), "step") for span in spans
                    ],
                    "the last one for": [
                        view.times([(int(span[-1, 0]), int(span[-1, 1]))]) for span in spans
                    ],
                    "memory": [
                        units.memory(operations.map_bytes(length, width)) for _, length in steps
                    ],
                }
            ),
            key="length_table",
            hide_index=True,
        )
        st.caption(f"Memory of one map: 4 bytes × positions × {width} features.")


def counted(model: ModelConfig) -> None:
    """Multiply-adds with and without distilling, from shapes."""
    st.subheader("Multiply-adds, counted from shapes", anchor=False)
    rows = {
        distil: operations.encoder_and_reading(model, distil=distil) for distil in (True, False)
    }
    with_it, without = rows[True], rows[False]
    with st.container(horizontal=True, gap="medium", key="counted"):
        _number("With distilling", units.count(with_it.total), "counted")
        _number("Without", units.count(without.total), "counted")
        _number(
            "Saved", f"{1 - with_it.total / without.total:.0%}", "counted",
            "The distilling layers' own convolutions are counted against it.",
        )  # fmt: skip
        _number(
            "Distilling layers themselves",
            units.count(with_it.distilling),
            f"{with_it.distilling / with_it.total:.0%} of the work with them",
        )
    _plot.show(
        multiply_add_bars([("with distilling", with_it), ("without", without)], Style()),
        "multiply_adds",
        alt=f"Multiply-adds: {units.count(with_it.total)} with distilling, "
        f"{units.count(without.total)} without",
    )
    st.caption(
        "The encoder, and the decoder reading its output; one forward pass over one window. Matrix "
        "products and convolutions only: normalisation, softmax and pooling grow with the length "
        "alone." + _as_run(model)
    )


def _as_run(model: ModelConfig) -> str:
    """Where this code does more than the paper's algorithm needs."""
    needed = operations.encoder(model)
    ran = operations.encoder(model, as_run=True)
    if ran.sampling == needed.sampling:
        return ""
    return (
        " Sampled scores are counted as the paper has them, a few keys a query; where it is "
        "quicker this code scores all keys in one product and picks those: "
        f"{units.count(ran.sampling)} instead of {units.count(needed.sampling)}."
    )


def _number(label: str, value: str, note: str, hint: str | None = None) -> None:
    st.metric(label, value, note, delta_color="off", delta_arrow="off", width="content", help=hint)
