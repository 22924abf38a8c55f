"""The controls of the Decoder page: layer, head and step, all of them in the URL."""

import streamlit as st

from informer.inspection.decoder_results import Decoding
from pages import _format, _state
from pages._attention_controls import layer_name
from pages._opened import Opened

MEAN = "mean"


def layer(decoding: Decoding) -> int:
    """Which decoder layer; the first one where the URL names none of them."""
    names = [one.name for one in decoding.cross]
    now = _state.focus().layer
    chosen = names.index(now) if now in names else 0
    if len(names) > 1:
        st.segmented_control(
            "Layer",
            names,
            format_func=layer_name,
            key=_state.seed("decoder_layer", names[chosen]),
            required=True,
            on_change=lambda: _state.move(layer=_state.value("decoder_layer")),
        )
    return chosen


def head(n_heads: int) -> int:
    """One head, from 0; the first one where the URL names none."""
    chosen = min(max(_state.focus().head or 1, 1), n_heads)
    st.segmented_control(
        "Head",
        list(range(1, n_heads + 1)),
        key=_state.seed("decoder_head", chosen),
        required=True,
        on_change=lambda: _state.move(head=_state.value("decoder_head")),
    )
    return chosen - 1


def head_or_mean(n_heads: int) -> int | None:
    """One head, from 0, or ``None``: the mean of all heads, which is the natural choice."""
    now = _state.focus().head
    chosen = min(now, n_heads) if now else MEAN

    def change() -> None:
        value = _state.value("cross_head")
        _state.move(head=None if value == MEAN else value)

    st.segmented_control(
        "Head",
        [MEAN, *range(1, n_heads + 1)],
        format_func=lambda one: "Mean of all" if one == MEAN else str(one),
        key=_state.seed("cross_head", chosen),
        required=True,
        help="Each head attends for itself.",
        on_change=change,
    )
    return None if chosen == MEAN else int(chosen) - 1


def step(run: Opened, decoding: Decoding, natural: int) -> int:
    """Which step of the horizon, from 0; ``natural`` where the URL names none."""
    last = len(decoding.forecast) - 1
    now = _state.focus().step
    chosen = natural if now is None else min(now, last)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", width="content", key="step_box"
    ):
        st.button(
            ":material/chevron_left:",
            key="step_previous",
            help="Previous step",
            disabled=chosen == 0,
            on_click=lambda: _state.move(step=chosen - 1),
        )
        st.number_input(
            f"Step of the forecast (1 to {last + 1})",
            min_value=1,
            max_value=last + 1,
            step=1,
            key=_state.seed("forecast_step", chosen + 1),
            width=190,
            on_change=lambda: _state.move(step=int(_state.value("forecast_step") or 1) - 1),
        )
        st.button(
            ":material/chevron_right:",
            key="step_next",
            help="Next step",
            disabled=chosen == last,
            on_click=lambda: _state.move(step=chosen + 1),
        )
        st.button(
            "Sharpest",
            key="step_sharpest",
            help="The step whose attention is the most concentrated on one position: "
            f"{_format.moment(decoding.horizon[natural], run.record.freq)}",
            disabled=chosen == natural,
            on_click=lambda: _state.move(step=natural),
        )
    return chosen
