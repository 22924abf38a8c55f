"""Runs: every run on this machine, and a way to open one."""

import pandas as pd
import streamlit as st

from informer.training.records import RunRecord
from pages import _format, _library
from pages._page import head, nothing
from pages._run_bar import STATUS
from pages._text import md

_SHOWN = 200


def main() -> None:
    """The page."""
    head("Runs", view=False)
    records: dict[str, RunRecord] = {}
    if (sample := _library.sample_run()) is not None:
        records[_library.SAMPLE] = sample.record()
    records |= {f.path.name: f.record() for f in _library.store().runs()[:_SHOWN]}
    if not records:
        nothing("No run has been trained on this machine yet.")
        return
    ids = list(records)
    st.markdown("Choose a row to open that run. Runs are kept on this machine.")
    event = st.dataframe(
        _table(records),
        key="runs_table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "started": st.column_config.DatetimeColumn(
                format="D MMM YYYY, HH:mm", timezone=st.context.timezone
            ),
            "against the best baseline": st.column_config.TextColumn(width="medium"),
        },
    )
    rows = event.selection.rows
    if not rows or rows[0] >= len(ids):
        return
    chosen = ids[rows[0]]
    record = records[chosen]
    with st.container(border=True, key="run_chosen"):
        st.markdown(f"**{md(chosen)}** · {md(record.name)}")
        if record.error:
            st.caption(md(record.error))
        there = {"run": chosen}
        with st.container(horizontal=True):
            if record.ended_well:
                if st.button("Open its forecast", type="primary", key="run_forecast"):
                    st.switch_page("pages/forecast.py", query_params=there)
                if st.button("Look inside", key="run_inside"):
                    st.switch_page("pages/attention.py", query_params=there)
            if st.button("See its training", key="run_training"):
                st.switch_page("pages/train.py", query_params=there)


def _table(records: dict[str, RunRecord]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "run": list(records),
            "status": [STATUS[r.status][0] for r in records.values()],
            "started": [r.created for r in records.values()],
            "data": [r.source for r in records.values()],
            "forecasts": [", ".join(r.config.data.targets) for r in records.values()],
            "preset": [r.config.preset for r in records.values()],
            "horizon": [r.config.model.pred_len for r in records.values()],
            "MAE": [
                _format.number(r.result.metrics.mae) if r.result else "—" for r in records.values()
            ],
            "against the best baseline": [
                _format.skill(r.result) if r.result else "—" for r in records.values()
            ],
        }
    )


main()
