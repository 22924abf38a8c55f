"""Whether the model is better than the best simple forecast, in words that know of chance."""

import streamlit as st

from informer.forecasting.comparison import Comparison, Verdict
from pages import _format

_MARKS: dict[Verdict, str] = {
    "better": ":green[:material/check_circle:]",
    "level": ":orange[:material/drag_handle:]",
    "worse": ":orange[:material/warning:]",
    "unsure": ":gray[:material/help:]",
}


def verdict(found: Comparison, whose: str, *, hopeless: bool = False) -> None:
    """One sentence to act on, and on what it stands. ``whose``: of which target, escaped.

    ``hopeless``: nothing here foresees the movement, so that training on is no advice.
    """
    name = _format.BASELINES.get(found.baseline, found.baseline)
    st.markdown(f"{_MARKS[found.verdict]} {_sentence(found, name, whose, hopeless)}")
    if found.verdict != "unsure":
        st.caption(
            f"Neighbouring windows share most of their steps, so what is compared is "
            f"{_format.plural(found.n_blocks, 'block')} of {_format.plural(found.block, 'window')} "
            f"that hardly overlap. Drawn anew 2,000 times, they say {_range(found)} in 95 % of the "
            "draws."
        )


def _sentence(found: Comparison, name: str, whose: str, hopeless: bool) -> str:
    size, side = _percent(found.skill), "below" if found.skill > 0 else "above"
    best = "the best simple forecast here"
    if found.verdict == "better":
        return f"**Clearly better.** The Informer's error{whose} is {size} below {name}, {best}."
    if found.verdict == "level":
        by = "the same" if size == "0 %" else f"{size} {side} it"
        return (
            f"**Level with {name}**, {best}: the Informer's error{whose} is {by}, within what "
            "chance could do. Either will do, and the simple one needs no training."
        )
    if found.verdict == "worse":
        return (
            f"**Worse: use the simple one.** The Informer's error{whose} is {size} above {name}, "
            f"{best}, and that is more than chance."
            + ("" if hopeless else " Or train longer, or with a longer context.")
        )
    if found.skill == float("-inf"):
        return f"**Use {name}**: it makes no error here."
    return (
        f"**{size} {side} {name}**, {best}, is the Informer's error{whose}. With only "
        f"{_format.plural(found.n_blocks, 'block')} of windows that hardly overlap there is too "
        "little to tell whether that is chance."
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
