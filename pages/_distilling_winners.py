"""Max-pool winners on the Distilling page: which of three neighbours was kept."""

import streamlit as st

from informer.figures.distilling_winners import winner_bars, winners_by_feature
from informer.figures.style import Style
from informer.inspection.distilling_results import WinnerShares
from informer.inspection.redundancy import times_kept, winner_shares
from informer.inspection.results import DistillingInspection, Inspection
from pages import _plot
from pages._distilling_view import View
from pages._opened import Opened


def winners(run: Opened, inspection: Inspection, view: View) -> None:
    """The section."""
    shares = [_shares(view.key(), i, layer) for i, layer in enumerate(view.layers)]
    rows = [(f"distilling {i + 1}, all", one.overall) for i, one in enumerate(shares)]
    here = shares[view.layer]
    is_output = view.index % 2 == 1
    if is_output:
        rows.append((f"position {view.position}", here.by_position[view.position]))
    st.markdown(
        _of_output(view) if is_output else _of_input(view), help="The dots on the maps above."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _plot.show(
            winner_bars(rows, Style()),
            "winner_bars",
            alt="Share of values kept from the earlier, the middle and the later candidate",
        )
    with right:
        _plot.show(
            _by_feature_json(view.key(), view.layer, here),
            "winners_by_feature",
            alt="For each feature, the share of positions that each candidate won",
        )
    middle = float(here.overall[1])
    st.caption(
        f"In distilling {view.layer + 1} the candidate in the middle wins {middle:.0%} of the "
        "values; were the three alike by chance, it would be a third. Where a feature rises or "
        "falls steadily, the largest of three is at an end; the middle wins at a peak only. "
        f"{here.kept:.0%} of the input's values are kept at least once, {here.kept_twice:.0%} "
        "twice: neighbouring outputs share a candidate."
    )


def _of_output(view: View) -> str:
    """Which candidates the focused position of an output map kept."""
    counts = (
        _shares(view.key(), view.layer, view.layers[view.layer]).by_position[view.position]
        * view.map.values.shape[1]
    )
    length = len(view.layers[view.layer].input)
    into = view.maps[view.index - 1]
    parts = []
    for offset, count in zip((-1, 0, 1), counts, strict=True):
        candidate = 2 * view.position + offset
        if 0 <= candidate < length:
            span = into.span[candidate]
            when = view.times([(int(span[0]), int(span[1]))])
            parts.append(f"{round(float(count))} from position {candidate} ({when})")
    missing = "" if len(parts) == 3 else " At this end there is no third: the padding never wins."
    return (
        f"Of the {view.map.values.shape[1]} values of **position {view.position}**, the pooling "
        f"kept {', '.join(parts[:-1])} and {parts[-1]}.{missing}"
    )


def _of_input(view: View) -> str:
    """By whom the values of the focused position of an input map were kept."""
    layer = view.layers[view.layer]
    width = layer.input.shape[1]
    times = times_kept(layer)[view.position]
    parts = []
    for output in sorted({view.position // 2, (view.position + 1) // 2}):
        if output < len(layer.winners):
            count = int((layer.winners[output] == view.position).sum())
            parts.append(f"position {output} of the next map kept {count}")
    lost = int((times == 0).sum())
    return (
        f"Of the {width} values that distilling {view.layer + 1} makes of **position "
        f"{view.position}** and its neighbours, {' and '.join(parts)}; {lost} were kept by none."
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _shares(key: tuple[object, ...], number: int, _layer: DistillingInspection) -> WinnerShares:
    return winner_shares(_layer)


@st.cache_resource(max_entries=32, show_spinner=False)
def _by_feature_json(key: tuple[object, ...], number: int, _shares: WinnerShares) -> str:
    return str(winners_by_feature(_shares, f"distilling {number + 1}", Style()).to_json())
