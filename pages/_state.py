"""The only module that touches ``st.session_state`` and ``st.query_params``.

Two things are kept. The :class:`Focus` (run, window, layer, head, query, sampling seed, target) is
what every page looks at; it stands in the URL, so a reload or a shared link shows the same view.
The :class:`Draft` is what one person is preparing to train; it lives in their session and no other
person ever sees it.

Widgets never hold the truth: a page seeds a widget from the focus or the draft (:func:`seed`), and
its callback writes back (:func:`value`, :func:`move`, :func:`redraft`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from informer.data.series import TimeSeries
from pages._focus import NAMES, TEXT_FIELDS, Focus

_FOCUS = "_focus"
_DRAFT = "_draft"


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
    return {name: str(v) for name in NAMES if (v := getattr(now, name)) is not None}


def _from_url() -> dict[str, Any]:
    """The readable part of the URL: what makes no sense there is passed over."""
    said: dict[str, Any] = {}
    for name in NAMES:
        text = st.query_params.get(name)
        if text and name in TEXT_FIELDS:
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


def refuse(name: str, why: str | None) -> None:
    """Keep why something was refused, for as long as the same view is looked at."""
    keep(name, None if why is None else (why, focus()))


def refused(name: str) -> str | None:
    """Why it was refused, if nothing else was looked at since."""
    why, seen = kept(name) or (None, None)
    return why if seen == focus() else None


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
