"""Forecast: past the end of the data or over any past window, beside what simple forecasts do."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.results import Forecast
from pages import _format, _library, _plot, _scores, _state
from pages._download import csv_bytes
from pages._guard import guard
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub
from pages._target import choose_target
from pages._text import md, short

_OTHER_SEEDS = 6
_HORIZONS_BACK = 8  # how much of the context is drawn: a long one would dwarf the forecast


def main() -> None:
    """The page."""
    run = head("Forecast")
    shown = need_run(run)
    scrub(shown)
    choose_target(shown, "forecast_target")
    target = shown.target_name
    result = _library.forecast(shown.folder, shown.window, shown.seed)
    freq = shown.record.freq
    _introduce(shown, result, target)
    _plot.show(
        forecast_figure(
            result,
            Style(),
            target=target,
            history=max(_HORIZONS_BACK * len(result.time), 48),
            title=f"{short(target, 44)}, from {_format.moment(result.time[0], freq)}",
            baseline=_seasonal(shown, result, target),
            baseline_name="seasonal naive",
        ),
        "forecast_chart",
        alt=f"Forecast of {target} from {result.time[0]} to {result.time[-1]}, after its context",
    )
    for note in result.notes:
        st.caption(md(note))
    left, right = st.columns(2, gap="large")
    with left:
        _values(shown, result)
    with right:
        st.subheader("How good is it?", anchor=False)
        _scores.show(shown.record)
        st.page_link(
            "pages/attention.py",
            label="Look inside this window",
            icon=":material/search:",
            query_params=_state.query(_state.focus()),
        )
    st.fragment(guard(lambda: _other_seeds(shown, result, target)))()


def _introduce(run: Opened, result: Forecast, target: str) -> None:
    """What is forecast, in a sentence; for a past window also how far off it was."""
    freq = run.record.freq
    first, last = _format.moment(result.time[0], freq), _format.moment(result.time[-1], freq)
    text = (
        f"**{md(short(target, 60))}**, {_format.plural(len(result.time), 'step')} of "
        f"{_format.step_name(freq)}: {first} to {last}, {run.part()}."
    )
    if result.actual is not None:
        column = result.columns.index(target)
        error = float(np.nanmean(np.abs(result.values[:, column] - result.actual[:, column])))
        text += f" On average {_format.number(error, 3)} off what was observed."
    st.markdown(text)


def _seasonal(run: Opened, result: Forecast, target: str) -> NDArray[np.float64] | None:
    """What repeating the season before would say: the yardstick beside the forecast."""
    scored = run.record.result
    start = run.window + run.record.config.model.seq_len
    if scored is None or start < scored.period:
        return None
    values = run.series.column(target)[:, None]
    ahead = len(result.time)
    return seasonal_naive(values, np.array([start]), ahead, scored.period)[0, :, 0]


def _values(run: Opened, result: Forecast) -> None:
    st.subheader("Values", anchor=False)
    frame = result.frame()
    if result.actual is not None:
        for index, name in enumerate(result.columns):
            frame[f"{name} (observed)"] = result.actual[:, index]
    whole_days = bool((result.time == result.time.normalize()).all())
    st.dataframe(
        frame,
        key="forecast_table",
        hide_index=True,
        height=320,
        column_config={
            "time": st.column_config.DatetimeColumn(
                format="YYYY-MM-DD" if whole_days else "YYYY-MM-DD HH:mm:ss"
            )
        },
    )
    st.download_button(
        "Download CSV",
        data=lambda: csv_bytes(frame),
        file_name=f"forecast-{run.id}-{result.time[0]:%Y%m%d-%H%M}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="forecast_download",
        on_click="ignore",
    )


def _other_seeds(run: Opened, result: Forecast, target: str) -> None:
    """How far the sampling alone moves this forecast."""
    st.subheader("What the sampling seed does", anchor=False)
    if run.record.config.model.attention == "full":
        st.markdown(
            "This run uses full attention: nothing is sampled, so the seed changes nothing."
        )
        return
    st.markdown(
        f"ProbSparse attention samples keys at random to decide which queries attend. This "
        f"forecast uses **seed {run.seed}**, and the same seed always gives the same forecast. "
        "Another seed samples other keys, may keep other queries, and so gives a slightly "
        "different forecast."
    )
    column = result.columns.index(target)
    seeds = range(run.seed + 1, run.seed + 1 + _OTHER_SEEDS)
    others = np.stack(
        [_library.forecast(run.folder, run.window, seed).values[:, column] for seed in seeds]
    )
    moved = np.abs(others - result.values[:, column])
    spread = float(np.ptp(result.context[:, column])) or 1.0
    with st.container(horizontal=True, gap="medium", key="seed_spread"):
        st.metric("Moves by, on average", _format.number(float(moved.mean()), 3), width="content")
        st.metric("At most, at one step", _format.number(float(moved.max()), 3), width="content")
        st.metric(
            "Of the range of the context",
            f"{100 * float(moved.mean()) / spread:.2g} %",
            width="content",
        )
    st.caption(
        f"Over the {_OTHER_SEEDS} seeds {seeds[0]} to {seeds[-1]}, the same weights and window."
    )


main()
