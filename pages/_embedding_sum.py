"""One input of the model as a picture: value + position + calendar = what it reads."""

import streamlit as st

from informer.figures.embedding import embedding_figure
from informer.figures.embedding_shares import share_bars
from informer.figures.style import Style
from informer.inspection.embedded import EmbeddedInput
from pages import _format, _library, _plot
from pages._opened import Opened
from pages._text import md, short

_ARTICLE = {"value": "the value", "position": "the position", "calendar": "the calendar"}


def draw(run: Opened, embedded: EmbeddedInput) -> None:
    """The sum, and which part of it dominates."""
    channel = len(embedded.channels) - len(run.record.config.data.targets) + run.target
    key = (*_library.identity(run.folder), run.window, embedded.side)
    shares, varying = embedded.shares(), embedded.varying_shares()
    longest, most = max(shares, key=shares.__getitem__), max(varying, key=varying.__getitem__)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        also = "also" if most == longest else f"**{_ARTICLE[most]}**"
        st.markdown(
            f"Here **{_ARTICLE[longest]}** makes the longest vectors ({shares[longest]:.0%} of the "
            f"three lengths), and {also} differs most from step to step ({varying[most]:.0%}): "
            "by that, attention can tell one step from another."
        )
        st.caption(_what_is_read(run, embedded))
    with right:
        _plot.show(
            _shares_json(key, embedded),
            "embedding_shares",
            alt="Shares of value, position and calendar in the length, and in what differs",
        )
    _plot.show(
        _sum_json(key, embedded, channel),
        "embedding_sum",
        alt=f"Value, position and calendar of {len(embedded.time)} steps as maps, and their sum",
    )
    st.caption(
        f"Features down ({embedded.value.shape[1]}), time across; the four maps share one colour "
        "scale, all of them exact. The position part is the same in every window and is not "
        "learned; the convolution is circular, so the first and the last step are neighbours."
    )


def _what_is_read(run: Opened, embedded: EmbeddedInput) -> str:
    """In which units the numbers are, and what the placeholders hold."""
    model = run.record.config.model
    words = "The numbers are standardised by the training part"
    if model.instance_norm:
        words += ", then normalised by the mean and deviation of this window"
    words += ". "
    if embedded.placeholder is None:
        return words
    drafted, one = embedded.placeholder == "draft", len(run.record.config.data.targets) == 1
    start = "The decoder has no start token"
    if embedded.n_token:
        start = f"The decoder starts from {_format.plural(embedded.n_token, 'known step')}"
    words += (
        f"{start}; in its {_format.plural(model.pred_len, 'placeholder')} the "
        f"target{' is' if one else 's are'} {'a linear draft of the forecast' if drafted else '0'}"
    )
    known = embedded.channels[: embedded.n_known_future]
    if known:
        have = "has its real values" if len(known) == 1 else "have their real values"
        words += f", but {md(short(', '.join(known), 60))} {have}."
    else:
        words += "." if drafted else ", and only position and calendar tell them apart."
    return words + (f" {md(embedded.assumption)}" if embedded.assumption else "")


@st.cache_resource(max_entries=16, show_spinner=False)
def _sum_json(key: tuple[object, ...], _embedded: EmbeddedInput, channel: int) -> str:
    return str(embedding_figure(_embedded, Style(), channel=channel).to_json())


@st.cache_resource(max_entries=16, show_spinner=False)
def _shares_json(key: tuple[object, ...], _embedded: EmbeddedInput) -> str:
    return str(share_bars(_embedded, Style()).to_json())
