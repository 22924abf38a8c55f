"""What the reference's ``mix`` does to the meaning of rows, for the sizes of this run."""

import streamlit as st

from informer.figures.decoder_mix import mix_figure
from informer.figures.style import Style
from informer.inspection.decoder_results import Decoding
from informer.inspection.mixing import MixedRows, mixed_rows
from pages import _format, _plot
from pages._opened import Opened


def mix(run: Opened, decoding: Decoding, target: int) -> None:
    """The section."""
    model = run.record.config.model
    length, heads = len(decoding.time), model.n_heads
    rows, figure = _figure(length, heads, model.d_head)
    later, label = rows.later, decoding.label_len
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        _plot.show(
            figure,
            "mix_rows",
            alt=f"Which of {length} times each row of the decoder holds content of, without and "
            f"with mix; {int(later.sum())} rows hold content of later times",
        )
    with right:
        st.markdown(
            "The public code writes the heads' outputs `[heads, time, width]` into rows without "
            "bringing time to the front first. A row then holds **several times of one head** "
            "instead of one time of all heads."
        )
        with st.container(horizontal=True, gap="medium", key="mix_numbers"):
            st.metric(
                "Rows with content of later times",
                f"{int(later.sum())} of {length}",
                width="content",
                help="Counted by following every number through the reshape, for this run's "
                f"{length} rows, {_format.plural(heads, 'head')} and head width {model.d_head}.",
            )
            st.metric(
                "Of them, forecast rows",
                f"{int(later[label:].sum())} of {length - label}",
                width="content",
            )
        st.markdown(_example(run, decoding, rows))
        st.markdown(
            "**This run uses mix**: row and time part here, and the causal mask no longer holds."
            if model.mix
            else "**This run does not use mix** (the default here): each row holds its own time."
        )
        st.caption("Exact: the same for any weights and any data.")


def _example(run: Opened, decoding: Decoding, rows: MixedRows) -> str:
    """What the first row of the forecast would hold."""
    at = decoding.label_len
    pieces: dict[int, list[int]] = {}
    for head, time in zip(rows.head[at].tolist(), rows.time[at].tolist(), strict=True):
        pieces.setdefault(head, []).append(time)
    freq = run.record.freq
    held = " and ".join(
        f"head {head + 1} at {_steps(times)}" for head, times in sorted(pieces.items())
    )
    first = _format.moment(decoding.time[min(rows.time[at])], freq)
    when = _format.moment(decoding.time[at], freq)
    return (
        f"After mix, row {at}, the first of the forecast ({when}), holds **{held}**; the earliest "
        f"of these is {first}."
    )


def _steps(times: list[int]) -> str:
    return f"step {times[0]}" if len(times) == 1 else f"steps {times[0]} to {times[-1]}"


@st.cache_resource(max_entries=16, show_spinner=False)
def _figure(length: int, heads: int, width: int) -> tuple[MixedRows, str]:
    rows = mixed_rows(length, heads, width)
    return rows, str(mix_figure(rows, Style()).to_json())
