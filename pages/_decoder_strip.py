"""The first figure of the Decoder page: what goes into the decoder, and what comes out."""

import pandas as pd
import streamlit as st

from informer.figures.decoder_strip import decoder_strip
from informer.figures.style import Style
from informer.inspection.calendar_fields import calendar_fields
from informer.inspection.decoder_results import Decoding
from pages import _decoder_data, _format, _plot
from pages._opened import Opened
from pages._text import md, short


def strip(run: Opened, decoding: Decoding, target: int) -> None:
    """Start token and placeholders with all that stands in them; below, the forecast."""
    name = decoding.targets[target]
    steps = len(decoding.forecast)
    _plot.show(
        _figure(_decoder_data.key(run), decoding, run.record.freq, target),
        "decoder_strip",
        alt=f"Decoder input for {name}: {decoding.label_len} known steps, {steps} placeholders; "
        f"output: {steps} steps from {decoding.horizon[0]}",
    )
    st.caption(" ".join((_placeholders(run, decoding, target), *_others(decoding))))
    for note in decoding.notes:
        st.caption(md(note))
    numbers = st.expander("The same as numbers", key="decoder_numbers", on_change="rerun")
    if numbers.open:
        numbers.dataframe(
            _table(decoding, target), hide_index=True, key="decoder_table", placeholder=""
        )


def _placeholders(run: Opened, decoding: Decoding, target: int) -> str:
    """What stands where nothing is known."""
    column = len(decoding.channels) - len(decoding.targets) + target
    token = (
        f"The start token repeats the last {_format.plural(decoding.label_len, 'step')} of the "
        f"{len(decoding.inside.time)} that the encoder reads."
        if decoding.label_len
        else "This run has no start token (label_len 0): the decoder begins with placeholders."
    )
    if decoding.drafted:
        return f"{token} A **linear draft** stands in the placeholders; the network corrects it."
    level = _format.number(float(decoding.values[-1, column]))
    mean = "this window's context" if decoding.normalised else "the training rows"
    return (
        f"{token} A placeholder holds **zero**, which after scaling stands for the mean of {mean}, "
        f"{level}."
    )


def _others(decoding: Decoding) -> tuple[str, ...]:
    """Other columns, and how the model reads all of this."""
    known = decoding.channels[: decoding.n_known_future]
    said = []
    if known:
        names = ", ".join(md(short(name, 24)) for name in known[:4])
        more = f" and {len(known) - 4} more" if len(known) > 4 else ""
        said.append(f"Known in the future, so with real values: {names}{more}.")
    scaled = "standardised, then normalised by this window" * decoding.normalised or "standardised"
    said.append(
        f"Drawn in the data's units; the model reads them {scaled}, and the calendar as "
        f"{_format.plural(decoding.marks.shape[1], 'number')} a step."
    )
    return tuple(said)


def _table(decoding: Decoding, target: int) -> pd.DataFrame:
    """Each step: its kind, all columns in units and the target as it is read, what came out."""
    label, steps = decoding.label_len, len(decoding.forecast)
    column = len(decoding.channels) - len(decoding.targets) + target
    table = pd.DataFrame(
        {
            "time": decoding.time,
            "is": ["start token"] * label + ["placeholder"] * steps,
            "target, as read": decoding.read[:, column],
            "target, in units": decoding.values[:, column],
        }
    )
    for index, name in enumerate(decoding.channels[: decoding.n_known_future]):
        table[f"{name} (known)"] = decoding.values[:, index]
    table["forecast"] = [None] * label + decoding.forecast[:, target].tolist()
    if decoding.actual is not None:
        table["observed afterwards"] = [None] * label + decoding.actual[:, target].tolist()
    return table


@st.cache_resource(max_entries=32, show_spinner=False)
def _figure(key: tuple[object, ...], _decoding: Decoding, freq: str, target: int) -> str:
    calendar = calendar_fields(_decoding.time, freq)
    return str(decoder_strip(_decoding, calendar, Style(), target=target).to_json())
