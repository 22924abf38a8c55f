"""Similarity on the Distilling page: does distilling remove what neighbours have in common?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from informer.figures.distilling_similarity import similarity_rows
from informer.figures.style import Style
from informer.inspection.distilling_results import NeighbourSimilarity
from informer.inspection.reach import FeatureMap
from informer.inspection.redundancy import neighbour_similarity
from informer.inspection.results import DistillingInspection, Inspection
from pages import _plot
from pages._distilling_view import View
from pages._opened import Opened

_SAME = 0.02
"""Medians that differ by less are called the same."""


def similarity(run: Opened, inspection: Inspection, view: View) -> None:
    """The section."""
    plain = _found(view.key(), view.layers, centred=False)
    st.markdown(
        "Does distilling remove what neighbours have in common?\n"
        + "\n".join(f"- {in_words(i + 1, one)}" for i, one in enumerate(plain))
    )
    _plot.show(
        _rows_json(view.key(), plain, view.maps, inspection.time),
        "neighbour_similarity",
        alt="Cosine similarity of neighbouring positions along time, before and after distilling",
    )
    centred = _found(view.key(), view.layers, centred=True)
    st.dataframe(
        pd.DataFrame([_row(f"{i + 1}", name, one) for name, group in (
            ("as they are", plain), ("less the mean of the map", centred)
        ) for i, one in enumerate(group)]),
        key="similarity_table",
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="%.3f") for name in _COLUMNS
        },
    )  # fmt: skip
    st.caption(
        "Medians over the window. *Every second one before* is as far in time as neighbours after: "
        "what leaving out every second position, and nothing else, would give. *Less the mean*: "
        "what all positions have in common makes any two alike; here it is taken away first."
    )


_COLUMNS = ("before: neighbours", "before: every second one", "after: neighbours")


def in_words(number: int, found: NeighbourSimilarity) -> str:
    """What the medians say of one layer, and no more than that."""
    if not len(found.after):
        return f"**Distilling {number}** leaves one position: there are no neighbours to compare."
    before, apart, after = (float(np.median(x)) for x in _three(found))
    change = "as alike after it as before"
    if abs(after - before) >= _SAME:
        change = f"{'more' if after > before else 'less'} alike after it than before"
    text = (
        f"**Distilling {number}**: neighbours are {change} (median cosine {before:.2f} → "
        f"{after:.2f}). They also stand twice as far apart in time: leaving out every second "
        f"position, and nothing else, would give {apart:.2f}. "
    )
    if abs(after - apart) < _SAME:
        return text + "So the longer step does it, not the layer."
    if after > apart:
        return text + "So the layer itself makes them more alike: it blends what it leaves out."
    return text + "So the layer itself sets them apart, beyond what the longer step does."


def _three(found: NeighbourSimilarity) -> tuple[np.ndarray, ...]:
    return found.before, found.before_apart, found.after


def _row(layer: str, kind: str, found: NeighbourSimilarity) -> dict[str, object]:
    medians = [float(np.median(x)) if len(x) else None for x in _three(found)]
    return {"distilling": layer, "features": kind, **dict(zip(_COLUMNS, medians, strict=True))}


@st.cache_resource(max_entries=32, show_spinner=False)
def _found(
    key: tuple[object, ...], _layers: Sequence[DistillingInspection], *, centred: bool
) -> list[NeighbourSimilarity]:
    return [neighbour_similarity(layer, centred=centred) for layer in _layers]


@st.cache_resource(max_entries=16, show_spinner=False)
def _rows_json(
    key: tuple[object, ...],
    _found: Sequence[NeighbourSimilarity],
    _maps: Sequence[FeatureMap],
    _time: pd.DatetimeIndex,
) -> str:
    return str(similarity_rows(_found, _maps, _time, Style()).to_json())
