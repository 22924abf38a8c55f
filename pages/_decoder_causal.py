"""The decoder's self-attention under its mask: what is measured, and what lazy rows get."""

import numpy as np
import streamlit as st

from informer.figures.decoder_causal import causal_panel, lazy_figure
from informer.figures.style import Style
from informer.inspection.decoder_results import Decoding
from informer.inspection.lazy_rows import LazyRows, lazy_rows
from informer.inspection.results import AttentionInspection
from pages import _decoder_controls, _decoder_data, _focus_marks, _format, _plot, _state
from pages._opened import Opened


def causal(run: Opened, decoding: Decoding, target: int) -> None:
    """The section."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="causal_controls"
    ):
        index = _decoder_controls.layer(decoding)
        layer = decoding.inside.attention[index]
        head = _decoder_controls.head(layer.n_heads)
    row = _row(layer, head)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Which rows attend", anchor=False)
        _measures(run, decoding, target, index, head, row)
    with right:
        st.subheader("What a lazy row gets", anchor=False)
        _lazy(run, decoding, layer, index, head)


def _row(layer: AttentionInspection, head: int) -> int:
    """The row in focus; the one with the largest exact KL where the URL names none."""
    now = _state.focus()
    if now.query is None or now.layer != layer.name:
        return int(layer.kl[head].argmax())
    return min(now.query, layer.length - 1)


def _measures(
    run: Opened, decoding: Decoding, target: int, index: int, head: int, row: int
) -> None:
    """Exact and sampled measure of every row, over the keys that it may see."""
    layer = decoding.inside.attention[index]

    def pick(click: _plot.Click) -> None:
        if isinstance(click.custom, int | float):
            _state.move(layer=layer.name, head=head + 1, query=int(click.custom))

    _plot.show(
        _panel_json(_decoder_data.key(run), decoding, index, head, decoding.targets[target]),
        "decoder_measure",
        marks=_focus_marks.on_window(layer, head, row),
        alt=f"Measure of {layer.length} rows of the decoder, head {head + 1}, selected ones marked",
        on_click=pick,
    )
    st.markdown(_about(run, layer, head, row))
    seen = "; the public code ranks on keys that a row can't see" * layer.reference_measure
    st.caption(
        "Each row of the decoder's input is a query. It sees its own step and those before it"
        f"{seen}. Click a point to focus its row."
    )
    st.page_link(
        "pages/attention.py",
        label="This row on the Attention page",
        icon=":material/search:",
        query_params=_state.query(_state.focus())
        | {"layer": layer.name, "head": str(head + 1), "query": str(row)},
    )


def _about(run: Opened, layer: AttentionInspection, head: int, row: int) -> str:
    """The focused row in a sentence."""
    when = _format.moment(layer.time[row], run.record.freq)
    text = (
        f"Row {row} ({when}) sees **{_format.plural(int(layer.visible[row]), 'key')}**: KL "
        f"{layer.kl[head, row] + 0.0:.3f} (exact), "
    )
    if layer.measure_sampled is None:
        return text + "max-mean not sampled: this run uses full attention, and computes every row."
    chosen = "**selected**" if layer.active(head)[row] else "**lazy**: not computed"
    measured = float(layer.measure_sampled[head, row])
    return text + f"max-mean {measured:.3f} (sampled, seed {run.seed}); {chosen}."


def _lazy(
    run: Opened, decoding: Decoding, layer: AttentionInspection, index: int, head: int
) -> None:
    """Cumulative sum against cumulative mean, beside full attention."""
    rows, figure = _lazy_json(_decoder_data.key(run), layer, decoding.label_len, index, head)
    _plot.show(
        figure,
        "lazy_rows",
        alt="Length of each decoder row under cumulative sum, cumulative mean and full attention",
    )
    st.markdown(_why(run, decoding, layer, head, rows))
    st.caption(
        "Exact, for every row, whether it was selected or not. Length: the Euclidean norm of the "
        "row's values in this head."
    )


def _why(
    run: Opened, decoding: Decoding, layer: AttentionInspection, head: int, rows: LazyRows
) -> str:
    """One sentence why it matters, and one about this run."""
    model = run.record.config.model
    lazy = ~layer.active(head)
    ahead = lazy[decoding.label_len :]
    counted = lazy if lazy.any() else np.ones_like(lazy)
    whose = "over the lazy rows" if lazy.any() else "over all rows"
    text = (
        f"A **sum** grows with a row's place, {layer.length} times the mean in the last row, just "
        f"where the forecast stands; the **mean** stays as long as what attention gives. Median "
        f"distance from full attention {whose}: sum {_percent(rows.sum_error[counted])}, mean "
        f"{_percent(rows.mean_error[counted])}. "
    )
    if layer.selected is None:
        return text + "This run uses full attention: no row is lazy."
    form = "sum" if model.lazy_rows == "sum" else "mean"
    return text + (
        f"This run uses the **{form}**: it stands in {int(ahead.sum())} of the {len(ahead)} rows "
        "of the forecast."
    )


def _percent(errors: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> str:
    return f"{100 * float(np.median(errors)):,.0f} %"


@st.cache_resource(max_entries=32, show_spinner=False)
def _panel_json(
    key: tuple[object, ...], _decoding: Decoding, index: int, head: int, target: str
) -> str:
    return str(causal_panel(_decoding, index, head, Style(), target=target).to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _lazy_json(
    key: tuple[object, ...], _layer: AttentionInspection, label_len: int, index: int, head: int
) -> tuple[LazyRows, str]:
    rows = lazy_rows(_layer, head)
    return rows, str(lazy_figure(_layer, head, rows, label_len, Style()).to_json())
