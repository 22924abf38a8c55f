"""Cross-attention: which part of the history each step of the forecast looks at."""

import pandas as pd
import streamlit as st

from informer.figures.decoder_cross import cross_focus
from informer.figures.decoder_cross_map import cross_map
from informer.figures.style import Style
from informer.inspection.crossing import CrossMap, Look, cross_maps, cross_weights, looks_most
from informer.inspection.decoder_results import Decoding
from pages import _decoder_controls, _decoder_data, _decoder_marks, _format, _plot, _state
from pages._decoder_words import span, steps_before
from pages._opened import Opened


def cross(run: Opened, decoding: Decoding, target: int) -> None:
    """The section."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="cross_controls"
    ):
        layer = _decoder_controls.layer(decoding)
        head = _decoder_controls.head_or_mean(decoding.cross[layer].n_heads)
        looks, maps, figure = _everything(_decoder_data.key(run), decoding, layer, head)
        sharpest = max(range(len(looks)), key=lambda at: looks[at].weight)
        step = _decoder_controls.step(run, decoding, sharpest)
    st.markdown(_sentence(run, decoding, looks[step], step))
    row = cross_maps(decoding, layer, head, steps=slice(step, step + 1))

    def pick_point(click: _plot.Click) -> None:
        if click.trace == "forecast" and isinstance(click.custom, int | float):
            _state.move(step=int(click.custom))

    def pick_row(click: _plot.Click) -> None:
        if isinstance(click.index, list) and click.index:
            _state.move(step=min(int(click.index[0]) * maps[0].rows_in_block, len(looks) - 1))

    _plot.show(
        cross_focus(decoding, row, step, looks[step], Style(), target=target),
        "cross_focus",
        alt=f"Attention of forecast step {step + 1} over {len(decoding.inside.time)} steps of "
        "history, below the series",
        on_click=pick_point,
    )
    whose = "mean of all heads" if head is None else f"head {head + 1}"
    st.caption(
        f"Exact softmax weights, {whose}. A bar is as wide as the time its position of the "
        "encoder's output stands for; through attention and convolution the position has read "
        "more than that. Shaded: what the focused step looks at most."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _plot.show(
            figure,
            "cross_map",
            marks=_decoder_marks.on_cross_map(decoding, maps, step),
            alt="Attention of all forecast steps (down) over the history (across)",
            on_click=pick_row,
        )
        st.caption("Click a row to focus its step.")
    with right:
        st.markdown("**What each step looks at most**")
        st.dataframe(
            _table(run, decoding, looks),
            hide_index=True,
            key="cross_table",
            height=380,
            column_config={
                "share": st.column_config.NumberColumn(format="%.1f %%"),
                "× uniform": st.column_config.NumberColumn(format="%.1f"),
            },
        )


def _sentence(run: Opened, decoding: Decoding, look: Look, step: int) -> str:
    """What the focused step looks at most, in words."""
    time, freq = decoding.inside.time, run.record.freq
    now = len(time) + step
    return (
        f"The forecast for **{_format.moment(decoding.horizon[step], freq)}** looks most at "
        f"**{span(time[look.first], time[look.last], freq)}**, "
        f"{steps_before(now - look.first, now - look.last)}: {100 * look.weight:.1f} % of its "
        f"attention (uniform: {100 * look.uniform:.1f} % for each of {round(1 / look.uniform)} "
        "positions)."
    )


def _table(run: Opened, decoding: Decoding, looks: tuple[Look, ...]) -> pd.DataFrame:
    time, freq = decoding.inside.time, run.record.freq
    ahead = [len(time) + step for step in range(len(looks))]
    return pd.DataFrame(
        {
            "forecast for": [_format.moment(when, freq) for when in decoding.horizon],
            "looks most at": [span(time[one.first], time[one.last], freq) for one in looks],
            "steps before": [
                f"{now - one.first} to {now - one.last}" if one.first != one.last
                else str(now - one.first)
                for one, now in zip(looks, ahead, strict=True)
            ],
            "share": [100 * one.weight for one in looks],
            "× uniform": [one.weight / one.uniform for one in looks],
        }
    )  # fmt: skip


@st.cache_resource(max_entries=32, show_spinner="Placing the attention in time")
def _everything(
    key: tuple[object, ...], _decoding: Decoding, layer: int, head: int | None
) -> tuple[tuple[Look, ...], tuple[CrossMap, ...], str]:
    """What every step looks at most, and the map of all of them: the same for every focus."""
    length = len(_decoding.forecast)
    looks: list[Look] = []
    for start in range(0, length, 256):
        weights = cross_weights(_decoding.cross[layer], head, slice(start, start + 256))
        looks += looks_most(weights, _decoding.memory)
    maps = cross_maps(_decoding, layer, head)
    return tuple(looks), maps, str(cross_map(_decoding, maps, Style()).to_json())
