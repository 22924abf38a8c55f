"""What the embedding has learned of the calendar: which hours, weekdays and months are alike."""

import pandas as pd
import streamlit as st

from informer.figures.calendar import similarity_map
from informer.figures.style import Style
from informer.inspection.embedded import CalendarSimilarity, Side
from informer.inspection.moments import Field, field_value, fields_of, full_name
from informer.training.runs import RunFolder
from pages import _library, _plot
from pages._opened import Opened

_EMBED = {
    "cyclic": "a sine and cosine of each cycle, weighted by one learned layer",
    "timeF": "one number a field on a straight line, weighted by one learned layer: it can't bend "
    "a week into a circle",
    "fixed": "sine and cosine tables, which are not learned: neighbours are alike by construction",
    "learned": "one learned table a field",
}


def similarities(run: Opened, side: Side) -> None:
    """A map for each calendar field that the frequency has."""
    st.subheader("What the calendar part has learned", anchor=False)
    freq = run.record.freq
    key = (*_library.identity(run.folder), side)
    found = [
        (field, one)
        for field in fields_of(freq)
        if (one := _similarity(key, run.folder, freq, run.start(), field, side)) is not None
    ]
    embed = run.record.config.model.embed
    if not found:
        st.info(
            "At this frequency no calendar field differs from step to step: the calendar part "
            "tells this model nothing.",
            icon=":material/info:",
        )
        return
    for column, (field, one) in zip(st.columns(max(len(found), 2)), found, strict=False):
        with column:
            _plot.show(
                similarity_map(one, Style()),
                f"similarity_{field}",
                alt=f"Cosine similarity of the calendar vectors of every two values of {field}",
            )
            st.markdown(_sentence(one, field_value(field, run.start())))
    st.caption(
        "Cosine of the calendar vectors, after taking away what all hours (weekdays, months) "
        "share: 1 alike, 0 unrelated, −1 opposite. Exact, from the weights of the "
        f"{side}'s embedding. This run tells time by *{embed}*: {_EMBED[embed]}."
    )


def _sentence(one: CalendarSimilarity, value: int) -> str:
    """What Sunday (or this window's hour, or month) is most and least like, for this model."""
    if one.field == "weekday":
        value = one.values[-1]
    near, far = one.nearest(value), one.farthest(value)
    name = full_name(one.field, value)
    if near is None or far is None:
        return f"For this model, {name} is the middle of its scale: like no other, unlike none."
    return (
        f"For this model, **{name}** is most like **{full_name(one.field, near[0])}** (cosine "
        f"{near[1]:.2f}) and least like {full_name(one.field, far[0])} ({far[1]:.2f})."
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _similarity(
    key: tuple[object, ...],
    _folder: RunFolder,
    freq: str,
    time: pd.Timestamp,
    field: Field,
    side: Side,
) -> CalendarSimilarity | None:
    from informer.inspection.embedding import calendar_similarity

    return calendar_similarity(_library.trained(_folder).model, freq, time, field, side)
