"""Test scores, never bare: beside the baselines, in the data's units, with the skill in words."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from informer.training.records import RunRecord
from pages import _format

MEASURES = {
    "MAE": "Mean absolute error, in the data's units.",
    "RMSE": "Root mean squared error, in the data's units; punishes large misses.",
    "MASE": "MAE against that of repeating the season before, within the train rows: below 1 is "
    "better.",
    "WAPE": "Sum of the absolute errors over the sum of what was observed, as a share.",
}
Row = Mapping[str, float | None]
"""One forecaster's errors by measure."""


def show(record: RunRecord) -> None:
    """The scores of a run on its test part."""
    result = record.result
    if result is None:
        return
    name = _format.BASELINES.get(result.best_baseline, result.best_baseline)
    if result.skill > 0:
        verdict = f"The Informer is **{_format.skill(result)}**, the best simple forecast here."
        st.markdown(f":green[:material/check_circle:] {verdict}")
    else:
        st.markdown(
            f":orange[:material/warning:] The Informer is **{_format.skill(result)}**: on the test "
            f"part {name} was the better forecast. Train longer, with a longer context, or use "
            "the simple one."
        )
    forecasters = {"Informer": result.metrics} | {
        _format.BASELINES.get(key, key): scores for key, scores in result.baselines.items()
    }
    table(
        {
            label: {measure: getattr(scores, measure.lower(), None) for measure in MEASURES}
            for label, scores in forecasters.items()
        }
    )
    st.caption(
        f"Over all {result.n_windows:,} windows of the test part"
        + (", on standardised values" if record.config.standardise_metrics else "")
        + f"; the season is {_format.plural(result.period, 'step')}."
    )


def table(rows: Mapping[str, Row], key: str = "score_table", first: str = "forecast by") -> None:
    """Forecasters, one a row; a measure that none of them has is left out."""
    measures = [m for m in MEASURES if any(row.get(m) is not None for row in rows.values())]
    frame = pd.DataFrame({first: list(rows)})
    for measure in measures:
        frame[measure] = [_written(measure, row.get(measure)) for row in rows.values()]
    for extra in [name for name in next(iter(rows.values()), {}) if name not in MEASURES]:
        frame[extra] = [_signed(row.get(extra)) for row in rows.values()]
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        width=640,
        column_config={
            measure: st.column_config.TextColumn(measure, help=MEASURES[measure])
            for measure in measures
        },
    )


def _written(measure: str, value: float | None) -> str:
    if measure != "WAPE" or value is None or not math.isfinite(value):
        return _format.number(value)
    return f"{_format.number(100 * value, 3)} %"


def _signed(share: float | None) -> str:
    """``+11 %``, ``−10 %``."""
    if share is None or not math.isfinite(share):
        return "—"
    return f"{100 * share:+.0f} %".replace("-", "−")
