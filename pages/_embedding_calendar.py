"""What a Sunday, a holiday, an hour adds: the model is told another calendar, and forecasts."""

from collections.abc import Sequence

import streamlit as st

from informer.data.flags import flags
from informer.inspection.embedded import EmbeddingChange, ToldForecasts
from informer.inspection.moments import (
    MONTHS,
    WEEKDAYS,
    Field,
    Moment,
    Where,
    fields_of,
    moments,
)
from informer.training.runs import RunFolder
from pages import _embedding_told, _format, _library, _state
from pages._opened import Opened
from pages._text import md, short

_KINDS = {"weekday": "The weekday", "month": "The month", "shift": "The clock"}
_WHERE: dict[Where, str] = {"horizon": "The horizon alone", "window": "The whole window"}


def calendar(run: Opened) -> None:
    """The section."""
    flags = _flags(_library.identity(run.folder), run.folder)
    known = run.record.config.data.known_future
    st.subheader(
        _title(fields_of(run.record.freq), [known[column] for column in flags]), anchor=False
    )
    now = Moment.read(_state.focus().moment or "")
    where: Where = "horizon" if now is None else now.where
    offered = moments(run.record.freq, flags, where)
    if not offered:
        st.info(
            "At this frequency there is no other calendar to tell the model, and no column known "
            "in the future that could be switched.",
            icon=":material/info:",
        )
        return
    st.markdown(
        "Tell the model another time and leave all else as it is: the difference is what it has "
        "learned of the calendar. These are real forecasts, with the same sampled keys "
        f"(seed {run.seed})."
    )
    moment = now if now in offered else _natural(run, offered)
    _controls(run, offered, moment)
    same = [one for one in offered if _group(one) == _group(moment)]
    key = (*_library.identity(run.folder), run.window, run.seed)
    told = _told(key, run.folder, run.window, run.seed, tuple(same))
    change = _changed(key, run.folder, run.window, moment)
    _embedding_told.show(run, told, change, [_name(run, one) for one in same], same.index(moment))


def _title(fields: tuple[Field, ...], flags: Sequence[str]) -> str:
    """The question, as this run can ask it."""
    words = ["a Sunday"] if "weekday" in fields else ["another month"] if fields else []
    words += [md(short(flags[0], 20))] if flags else []
    words += ["an hour"] if "hour" in fields else []
    return f"What does {', '.join(words) or 'the calendar'} add?"


def _natural(run: Opened, offered: Sequence[Moment]) -> Moment:
    """What is looked at first: a Sunday, or the month half a year away."""
    start = run.start()
    wanted = {"weekday": 6 if start.day_of_week != 6 else 2, "month": (start.month + 5) % 12 + 1}
    for one in offered:
        if wanted.get(one.kind) == one.value:
            return one
    return offered[0]


def _controls(run: Opened, offered: Sequence[Moment], moment: Moment) -> None:
    """What is changed, to what, and over which steps."""
    first: dict[str, Moment] = {}
    for one in offered:
        first.setdefault(_group(one), one)
    for natural in (_natural(run, [o for o in offered if _group(o) == g]) for g in list(first)):
        first[_group(natural)] = natural
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="calendar_controls"
    ):
        st.segmented_control(
            "What is changed",
            list(first),
            format_func=lambda group: _KINDS.get(group) or md(short(_name(run, first[group]))),
            key=_state.seed("moment_kind", _group(moment)),
            required=True,
            on_change=lambda: _state.move(moment=first[_state.value("moment_kind")].text),
        )
        same = [one for one in offered if _group(one) == _group(moment)]
        if len(same) > 1:
            st.selectbox(
                "Every step is told",
                same,
                format_func=lambda one: _name(run, one),
                key=_state.seed("moment_value", moment),
                width=220,
                on_change=lambda: _state.move(moment=_state.value("moment_value").text),
            )
        st.segmented_control(
            "Over",
            list(_WHERE),
            format_func=_WHERE.__getitem__,
            key=_state.seed("moment_where", moment.where),
            required=True,
            help="The steps to be forecast, or these and all the context before them.",
            on_change=lambda: _state.move(
                moment=Moment(moment.kind, moment.value, _state.value("moment_where")).text
            ),
        )


def _group(moment: Moment) -> str:
    """Moments that are compared with one another; a flag stands alone."""
    return f"flag-{moment.value}" if moment.kind == "flag" else moment.kind


def _name(run: Opened, moment: Moment) -> str:
    """One change in words; a flag by the name of its column, which is the file's."""
    if moment.kind == "weekday":
        return WEEKDAYS[moment.value]
    if moment.kind == "month":
        return MONTHS[moment.value - 1]
    if moment.kind == "shift":
        hours = _format.plural(abs(moment.value), "hour")
        return f"{hours} {'later' if moment.value > 0 else 'earlier'}"
    return f"{run.record.config.data.known_future[moment.value]} switched"


@st.cache_resource(max_entries=16, show_spinner=False)
def _flags(key: tuple[object, ...], _folder: RunFolder) -> tuple[int, ...]:
    known = _folder.record().config.data.known_future
    switched = flags(_library.series_of(_folder), known)
    return tuple(i for i, name in enumerate(known) if name in switched)


@st.cache_resource(max_entries=64, show_spinner="Forecasting under other calendars")
def _told(
    key: tuple[object, ...], _folder: RunFolder, window: int, seed: int, same: tuple[Moment, ...]
) -> ToldForecasts:
    from informer.inspection.telling import told_forecasts

    return told_forecasts(_library.trained(_folder), window, seed, same)


@st.cache_resource(max_entries=32, show_spinner=False)
def _changed(
    key: tuple[object, ...], _folder: RunFolder, window: int, moment: Moment
) -> EmbeddingChange:
    from informer.inspection.telling import told_embedding

    return told_embedding(_library.trained(_folder), window, moment)
