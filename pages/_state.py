"""The only module that touches ``st.session_state`` and ``st.query_params``.

Two things are kept. The :class:`Focus` (run, window, layer, head, query, sampling seed, target) is
what every page looks at; it stands in the URL, so a reload or a shared link shows the same view.
The :class:`Draft` is what one person is preparing to train; it lives in their session and no other
person ever sees it.

Widgets never hold the truth: a page seeds a widget from the focus or the draft (:func:`seed`), and
its callback writes back (:func:`value`, :func:`move`, :func:`redraft`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from informer.data.series import TimeSeries

_FOCUS = "_focus"
_DRAFT = "_draft"


@dataclass(frozen=True)
class Focus:
    """What is looked at; ``None`` means the natural choice (last window, first layer, ...)."""

    run: str | None = None
    window: int | None = None
    target: int | None = None
    layer: str | None = None
    head: int | None = None
    query: int | None = None
    seed: int | None = None
    position: int | None = None
    """Distilling page: a position of the feature map ``level``."""
    data: str | None = None
    """The sample file on the Data page."""
    section: str | None = None
    """Which part of a page is open, below its first figure."""
    map: str | None = None
    """Attention page: ``own`` or ``exact``."""
    zoom: str | None = None
    """Attention page: the part of the map that is looked at, in steps."""
    grid: str | None = None
    """Attention page, all layers and heads: what each small picture shows."""
    derivation: int | None = None
    """Attention page: 1 when the derivation is open."""
    factor: int | None = None
    """The sampling factor c that is tried out; ``None``: the run's own."""
    draws: int | None = None
    """How many sampling seeds are tried."""
    fan: int | None = None
    """1 when the forecasts under many seeds were asked for, on a long window."""
    block: int | None = None
    """Occlusion: steps in a masked block."""
    masked: int | None = None
    """Occlusion: the masked block that is looked at."""
    fill: str | None = None
    """Occlusion: what a masked block holds, ``interpolate`` or ``mean``."""
    over: str | None = None
    """Occlusion: ``all`` for the attention of the whole encoder, else of the head in focus."""
    level: int | None = None
    """Distilling page: which feature map ``position`` is of, from 0; ``None``: the last."""
    replica: int | None = None
    """Distilling page: which replica of a stacked encoder."""
    step: int | None = None
    """Decoder page: a step of the horizon, from 0."""
    chunk: int | None = None
    """Decoder page: steps that each pass of the race decodes."""
    moment: str | None = None
    """Embedding page: what the calendar is changed to."""
    length: int | None = None
    """Cost page: the length of attention that is looked at."""
    backward: int | None = None
    """Cost page: 1 when the pass for the gradients is in the times, too."""
    steps: int | None = None
    """Forecast page: how many steps are forecast; ``None``: the model's horizon."""
    rows: str | None = None
    """Forecast page: other data that are forecast from, by the start of their fingerprint."""
    known: str | None = None
    """Forecast page: coming values of known-future columns that a person gave, by their key."""
    period: int | None = None
    """Forecast page: steps in a season, for the seasonal naive forecast; ``None``: as found."""
    by: str | None = None
    """Forecast page, backtest: what the errors are looked at by."""
    scenario: str | None = None
    """What-if page: the scenario that is edited."""
    shown: str | None = None
    """What-if page: other scenarios that are drawn, by their ids; ``None``: the first few."""
    part: str | None = None
    """What-if page: the block of the past that is edited, first and last step of the context."""
    column: int | None = None
    """What-if page: the column of the past that is edited; ``None``: the target in focus."""


@dataclass(frozen=True)
class Draft:
    """What one person is preparing to train."""

    series: TimeSeries | None = None
    origin: str = ""
    """``sample:<file>``, ``upload`` or ``run:<id>``."""
    targets: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    known_future: tuple[str, ...] = ()
    preset: str = "quick"
    overrides: Mapping[str, object] | None = None
    """Settings changed on the Train page, by their name in the configuration."""
    upload_id: str = ""
    """The uploaded file that was read last."""
    refusal: str = ""
    """Why the last file was refused; the series before it stays."""
    change: str = ""
    """What a remedy has changed against the run that the draft is made of."""


_TEXT_FIELDS = {
    "run", "layer", "data", "section", "map", "zoom", "grid", "fill", "over", "moment", "rows",
    "known", "by", "scenario", "shown", "part",
}  # fmt: skip
_NAMES = tuple(field.name for field in fields(Focus))


def focus() -> Focus:
    """The focus: what the URL says; where it names no run, what this session looked at last."""
    said = _from_url()
    kept: Focus = Focus() if "run" in said else st.session_state.get(_FOCUS, Focus())
    return replace(kept, **said)


def move(**changes: Any) -> None:
    """Change the focus, here and in the URL. Another run starts from its natural focus."""
    now = focus()
    if "run" in changes and changes["run"] != now.run:
        now = Focus(data=now.data)
    st.session_state[_FOCUS] = now = replace(now, **changes)
    _write(now)


def publish() -> None:
    """Write the focus into the URL (a change of page empties it)."""
    st.session_state[_FOCUS] = now = focus()
    _write(now)


def _write(now: Focus) -> None:
    params = query(now)
    if dict(st.query_params) != params:
        st.query_params.from_dict(params)


def query(now: Focus) -> dict[str, str]:
    """The focus as URL parameters; what is ``None`` is left out."""
    return {name: str(v) for name in _NAMES if (v := getattr(now, name)) is not None}


def _from_url() -> dict[str, Any]:
    """The readable part of the URL: what makes no sense there is passed over."""
    said: dict[str, Any] = {}
    for name in _NAMES:
        text = st.query_params.get(name)
        if text and name in _TEXT_FIELDS:
            said[name] = text
        elif text and text.isascii() and text.isdecimal() and len(text) < 10:
            said[name] = int(text)
    return said


def keep(name: str, what: object) -> None:
    """Keep something of this session that is no view: what was done last, steps to undo."""
    st.session_state[f"_kept_{name}"] = what


def kept(name: str, default: Any = None) -> Any:
    """What was kept."""
    return st.session_state.get(f"_kept_{name}", default)


def draft() -> Draft:
    """What this person prepares."""
    kept: Draft = st.session_state.get(_DRAFT, Draft())
    return kept


def redraft(**changes: Any) -> None:
    """Change the draft."""
    st.session_state[_DRAFT] = replace(draft(), **changes)


def seed(key: str, value: object) -> str:
    """Give the widget ``key`` its value before it is drawn; returns ``key``.

    Always, also when it seems to have it: the value may be that of a widget of the same key on the
    page before, which Streamlit forgets in this run.
    """
    st.session_state[key] = value
    return key


def value(key: str) -> Any:
    """What the widget ``key`` holds, in its callback."""
    return st.session_state.get(key)


def address() -> str:
    """The address of this very view."""
    base = str(st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(query(focus()))}"
