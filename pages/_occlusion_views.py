"""What the Occlusion section shows: all blocks, the one in focus, and what they say together."""

import math

import numpy as np
import streamlit as st

from informer.figures.compared import compared_forecasts
from informer.figures.occlusion import occlusion_figure
from informer.figures.style import Style
from informer.figures.time_axis import cell_edges
from informer.inspection.attention_mass import AttentionMass, rank_correlation
from informer.inspection.masking import Occlusion
from pages import _format, _library, _plot, _state
from pages._opened import Opened
from pages._text import md, short

_COLOUR = Style().colour
_CHANCE = 1.96
"""Standard deviations that 19 of 20 chance values stay within."""


def blocks(
    run: Opened,
    found: Occlusion,
    mass: AttentionMass,
    key: tuple[object, ...],
    whose: str,
    target: int,
    number: int,
) -> None:
    """Series, change and attention on one time axis, the block in focus framed."""

    def pick(click: _plot.Click) -> None:
        if isinstance(click.custom, int | float):
            _state.move(masked=int(click.custom))
        else:  # a point of the series
            at = int(found.time.searchsorted(np.datetime64(str(click.x).replace(" ", "T"))))
            _state.move(masked=int(found.spans[:, 1].searchsorted(at)))

    _plot.show(
        _blocks_json((*key, target), found, mass, whose, target),
        "occlusion_blocks",
        marks=_frame(found, number),
        alt=f"Change of the forecast and attention for each of {len(found.spans)} blocks",
        on_click=pick,
    )
    data = run.record.config.data
    stays = "The calendar stays as it is" + (
        f", and so does {md(short(', '.join(data.known_future)))}, known in the future. "
        if data.known_future
        else ". "
    )
    notes = [
        "Click a block. Only what was observed is masked, in the encoder's input and, at its end, "
        "in the decoder's start token. ",
        stays,
        f"All {_format.plural(len(found.spans) + 1, 'forecast')} sample the same keys "
        f"(seed {run.seed}).",
        _coverage(run, mass, whose),
    ]
    st.caption("".join(notes))


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


def one_block(
    run: Opened, found: Occlusion, mass: AttentionMass, target: int, number: int, most: int
) -> None:
    """The forecast with and without one block, and its numbers."""
    first, last = found.spans[number]
    freq = run.record.freq
    when = _format.moment(found.time[first], freq)
    if last > first:
        when += f" to {_format.moment(found.time[last], freq)}"
    st.subheader(f"Without block {number}", anchor=False)
    st.caption(when)
    with st.container(horizontal=True, gap="small", key="occlusion_steps"):
        _step(":material/chevron_left:", "block_previous", number - 1, number == 0, "Earlier block")
        end = len(found.spans) - 1
        _step(":material/chevron_right:", "block_next", number + 1, number == end, "Later block")
        _step("Largest change", "block_most", most, number == most, "The most influential block")
    changes = found.change[:, target]
    rank = 1 + int((changes > changes[number]).sum())
    with st.container(horizontal=True, gap="medium", key="occlusion_numbers"):
        st.metric(
            "Change, exact",
            _format.number(float(changes[number])),
            f"rank {rank} of {len(changes)}",
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Mean |difference| of the forecast over the horizon, in the data's units.",
        )
        covered = bool(mass.covered[number])
        st.metric(
            "Attention, exact",
            f"{mass.exact[number]:.1%}" if covered else "no key here",
            f"{mass.uniform[number]:.1%} if uniform" if covered else None,
            delta_color="off",
            delta_arrow="off",
            width="content",
            help="Share of full attention, over all queries, that falls on the block's keys.",
        )
        if mass.own is not None:
            st.metric(
                f"Its own (seed {run.seed})",
                f"{mass.own[number]:.1%}" if covered else "no key here",
                width="content",
                help="The same, of what the model computed: the rows of its selected queries, and "
                "for each lazy query the even spread that the mean stands for.",
            )
    actual = _library.forecast(run.folder, run.window, run.seed).actual
    column = found.columns[target]
    _plot.show(
        compared_forecasts(
            found.horizon,
            found.forecast[:, target],
            found.masked[number, :, target],
            Style(),
            column=column,
            changed_name=f"without block {number}",
            actual=None if actual is None else actual[:, target],
        ),
        "occlusion_forecast",
        alt=f"The forecast with and without block {number} of the context",
    )


def _step(label: str, key: str, to: int, disabled: bool, help_text: str) -> None:
    st.button(
        label,
        key=key,
        help=help_text,
        disabled=disabled,
        on_click=lambda: _state.move(masked=to),
    )


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
    also = "" if own is None else f" (**{own:+.2f}** for what the model itself computed)"
    chance = _CHANCE / math.sqrt(count - 1)
    if abs(exact) <= chance:
        clear = "no clear relation, chance alone often gives as much"
    elif exact > 0:
        clear = "they agree more than chance would have it"
    else:
        clear = "they run against each other, more than chance would have it"
    st.markdown(
        f"**Attention is not influence.** For {whose}, the two rows rank the blocks with "
        f"Spearman's ρ = **{exact:+.2f}**{also}: {clear}. (1: in the same order, −1: in the "
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


def _frame(found: Occlusion, number: int) -> list[dict[str, object]]:
    """A frame around one block in each of the three rows."""
    edges = cell_edges(found.time)
    first, last = found.spans[number]
    return [
        {
            "type": "rect",
            "x0": str(edges[first]),
            "x1": str(edges[last + 1]),
            "y0": 0,
            "y1": 1,
            "xref": "x",
            "yref": f"{axis} domain",
            "line": {"color": _COLOUR.scenarios[0], "width": 2},
        }
        for axis in ("y", "y2", "y3")
    ]


@st.cache_resource(max_entries=32, show_spinner=False)
def _blocks_json(
    key: tuple[object, ...], _found: Occlusion, _mass: AttentionMass, whose: str, target: int
) -> str:
    figure = occlusion_figure(_found, _mass, Style(), whose=whose, target=target)
    return str(figure.to_json())
