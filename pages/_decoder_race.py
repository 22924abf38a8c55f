"""The decode race: the whole horizon in one pass against chunks, down to step by step."""

import numpy as np
import streamlit as st

from informer.figures.decoder_race import chunk_forecast, race_by_step, race_figure
from informer.figures.style import Style
from informer.forecasting.results import Forecast
from informer.inspection.decoder_results import DecodeRace, Decoding
from pages import _decoder_data, _format, _library, _plot, _state
from pages._decoder_verdict import verdict
from pages._opened import Opened
from pages._text import short

_MANY_PASSES = 48


def race(run: Opened, decoding: Decoding, target: int) -> None:
    """The section."""
    length = len(decoding.forecast)
    st.markdown(
        "Older decoders give one step, feed it back and go on. This model can be run that way too: "
        "**chunks** of *k* steps, each pass reading what the passes before it said. "
        "Its *weights were trained for one-shot*, with no placeholder ever filled."
    )
    if length == 1:
        st.info(
            "The horizon is one step: there is nothing to cut into chunks.", icon=":material/info:"
        )
        return
    chunk = _chunk(length)
    _window(run, decoding, target, chunk)
    st.subheader("Fastest? Most accurate?", anchor=False)
    found = _run(run, decoding)
    if found is None:
        return
    st.markdown(verdict(found, target))
    _figures(decoding, found, target, chunk)
    st.caption(
        f"Errors: {_format.plural(len(found.windows), 'test window')}, evenly spread. Times: this "
        f"machine, one window, {_format.plural(found.threads, 'thread')}, median and "
        f"quartiles of {found.repeats} alternating repeats; encoder once, then all passes. "
        f"Sampling seed {found.sampling_seed}. Click a point to see that chunk's forecast above."
        + (
            f" Chunks of {found.left_out[0]} and fewer steps are left out: they would take minutes."
            if found.left_out
            else ""
        )
    )


def _chunk(length: int) -> int:
    """How many steps each pass gives; the smallest that needs few passes where none is named."""
    natural = -(-length // min(length, _MANY_PASSES))
    now = _state.focus().chunk
    chosen = natural if not now else min(now, length)
    st.number_input(
        f"Steps a pass (1 to {length})",
        min_value=1,
        max_value=length,
        step=1,
        key=_state.seed("race_chunk", chosen),
        width=200,
        help=f"1: step by step; {length}: one-shot, as the model was trained.",
        on_change=lambda: _state.move(chunk=int(_state.value("race_chunk") or 1)),
    )
    return chosen


def _window(run: Opened, decoding: Decoding, target: int, chunk: int) -> None:
    """The chosen chunk's forecast of this window over the one-shot one."""
    length, name = len(decoding.forecast), decoding.targets[target]
    said = _decoder_data.decoded_in_chunks(run, chunk)
    one_shot = _library.forecast(run.folder, run.window, run.seed)
    passes = -(-length // chunk)
    _plot.show(
        chunk_forecast(
            one_shot,
            said,
            chunk,
            Style(),
            target=name,
            history=max(2 * length, 24),
            title=f"{short(name, 24)}, {passes} pass{'es' * (passes > 1)} of the decoder",
        ),
        "chunk_forecast",
        alt=f"Forecast of {name} decoded {chunk} steps a pass, over the one-shot forecast",
    )
    apart = np.abs(said[:, target] - one_shot.values[:, target])
    if chunk == length:
        st.caption("One pass gives every step: this is the one-shot forecast itself.")
        return
    text = (
        f"The first {'step is' if chunk == 1 else f'{chunk} steps are'} the same in both: nothing "
        "is fed back yet. "
        f"After that they differ by {_format.number(float(apart[chunk:].mean()), 3)} on "
        "average. A dot marks the beginning of a pass."
    )
    st.caption(text + _off(one_shot, said, target))


def _off(
    one_shot: Forecast, said: np.ndarray[tuple[int, ...], np.dtype[np.float64]], at: int
) -> str:
    """How far both were off, where that is known."""
    if one_shot.actual is None:
        return ""
    errors = [
        _format.number(float(np.abs(one[:, at] - one_shot.actual[:, at]).mean()), 3)
        for one in (one_shot.values, said)
    ]
    return f" Off what was observed: one-shot {errors[0]}, chunked {errors[1]}."


def _run(run: Opened, decoding: Decoding) -> DecodeRace | None:
    """The race's result; a button to run it, which shows how far it is."""
    found = _decoder_data.finished_race(run)
    clicked = st.button(
        "Run the race",
        key="race_run",
        icon=":material/flag:",
        type="primary" if found is None else "secondary",
        help=f"From {len(decoding.forecast)} steps a pass downwards, on up to 64 test windows; "
        "takes some seconds.",
    )
    place = st.empty()
    if not clicked:
        return found
    bar = place.progress(0.0, text="Starting")

    def tell(share: float, text: str) -> None:
        bar.progress(share, text=text)

    found = _decoder_data.run_race(run, tell)
    place.empty()
    return found


def _figures(decoding: Decoding, found: DecodeRace, target: int, chunk: int) -> None:
    def pick(click: _plot.Click) -> None:
        if isinstance(click.custom, int | float):
            _state.move(chunk=int(click.custom))

    name = decoding.targets[target]
    left, right = st.columns(2, gap="large")
    with left:
        _plot.show(
            race_figure(found, Style(), target=target, unit=name),
            "race_points",
            alt="Time and mean absolute error of each number of steps a pass",
            on_click=pick,
        )
    with right:
        _plot.show(
            race_by_step(found, Style(), target=target, unit=name, focus=chunk),
            "race_steps",
            alt="Mean absolute error at each step of the horizon for each number of steps a pass",
        )
