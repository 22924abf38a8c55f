"""Which queries the encoder selects before and after: of the layer and head in focus, and all."""

from dataclasses import dataclass

import streamlit as st

from informer.forecasting.answers import Answer
from informer.inspection.selection_change import SelectionChange
from pages import _state
from pages._attention_controls import layer_name
from pages._what_if_board import Board

_NOT_READ = " It reads the past alone, and the past is as it was: the decoder makes the difference."


@dataclass(frozen=True)
class Chosen:
    """The layer and head that are looked at."""

    layer: SelectionChange
    head: int

    @property
    def words(self) -> str:
        """``encoder 1, head 2``"""
        return f"{layer_name(self.layer.name).lower()}, head {self.head + 1}"


def chosen(board: Board, answer: Answer | None) -> Chosen | None:
    """Those in focus, else the first; ``None`` for full attention, and when nothing is changed."""
    layers = () if answer is None else answer.selections
    layers = tuple(one for one in layers if one.n_selected is not None)
    if not layers:
        return None
    now = _state.focus()
    layer = next((one for one in layers if one.name == now.layer), layers[0])
    return Chosen(layer, min(max((now.head or 1) - 1, 0), layer.n_heads - 1))


def count(answer: Answer | None) -> int | None:
    """Queries that are selected now and were not before, over all layers and heads."""
    if answer is None or all(one.n_selected is None for one in answer.selections):
        return None
    return sum(int(one.changed.sum()) for one in answer.selections)


def total(answer: Answer) -> int:
    """Queries that are selected, over all layers and heads."""
    return sum((one.n_selected or 0) * one.n_heads for one in answer.selections)


def queries(board: Board) -> None:
    """Each layer and head with what it gains and loses; the one in focus is drawn above."""
    answer = None if board.edited is None else board.try_answer(board.edited)
    if answer is None:
        return
    found = chosen(board, answer)
    with st.container(key="what_if_queries"):
        if found is None:
            st.caption(
                "This run uses full attention: every query is computed, so none is selected."
            )
            return
        new = count(answer) or 0
        st.markdown(
            f"**Which queries changed.** Of the {total(answer)} queries that the encoder's heads "
            f"select, **{new}** changed"
            + (
                ": its attention looks at other moments."
                if new
                else f".{'' if _past_changed(board, answer) else _NOT_READ}"
            )
        )
        _choices(answer, found)
        gained = len(found.layer.gained(found.head))
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.caption(
            f"{found.words.capitalize()}: {_change(gained)} of {found.layer.n_selected}; the "
            "ticks below the past show which. The head selects as many as before."
            if gained
            else f"{found.words.capitalize()}: the same {found.layer.n_selected} as before."
        )
        right.page_link(
            "pages/attention.py",
            label="Look inside",
            icon=":material/search:",
            query_params=_state.query(_state.focus()),
        )


def _past_changed(board: Board, answer: Answer) -> bool:
    """Whether the encoder reads anything else than before: values or calendar of the past."""
    now, then = answer.situation, board.now
    length = len(now.context_time)
    return bool(
        (now.context != then.context).any()
        or (now.calendar[:length] != then.calendar[:length]).any()
        or answer.forecast.sampling_seed != board.run.seed
    )


def _choices(answer: Answer, found: Chosen) -> None:
    """The heads summarised, and chosen."""
    layers = {one.name: one for one in answer.selections if one.n_selected is not None}
    with st.container(horizontal=True, gap="medium", key="what_if_heads"):
        if len(layers) > 1:
            st.segmented_control(
                "Layer",
                list(layers),
                format_func=lambda name: (
                    f"{layer_name(name)}: {_change(int(layers[name].changed.sum()))}"
                ),
                key=_state.seed("what_if_layer", found.layer.name),
                required=True,
                wrap=True,
                on_change=lambda: _state.move(layer=_state.value("what_if_layer"), query=None),
            )
        st.segmented_control(
            "Head",
            range(found.layer.n_heads),
            format_func=lambda head: f"{head + 1}: {_change(int(found.layer.changed[head]))}",
            key=_state.seed("what_if_head", found.head),
            required=True,
            wrap=True,
            on_change=lambda: _state.move(head=_state.value("what_if_head") + 1, query=None),
        )


def _change(n: int) -> str:
    return f"+{n} −{n}" if n else "±0"
