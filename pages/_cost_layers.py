"""What distilling layers and the one-shot decoder bring, measured."""

import streamlit as st

from informer.config import ModelConfig
from informer.costing.plan import chunks, encoder_batch, encoder_layers, n_passes
from informer.costing.results import CostRecord, Quantity
from informer.figures.cost_bars import decoding_time, distilling_memory, distilling_time
from informer.figures.style import Style
from pages import _format, _plot
from pages._cost_attention import backward, choose_pass
from pages._opened import Opened


def distilling(run: Opened | None, model: ModelConfig, record: CostRecord | None) -> None:
    """Time and memory of the encoder with 0, 1, 2, … distilling layers."""
    layers, windows = encoder_layers(model), encoder_batch(model)
    lengths = [model.seq_len]
    for _ in range(layers - 1):
        lengths.append(-(-lengths[-1] // 2))
    own = "" if run is None or model.encoder_layers[0] == layers else " (the run has one)"
    st.markdown(
        f"Each distilling layer halves the length for the layers after it: "
        f"**{' → '.join(f'{length:,}' for length in lengths)}** steps through {layers} encoder "
        f"layers{own}. It costs a convolution, and saves in every layer that follows."
    )
    choose_pass()
    if record is None or record.encoder_total("time", 0, backward=backward()) is None:
        _counted_rows(lengths)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _plot.show(
            distilling_time(record, Style(), backward=backward()),
            "cost_distilling_time",
            alt="Time of the encoder by the number of its distilling layers",
        )
    with right:
        memory = record.curve("memory", "encoder", backward=backward())
        if memory.at:
            _plot.show(
                distilling_memory(record, Style(), backward=backward()),
                "cost_distilling_memory",
                alt="Memory the encoder adds by the number of its distilling layers",
            )
        else:
            st.caption("Memory: not measured.")
    st.markdown(_brought(record))
    st.caption(
        f"{_format.plural(windows, 'window')} at once, random weights of the run's sizes (what "
        "they are does not change the time); medians of runs in turns."
    )


def decoding(run: Opened | None, model: ModelConfig, record: CostRecord | None) -> None:
    """One-shot against step by step."""
    passes = _listed([n_passes(model, chunk) for chunk in chunks(model)])
    st.markdown(
        f"The decoder gives all **{model.pred_len:,}** steps of the horizon in one pass. Step by "
        "step, as a usual decoder works, each pass would read what was decoded before and add the "
        "next steps; the encoder runs once in either case."
    )
    curve = None if record is None else record.curve("time", "decoding")
    if record is None or curve is None or not curve.at:
        st.markdown(f"*Counted:* {passes}. *Measured:* nothing yet.")
        return
    _plot.show(
        decoding_time(record, Style()),
        "cost_decoding",
        alt="Time to decode the horizon over the number of passes",
    )
    chunk, one = curve.at[0], curve.value(model.pred_len)
    if one and chunk < model.pred_len:
        how = "step by step" if chunk == 1 else f"{chunk:,} steps a pass"
        more = n_passes(model, chunk)
        st.markdown(
            f"*Measured:* {how} takes {_format.number(curve.median[0], 3)} ms, one-shot "
            f"{_format.number(one, 3)} ms: **{curve.median[0] / one:.1f} ×** as long for "
            f"{more:,} × the passes of the decoder."
        )
    if 1 not in chunks(model):
        st.markdown(f"Step by step, {model.pred_len:,} passes, is *not measured*: it takes long.")
    st.caption("One window. What it does to the errors, beside the time, is on the Decoder page.")


def _listed(passes: list[int]) -> str:
    return f"{', '.join(f'{n:,}' for n in passes)} pass{'es' * (passes[-1] > 1)}"


def _counted_rows(lengths: list[int]) -> None:
    """Before anything is measured: the rows that all layers work on."""
    whole = len(lengths) * lengths[0]
    share = round(100 * sum(lengths) / whole)
    st.markdown(
        f"*Counted:* with all distilling layers the attention layers work on {sum(lengths):,} "
        f"positions of a window instead of {whole:,}: {share} %. *Measured:* nothing yet."
    )


def _brought(record: CostRecord) -> str:
    """All distilling layers against none, in words."""
    said = []
    whole = encoder_layers(record.model)
    units: dict[Quantity, str] = {"time": "ms", "memory": "MiB"}
    for quantity, unit in units.items():
        none, every = (
            record.encoder_total(quantity, n, backward=backward()) for n in (0, whole - 1)
        )
        if none and every:
            change = round(100 * (every / none - 1))
            word = "less" if change < 0 else "more"
            said.append(
                f"{quantity} {_format.number(none, 3)} → {_format.number(every, 3)} {unit} "
                f"({abs(change)} % {word})"
            )
    return f"*Measured:* {_format.plural(whole - 1, 'distilling layer')} against none: " + (
        "; ".join(said) + "." if said else "nothing yet."
    )
