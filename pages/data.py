"""Data: a file, what was found in it, what is to be forecast, and how time is split."""

import streamlit as st

from informer.data.series import DataError, Finding, TimeSeries
from informer.data.split import Split, split_rows
from informer.figures.series import series_figure
from informer.figures.style import Style
from informer.plan import ConfigError, plan_run
from pages import _format, _loading, _plot, _samples, _state
from pages._opened import Opened
from pages._page import head
from pages._roles import choose_roles
from pages._text import md, short

_LEVELS = {"error": 0, "warning": 1, "info": 2}
_ICONS = {
    "error": ":red[:material/error:]",
    "warning": ":orange[:material/warning:]",
    "info": ":blue[:material/info:]",
}
_PLOTTED = 4


def main() -> None:
    """The page."""
    run = head("Data", view=False)
    st.markdown(
        "A CSV with one row per time step: a time column and at least one column of numbers. "
        "It stays on this machine."
    )
    _choose_file(run)
    draft = _state.draft()
    with st.container(key="refusal"):
        if draft.refusal:
            st.error(md(draft.refusal), icon=":material/error:")
            if draft.series is not None:
                st.caption(f"{md(draft.series.name)} is still open below: nothing was lost.")
    if draft.series is None:
        return
    with st.container(key="found"):
        _found(draft.series)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader("What should be forecast?", anchor=False)
        choose_roles()
        _continue(ready=_windows(draft.series))
    with right:
        _draw(draft.series)


def _choose_file(run: Opened | None) -> None:
    """The two ways to a series: a file of one's own, or a sample."""
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with left:
        file = st.file_uploader(
            "Upload a CSV", type=None, key="upload", max_upload_size=_loading.MAX_MB
        )
    if file is not None and file.file_id != _state.draft().upload_id:
        _state.redraft(upload_id=file.file_id)  # first: what fails to be read is not read again
        with st.spinner("Reading the file"):
            _loading.load_upload(file.getvalue(), file.name)
    samples = _samples.available()
    wanted = _state.focus().data
    if wanted in samples and _state.draft().origin != f"sample:{wanted}":
        _loading.load_sample(str(wanted))
    _loading.prepare(run)
    with right:
        current = _state.draft().origin.partition(":")[2]
        st.selectbox(
            "Or take a sample",
            samples,
            format_func=lambda name: _samples.SAMPLES[name].title,
            key=_state.seed("sample", current if current in samples else None),
            placeholder="Six real series",
            on_change=lambda: _state.move(data=_state.value("sample")),
        )


def _found(series: TimeSeries) -> None:
    """What the file turned out to be."""
    st.subheader(md(short(series.name, 60)), anchor=False)
    if _state.draft().origin.startswith("run:"):
        st.caption("The data of the open run. Upload a file or take a sample to train on others.")
    with st.container(horizontal=True, gap="medium", key="data_facts"):
        st.metric("Rows", f"{len(series):,}", width="content")
        st.metric("One row every", _format.step_name(series.freq), width="content")
        st.metric("From", _format.moment(series.time[0], series.freq), width="content")
        st.metric("To", _format.moment(series.time[-1], series.freq), width="content")
        st.metric("Columns of numbers", f"{len(series.columns)}", width="content")
        st.metric("Values filled in", f"{int(series.filled.sum()):,}", width="content")
    findings = sorted(series.findings, key=lambda finding: _LEVELS[finding.level])
    if not findings:
        st.markdown(":green[:material/check:] Nothing needed repair.")
        return
    weighty = [finding for finding in findings if finding.level != "info"]
    with st.container(key="findings", gap="small"):
        for finding in weighty:
            _finding(finding)
        if len(weighty) < len(findings):
            with st.expander(f"{_format.plural(len(findings) - len(weighty), 'note')} on reading"):
                for finding in findings:
                    if finding.level == "info":
                        _finding(finding)


def _finding(finding: Finding) -> None:
    where = ""
    if finding.rows:
        rows = ", ".join(f"{row + 1:,}" for row in sorted(finding.rows[:5]))
        where = f" (row{'s' if len(finding.rows) > 1 else ''} {rows})"
    st.markdown(f"{_ICONS[finding.level]} {md(finding.message)}{where}")


def _windows(series: TimeSeries) -> bool:
    """How many windows each part has, or why none can be made."""
    draft = _state.draft()
    if not draft.targets:
        st.info("Choose at least one column to forecast.", icon=":material/arrow_upward:")
        return False
    try:
        config = plan_run(
            series,
            targets=draft.targets,
            covariates=draft.covariates,
            known_future=draft.known_future,
            preset=draft.preset,
            overrides=draft.overrides or {},
        )
        split = Split.of(len(series), config)
    except (DataError, ConfigError) as error:
        st.error(md(error), icon=":material/error:")
        return False
    model = config.model
    with st.container(horizontal=True, gap="medium", key="window_counts"):
        st.metric("Training windows", f"{len(split.train):,}", width="content")
        st.metric("Validation", f"{len(split.validation):,}", width="content")
        st.metric("Test", f"{len(split.test):,}", width="content")
    st.caption(
        f"A window is {model.seq_len} steps of context and the {model.pred_len} steps after it. "
        "Train, validation and test follow one another in time; the model is scored on the last."
    )
    return True


def _continue(*, ready: bool) -> None:
    """On to training, from a fresh focus."""
    if st.button(
        "Continue to Train",
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
        key="to_train",
        disabled=not ready,
    ):
        _state.move(run=None)
        st.switch_page("pages/train.py", query_params=_state.query(_state.focus()))


def _draw(series: TimeSeries) -> None:
    draft = _state.draft()
    columns = (draft.targets + draft.known_future + draft.covariates)[:_PLOTTED]
    if not columns:
        columns = series.columns[:1]
    _plot.show(
        series_figure(series, columns, Style(), split=split_rows(len(series), (0.7, 0.1, 0.2))),
        "data_series",
        alt=f"{', '.join(columns)} over time, with train, validation and test parts as bands",
    )
    left_out = len(series.columns) - len(columns)
    if left_out > 0:
        st.caption(f"{_format.plural(left_out, 'more column')} not drawn.")


main()
