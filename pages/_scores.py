"""Test scores, never bare: beside the baselines, in the data's units, with the skill in words."""

import pandas as pd
import streamlit as st

from informer.forecasting.results import Scores
from informer.training.records import RunRecord
from pages import _format


def show(record: RunRecord) -> None:
    """The scores of a run on its test part."""
    result = record.result
    if result is None:
        return
    with st.container(horizontal=True, gap="medium", key="scores"):
        for label, name, help_text in (
            ("MAE", "mae", "Mean absolute error, in the data's units."),
            (
                "RMSE",
                "rmse",
                "Root mean squared error, in the data's units; punishes large misses.",
            ),
            ("MASE", "mase", "MAE against that of repeating the season before: below 1 is better."),
        ):
            st.metric(
                label,
                _format.number(getattr(result.metrics, name)),
                help=help_text,
                width="content",
            )
    name = _format.BASELINES.get(result.best_baseline, result.best_baseline)
    if result.skill > 0:
        verdict = f"The Informer is **{_format.skill(result)}**, the best simple forecast here."
        st.markdown(f":green[:material/check_circle:] {verdict}")
    else:
        st.markdown(
            f":orange[:material/warning:] The Informer is **{_format.skill(result)}**: for this "
            f"series {name} is the better forecast. Train longer, with a longer context, or use "
            "the simple one."
        )
    st.dataframe(
        _table(result.metrics, result.baselines), key="score_table", hide_index=True, width=560
    )
    st.caption(
        f"Over all {result.n_windows:,} windows of the test part"
        + (", on standardised values" if record.config.standardise_metrics else "")
        + f"; the season is {_format.plural(result.period, 'step')}."
    )


def _table(mine: Scores, baselines: dict[str, Scores]) -> pd.DataFrame:
    rows = {"Informer": mine} | {
        _format.BASELINES.get(name, name): scores for name, scores in baselines.items()
    }
    return pd.DataFrame(
        {
            "forecast by": list(rows),
            "MAE": [_format.number(scores.mae) for scores in rows.values()],
            "RMSE": [_format.number(scores.rmse) for scores in rows.values()],
            "MASE": [_format.number(scores.mase) for scores in rows.values()],
        }
    )
