"""What the Occlusion section says of its blocks, every number of it live."""

import math

import streamlit as st

from informer.inspection.attention_mass import AttentionMass, rank_correlation
from informer.inspection.masking import Occlusion
from pages import _format
from pages._opened import Opened
from pages._text import md, short

_CHANCE = 1.96
"""Standard deviations that 19 of 20 chance values stay within."""


def what_is_masked(run: Opened, found: Occlusion, mass: AttentionMass, whose: str) -> str:
    """What is masked and what stays; and where the layer reads less than the whole context."""
    known = run.record.config.data.known_future
    stays = "The calendar stays as it is"
    if known:
        stays += f", and so does {md(short(', '.join(known)))}, known in the future"
    return (
        "Click a block. Only what was observed is masked, in the encoder's input and, at its end, "
        f"in the decoder's start token. {stays}. "
        f"All {_format.plural(len(found.spans) + 1, 'forecast')} sample the same keys "
        f"(seed {run.seed}).{_coverage(run, mass, whose)}"
    )


def _coverage(run: Opened, mass: AttentionMass, whose: str) -> str:
    """What has to be said where a layer does not read the whole context."""
    if mass.covered.all():
        return ""
    if whose.startswith("Decoder"):
        label_len = run.record.config.model.label_len
        if not label_len:
            return (
                " This layer reads no step of the context: without a start token its keys are all "
                "placeholders. The context reaches it through cross-attention alone."
            )
        return (
            " The decoder's self-attention reads the start token, the last "
            f"{_format.plural(label_len, 'step')} of the context, and its placeholders, which hold "
            f"{mass.outside:.0%} of its exact attention. Earlier blocks reach it through "
            "cross-attention alone."
        )
    return " This encoder replica reads the end of the context alone: earlier blocks have no key."


def verdict(run: Opened, found: Occlusion, mass: AttentionMass, whose: str, target: int) -> None:
    """How well attention and influence agree, in one number that is told with its chance."""
    use = found.whole & mass.covered
    change, count = found.change[use, target], int(use.sum())
    exact = rank_correlation(change, mass.exact[use])
    if exact is None:
        st.caption(
            "Attention is not influence. A rank correlation of the two needs three blocks that "
            "differ, and this layer has keys in "
            f"{_format.plural(count, 'whole block')}."
        )
        return
    own = None if mass.own is None else rank_correlation(change, mass.own[use])
    also = "" if own is None else f" (**{_signed(own)}** for what the model itself computed)"
    chance = _CHANCE / math.sqrt(count - 1)
    if abs(exact) <= chance:
        clear = "no clear relation, chance alone often gives as much"
    elif exact > 0:
        clear = "they agree more than chance would have it"
    else:
        clear = "they run against each other, more than chance would have it"
    st.markdown(
        f"**Attention is not influence.** For {whose}, the two rows rank the blocks with "
        f"Spearman's ρ = **{_signed(exact)}**{also}: {clear}. (1: in the same order, −1: in the "
        f"opposite one. For {count} blocks with nothing in common, ρ stays within "
        f"±{min(chance, 1):.2f} in 19 of 20 cases.)"
    )
    st.caption(_why(run))


def _why(run: Opened) -> str:
    """The other ways by which a block reaches the forecast of this model."""
    model = run.record.config.model
    ways = ["the other heads and layers", "the values that the weights are put on"]
    if model.instance_norm:
        ways.append("the mean and deviation by which the window is normalised")
    if model.linear_draft:
        ways.append("the linear draft")
    return (
        "A block also acts through "
        + ", ".join(ways[:-1])
        + f" and {ways[-1]}: the change above is the whole model's."
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
