"""What the embedding has learned of the calendar: which hours, weekdays and months are alike."""

import pandas as pd
import streamlit as st

from informer.figures.calendar import similarity_map
from informer.figures.style import Style
from informer.inspection.embedded import CalendarSimilarity, Side
from informer.inspection.moments import Field, field_value, fields_of, full_name
from informer.training.runs import RunFolder
from pages import _format, _library, _plot
from pages._opened import Opened

_EMBED = {
    "cyclic": "a sine and cosine of each cycle, weighted by one learned layer",
    "timeF": "one number a field on a straight line, weighted by one learned layer: it can't bend "
    "a week into a circle",
    "fixed": "sine and cosine tables, which are not learned: neighbours are alike by construction",
    "learned": "one learned table a field",
}
_UNLIKE = 0.2
"""A cosine below which two values are not called alike."""
_SAME = 0.999


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
                _map_json((*key, freq, field), one),
                f"similarity_{field}",
                alt=f"Cosine similarity of the calendar vectors of every two values of {field}",
            )
            st.markdown(_sentence(one, field_value(field, run.start())))
    st.caption(
        "Cosine of the calendar vectors, after taking away what all hours (weekdays, months) "
        "share: 1 alike, 0 unrelated, −1 opposite. Exact, from the weights of the "
        f"{side}'s embedding. This run tells time by *{embed}*: {_EMBED[embed]}."
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _map_json(key: tuple[object, ...], _one: CalendarSimilarity) -> str:
    return str(similarity_map(_one, Style()).to_json())


def _sentence(one: CalendarSimilarity, value: int) -> str:
    """What Sunday (or this window's hour, or month) is most and least like, for this model."""
    if one.field == "weekday":
        value = one.values[-1]
    near, far = one.nearest(value), one.farthest(value)
    name = full_name(one.field, value)
    if near is None or far is None:
        return f"For this model, {name} is the middle of its scale: like no other, unlike none."
    same = int((one.cosine[one.values.index(value)] > _SAME).sum()) - 1
    if same > 1:
        return (
            f"For this model, **{name}** points the same way as {_format.plural(same, 'other')} "
            "(cosine 1.00): only by their length can it tell them apart."
        )
    alike = f"most like **{full_name(one.field, near[0])}** (cosine {_cosine(near[1])})"
    if near[1] < _UNLIKE:
        alike = f"like no other; nearest is {full_name(one.field, near[0])} ({_cosine(near[1])})"
    return (
        f"For this model, **{name}** is {alike}, and least like "
        f"{full_name(one.field, far[0])} ({_cosine(far[1])})."
    )


def _cosine(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


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
