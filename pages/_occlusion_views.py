"""What the Occlusion section shows: all blocks on one time axis, and the one in focus."""

import numpy as np
import streamlit as st

from informer.figures.compared import compared_forecasts
from informer.figures.occlusion import occlusion_figure
from informer.figures.style import Style
from informer.figures.time_axis import cell_edges
from informer.inspection.attention_mass import AttentionMass
from informer.inspection.masking import Occlusion
from pages import _format, _library, _occlusion_words, _plot, _state
from pages._opened import Opened

_COLOUR = Style().colour


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
    st.caption(_occlusion_words.what_is_masked(run, found, mass, whose))


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
