"""Whether the model is better than the best simple forecast, in words that know of chance."""

import streamlit as st

from informer.forecasting.comparison import Comparison
from pages import _format


def verdict(found: Comparison, whose: str) -> None:
    """One sentence to act on, and on what it stands. ``whose``: of which target, escaped."""
    name = _format.BASELINES.get(found.baseline, found.baseline)
    head, mark = _head(found, name, whose)
    st.markdown(f"{mark} {head}")
    if found.verdict != "unsure":
        st.caption(
            f"Windows that follow each other share most of their steps, so the comparison is over "
            f"{_format.plural(found.n_blocks, 'block')} of {_format.plural(found.block, 'window')} "
            f"that hardly overlap: {_range(found)} in 95 % of 2,000 redraws of the blocks."
        )


def _head(found: Comparison, name: str, whose: str) -> tuple[str, str]:
    size = _percent(found.skill)
    if found.verdict == "better":
        return (
            f"**Clearly better.** The Informer's error{whose} is {size} below that of {name}, the "
            "best simple forecast here.",
            ":green[:material/check_circle:]",
        )
    if found.verdict == "level":
        more = "below" if found.skill > 0 else "above"
        by = "as large as" if size == "0 %" else f"{size} {more}"
        return (
            f"**Level with {name}**, the best simple forecast here: the Informer's error{whose} is "
            f"{by} its error, within what chance could do. Either will do, and the simple one "
            "needs no training.",
            ":orange[:material/drag_handle:]",
        )
    if found.verdict == "worse":
        return (
            f"**Worse: use the simple one.** The Informer's error{whose} is {size} above that of "
            f"{name}, more than chance could do. Or train longer, with a longer context.",
            ":orange[:material/warning:]",
        )
    if found.skill == float("-inf"):
        return f"{name.capitalize()} makes no error here: use it.", ":orange[:material/warning:]"
    where = "below" if found.skill > 0 else "above"
    return (
        f"**{size} {where} {name}**, the best simple forecast here, is the Informer's "
        f"error{whose}. With {_format.plural(found.n_blocks, 'block')} of windows that hardly "
        "overlap there is too little to tell whether that is chance.",
        ":gray[:material/help:]",
    )


def _percent(share: float) -> str:
    return f"{round(100 * abs(share))} %"


def _range(found: Comparison) -> str:
    """``from 3 % worse to 7 % better``."""

    def one(share: float) -> str:
        return f"{_percent(share)} {'better' if share > 0 else 'worse'}"

    if found.low > 0 or found.high < 0:
        word = "better" if found.low > 0 else "worse"
        small, large = sorted(abs(round(100 * share)) for share in (found.low, found.high))
        return f"{small} to {large} % {word}"
    return f"from {one(found.low)} to {one(found.high)}"
