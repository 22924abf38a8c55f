"""Distilling off: the same window and weights without it, on the Distilling page."""

import numpy as np
import streamlit as st

from informer.figures import units
from informer.figures.distilling_off import with_and_without
from informer.figures.style import Style
from informer.inspection import operations
from informer.inspection.distilling_results import WithoutDistilling
from informer.inspection.results import Inspection
from informer.training.runs import RunFolder
from pages import _format, _library, _plot
from pages._distilling_measured import measured
from pages._distilling_view import View
from pages._opened import Opened
from pages._target import choose_target


def without(run: Opened, inspection: Inspection, view: View) -> None:
    """The section."""
    choose_target(run, "off_target")
    target = run.target_name
    result = _both(*_library.identity(run.folder), run.window, run.seed, run.folder)
    st.markdown(
        "A second forward pass over this window, with the distilling layers left out and every "
        f"other weight the same: the decoder attends to **{result.memory_without}** positions "
        f"instead of **{result.memory}**. The **weights were trained with distilling**: this shows "
        "what they make of longer maps, not what a model trained without it would do."
    )
    column = result.distilled.columns.index(target)
    _numbers(run, result, column)
    _plot.show(
        with_and_without(result, Style(), target=target),
        "without_distilling",
        alt=f"Forecast of {target} with and without distilling, and their difference",
    )
    st.caption(
        f"Both passes sample with seed {run.seed}; from the second layer on the same seed draws "
        "for longer maps, so other keys."
    )
    measured(run)


def _numbers(run: Opened, result: WithoutDistilling, column: int) -> None:
    """How far apart, how far off, and what it costs."""
    one, other = result.distilled.values[:, column], result.undistilled.values[:, column]
    model = run.record.config.model
    cost = {d: operations.encoder_and_reading(model, distil=d).total for d in (True, False)}
    apart = float(np.abs(one - other).mean())
    numbers = [("They differ by, on average", _format.number(apart, 3), "a step")]
    if result.distilled.actual is not None:
        actual = result.distilled.actual[:, column]
        for name, values in (("Error with distilling", one), ("Error without", other)):
            error = float(np.nanmean(np.abs(values - actual)))
            numbers.append((name, _format.number(error, 3), "mean absolute, this window"))
    numbers += [
        ("Multiply-adds with", units.count(cost[True]), "counted"),
        (
            "Multiply-adds without",
            units.count(cost[False]),
            f"counted, × {cost[False] / cost[True]:.2f}",
        ),
    ]
    with st.container(horizontal=True, gap="medium", key="off_numbers"):
        for label, value, note in numbers:
            st.metric(label, value, note, delta_color="off", delta_arrow="off", width="content")
    if result.distilled.actual is None:
        st.caption(
            "Nothing has been observed yet where this window forecasts: an earlier window, chosen "
            "in the bar, also tells how far off each is."
        )


@st.cache_resource(max_entries=32, show_spinner="A second pass, without distilling")
def _both(path: str, stamp: int, window: int, seed: int, _folder: RunFolder) -> WithoutDistilling:
    from informer.inspection.undistilled import forecast_without_distilling

    return forecast_without_distilling(_library.trained(_folder), window, seed)
