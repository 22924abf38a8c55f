"""Occlusion: a block of the context is masked; how much does the forecast change?"""

import streamlit as st

from informer.inspection.attention_mass import AttentionMass, encoder_mass, head_mass
from informer.inspection.masking import Fill, Occlusion, block_sizes, usual_block
from informer.inspection.results import AttentionInspection, Inspection
from informer.training.runs import RunFolder
from pages import _format, _library, _occlusion_views, _occlusion_words, _state
from pages._attention_controls import layer_name
from pages._guard import guard
from pages._opened import Opened

_FILLS: dict[Fill, str] = {"interpolate": "A straight line", "mean": "The window's mean"}


def occlusion(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section."""
    st.markdown(
        "Attention tells where the model *looks*. What does it *need*? Mask one block of the "
        "context and forecast again: the change shows how much this forecast rests on it."
    )
    st.fragment(guard(_explore))(run, inspection, layer, head)


def _explore(run: Opened, inspection: Inspection, layer: AttentionInspection, head: int) -> None:
    """Controls, the blocks, the block in focus; a click reruns no more than this."""
    block, fill, everywhere = _controls(run)
    seen = (*_library.identity(run.folder), run.window, run.seed)
    found = _occlude(seen, run.folder, run.window, run.seed, block, fill)
    key = (*seen, "encoder" if everywhere else f"{layer.name} {head}")
    mass = _mass(key, inspection, None if everywhere else layer, head).on_blocks(found.spans)
    whose = (
        "the whole encoder, mean of heads"
        if everywhere
        else f"{layer_name(layer.name)}, head {head + 1}"
    )
    target = run.target
    most = int(found.change[:, target].argmax())
    now = _state.focus().masked
    number = most if now is None else min(now, len(found.spans) - 1)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _occlusion_views.blocks(run, found, mass, (*key, block, fill), whose, target, number)
    with right:
        _occlusion_views.one_block(run, found, mass, target, number, most)
    with left:
        _occlusion_words.verdict(run, found, mass, whose, target)


def _controls(run: Opened) -> tuple[int, Fill, bool]:
    """The length of a block, what stands in a masked one, and whose attention is compared."""
    now, model, freq = _state.focus(), run.record.config.model, run.record.freq
    sizes = block_sizes(freq, model.seq_len)
    block = usual_block(sizes, model.seq_len)
    if now.block is not None and 0 < now.block <= model.seq_len // 2 <= 60 * now.block:
        block = now.block
    fill: Fill = now.fill if now.fill in _FILLS else "interpolate"
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="occlusion_controls"
    ):
        st.segmented_control(
            "A block is",
            sorted({*sizes, block}),
            format_func=lambda steps: _format.steps_in_words(steps, freq),
            key=_state.seed("occlusion_block", block),
            required=True,
            on_change=lambda: _state.move(block=_state.value("occlusion_block"), masked=None),
        )
        st.segmented_control(
            "In place of a masked block",
            list(_FILLS),
            format_func=_FILLS.__getitem__,
            key=_state.seed("occlusion_fill", fill),
            required=True,
            help="A straight line from the step before to the step after says: as if nothing had "
            "happened there. The mean of the window says: an average step. Neither is *no data*: "
            "a choice, and the answer depends on it.",
            on_change=lambda: _state.move(fill=_state.value("occlusion_fill")),
        )
        st.segmented_control(
            "Compare with the attention of",
            ["head", "all"],
            format_func={"head": "This head", "all": "The whole encoder"}.__getitem__,
            key=_state.seed("occlusion_over", "all" if now.over == "all" else "head"),
            required=True,
            help="The head chosen above, or the mean over all heads of all encoder layers.",
            on_change=lambda: _state.move(over=_state.value("occlusion_over")),
        )
    return block, fill, now.over == "all"


@st.cache_resource(
    max_entries=16, show_spinner="Masking each block in turn, and forecasting again", show_time=True
)
def _occlude(
    key: tuple[object, ...], _folder: RunFolder, window: int, seed: int, block: int, fill: Fill
) -> Occlusion:
    from informer.inspection.occlusion import occlude_window

    return occlude_window(_library.trained(_folder), window, seed, block, fill)


@st.cache_resource(max_entries=64, show_spinner="Summing the attention", show_time=True)
def _mass(
    key: tuple[object, ...],
    _inspection: Inspection,
    _layer: AttentionInspection | None,
    head: int,
) -> AttentionMass:
    """Of one head, or of the whole encoder where there is no layer."""
    if _layer is None:
        return encoder_mass(_inspection)
    return head_mass(_inspection, _layer, head)
