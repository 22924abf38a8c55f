"""Full against ProbSparse attention over the length, and at one length in words."""

import streamlit as st

from informer.config import ModelConfig
from informer.costing.counts import dot_products, ranks_on_every_key
from informer.costing.results import FULL, HELD, LEAST_MEMORY, SPARSE, CostRecord, Curve, Quantity
from informer.costing.verdict import faster_from, verdict
from informer.figures.cost import COUNT, MEMORY, TIME, Axis, over_length
from informer.figures.style import Style
from pages import _plot, _state
from pages._cost_length import at_length
from pages._opened import Opened

LARGEST_FACTOR = 10
_NATURAL = 96
_LENGTHS = (24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 720, 1024, 1440, 2048, 2880)


def draw(run: Opened | None, model: ModelConfig, record: CostRecord | None) -> None:
    """Curves, then one length."""
    lengths = _lengths(run, model)
    length = _length(run, model, lengths)
    _controls(run, model, lengths, length)
    _curves(run, model, record, lengths, length)
    at_length(model, record, length, backward=backward())


def backward() -> bool:
    """Whether the pass for the gradients is looked at, too."""
    return _state.focus().backward == 1


def choose_pass() -> None:
    """A forecast's pass, or that of a step of training."""
    st.segmented_control(
        "Pass",
        [0, 1],
        format_func=lambda chosen: ("Forward", "Forward and backward")[chosen],
        key=_state.seed("cost_pass", int(backward())),
        required=True,
        help="A forecast needs the forward pass; training needs the backward pass for the "
        "gradients, too.",
        on_change=lambda: _state.move(backward=_state.value("cost_pass") or None),
    )


def _lengths(run: Opened | None, model: ModelConfig) -> tuple[int, ...]:
    """The lengths of the axis, and the run's own."""
    return tuple(sorted({*_LENGTHS, *([model.seq_len] if run is not None else [])}))


def _length(run: Opened | None, model: ModelConfig, lengths: tuple[int, ...]) -> int:
    """The length in focus: one of those; another one in the URL is taken to its neighbour."""
    wanted = _state.focus().length
    if wanted is None:
        return model.seq_len if run is not None else _NATURAL
    return min(lengths, key=lambda length: abs(length - wanted))


def _controls(
    run: Opened | None, model: ModelConfig, lengths: tuple[int, ...], length: int
) -> None:
    own_factor = 5 if run is None else run.record.config.model.sampling_factor
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="cost_controls"
    ):
        choose_pass()
        st.number_input(
            "Sampling factor c",
            min_value=1,
            max_value=max(LARGEST_FACTOR, own_factor),
            step=1,
            key=_state.seed("cost_factor", model.sampling_factor),
            width=150,
            help="U = c · ⌈ln L⌉ keys are sampled for each query, u = c · ⌈ln L⌉ queries attend. "
            f"{'The run was trained' if run is not None else 'The paper works'} with "
            f"c = {own_factor}.",
            on_change=lambda: _state.move(
                factor=None
                if _state.value("cost_factor") == own_factor
                else _state.value("cost_factor")
            ),
        )
        st.select_slider(
            "Length L",
            lengths,
            format_func=lambda steps: f"{steps:,}",
            key=_state.seed("cost_length", length),
            help="Also: click a curve.",
            on_change=lambda: _state.move(length=_state.value("cost_length")),
        )


def _curves(
    run: Opened | None,
    model: ModelConfig,
    record: CostRecord | None,
    lengths: tuple[int, ...],
    length: int,
) -> None:
    """Time and memory as far as they are measured, and the counted dot products."""
    own = model.seq_len if run is not None else None
    span = (lengths[0], lengths[-1])
    quantities: dict[Quantity, Axis] = {"time": TIME, "memory": MEMORY}
    shown = [
        (f"cost_{quantity}", axis, curves)
        for quantity, axis in quantities.items()
        if record is not None and (curves := _measured(record, quantity))
    ]
    shown.append(("cost_counts", COUNT, dot_products(model, lengths)))
    if record is not None and (said := verdict(record, backward=backward())):
        st.markdown(f"**{said}**")
    for place, (key, axis, curves) in zip(st.columns(len(shown)), shown, strict=True):
        crossing = faster_from(curves[FULL], curves[SPARSE]) if axis is TIME else None
        with place:
            _plot.show(
                over_length(curves, axis, Style(), span=span, own=own, faster_from=crossing),
                key,
                alt=f"{axis.header}: full and ProbSparse attention over the length",
                marks=[_line_at(length)],
                on_click=lambda click: _state.move(length=round(float(click.x))),
            )
    _notes(model, record, lengths[-1])


def _measured(record: CostRecord, quantity: Quantity) -> dict[str, Curve]:
    """The curves of each form that has one; full and ProbSparse must both be there."""
    curves = {
        form: record.curve(quantity, "attention", form, backward=backward())
        for form in (FULL, SPARSE, HELD)
    }
    return curves if curves[FULL].at and curves[SPARSE].at else {}


def _line_at(length: int) -> dict[str, object]:
    """A line at the length in focus, through the whole height."""
    return {
        "type": "line",
        "x0": length,
        "x1": length,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"color": Style().colour.muted, "width": 1.2},
        "layer": "below",
    }


def _notes(model: ModelConfig, record: CostRecord | None, longest: int) -> None:
    """What the curves stand for."""
    if record is not None and record.measured is not None:
        st.caption(
            "One window, one attention, without the projections around it; medians of runs in "
            "turns, with the band of their quartiles. *Full attention* is PyTorch's fused kernel, "
            "which never holds the L × L scores; *all scores held* is how it was computed when "
            "ProbSparse was invented (2020), measured as long as that takes little memory. Memory "
            f"below {LEAST_MEMORY} MiB is too little to tell, and drawn at {LEAST_MEMORY}."
        )
    else:
        st.caption("Counted by formula. Time and memory appear here once they are measured.")
    last = ranks_on_every_key(model, longest)
    if last is not None:
        upto = f"up to L = {last:,}" if last < longest else "at all these lengths"
        st.caption(
            f"*As run here*: {upto} this program ranks the queries by one "
            "matrix product with every key, from which it reads the sampled scores. That is more "
            "dot products than the algorithm needs, and quicker than gathering U keys a query."
        )
