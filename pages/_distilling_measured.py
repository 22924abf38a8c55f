"""Time and memory of the encoder with and without distilling, on this machine, when asked for."""

from statistics import median

import streamlit as st

from informer.figures import units
from informer.inspection import operations
from informer.inspection.distilling_results import EncoderMeasurement
from pages import _format, _library
from pages._opened import Opened

_FAR = 0.1
"""Measured and counted shares that differ by more are remarked upon."""


def measured(run: Opened) -> None:
    """A button that measures; afterwards what was measured, for as long as the app runs."""
    st.subheader("Measured on this machine, now", anchor=False)
    known, key = _measurements(), (*_library.identity(run.folder), run.window, run.seed)
    asked = st.button(
        "Measure",
        key="measure_encoder",
        icon=":material/timer:",
        help="The encoder runs over this window with its distilling layers and without them, in "
        "turn, several times: a few seconds at most.",
    )
    if asked:
        known[key] = _measure(run)
    if key in known:
        _show(run, known[key])
    else:
        st.caption("Not measured yet: the numbers above are counted.")


def _measure(run: Opened) -> EncoderMeasurement:
    from informer.inspection.undistilled import measure_encoder

    trained = _library.trained(run.folder)
    bar = st.progress(0.0, "Measuring")

    def tell(share: float) -> None:
        bar.progress(min(share, 1.0), "Measuring")

    result = measure_encoder(trained, run.window, run.seed, tell)
    bar.empty()
    return result


def _show(run: Opened, found: EncoderMeasurement) -> None:
    taken, without = median(found.seconds), median(found.seconds_without)
    alone, counted = median(found.seconds_distilling), _counted(run)
    with st.container(horizontal=True, gap="medium", key="measured"):
        for label, value, note in (
            ("Time with distilling", units.seconds(taken), _spread(found.seconds)),
            ("Time without", units.seconds(without), _spread(found.seconds_without)),
            (*_saved("Time", taken, without), f"counted: {counted:.0%}"),
            (
                "Time of distilling itself",
                units.seconds(alone),
                f"{alone / taken:.0%} of the time with them",
            ),
            ("Memory with distilling", units.memory(found.peak), "at its peak"),
            ("Memory without", units.memory(found.peak_without), "at its peak"),
            (*_saved("Memory", found.peak, found.peak_without), "measured"),
        ):
            st.metric(label, value, note, delta_color="off", delta_arrow="off", width="content")
    text = (
        f"Medians of {len(found.seconds)} runs of each, in turn, on "
        f"{_format.plural(found.threads, 'processor thread')}; below them the fastest and the "
        "slowest. The encoder alone, one window, without gradients. Memory: the most that the "
        "tensors of a pass held at once, with the trace that these pages read; weights and input "
        "apart."
    )
    if 1 - taken / without < counted - _FAR:
        text += (
            " Less time is saved than multiply-adds: each operation also has a price of its own, "
            "however short the map."
        )
    st.caption(text)


def _counted(run: Opened) -> float:
    """The share of the encoder's multiply-adds that distilling saves, as this code runs them."""
    model = run.record.config.model
    with_it, without = (
        operations.encoder(model, distil=distil, as_run=True).total for distil in (True, False)
    )
    return 1 - with_it / without


def _saved(what: str, taken: float, without: float) -> tuple[str, str]:
    share = 1 - taken / without
    return f"{what} {'saved' if share >= 0 else 'lost'}", f"{abs(share):.0%}"


def _spread(times: tuple[float, ...]) -> str:
    return f"{units.seconds(min(times))} to {units.seconds(max(times))}"


@st.cache_resource
def _measurements() -> dict[tuple[object, ...], EncoderMeasurement]:
    """What was measured since the app started, by run, window and seed."""
    return {}
