"""Start: three ways in, and the sample's forecast at once, without training and without torch."""

from dataclasses import replace

import streamlit as st

from informer.figures.forecast import forecast_figure
from informer.figures.measure_strip import measure_strip
from informer.figures.style import Style
from informer.forecasting.intervals import LEVELS, calibrate
from informer.forecasting.results import Forecast
from informer.training.runs import RunFolder
from pages import _format, _library, _plot, _samples
from pages._page import head
from pages._text import md

_STEPS_SHOWN = 72


def main() -> None:
    """The page."""
    head("Informer Lab", view=False)
    st.markdown("See what your series' next hours are, and why the model thinks so.")
    sample = _library.sample_run()
    with st.container(horizontal=True, key="ways_in"):
        if sample is not None and st.button(
            "Try the sample", type="primary", icon=":material/play_arrow:", key="try_sample"
        ):
            st.switch_page("pages/forecast.py", query_params={"run": _library.SAMPLE})
        if st.button(
            "Upload a CSV",
            type="primary" if sample is None else "secondary",
            icon=":material/upload_file:",
            key="upload_csv",
        ):
            st.switch_page("pages/data.py")
        if st.button("Open a run", icon=":material/folder_open:", key="open_run"):
            st.switch_page("pages/runs.py")
    if sample is not None:
        _sample()


def _sample() -> None:
    folder = _library.open_run(_library.SAMPLE)
    record, forecast = folder.record(), folder.forecast()
    inspection = _library.stored_inspection(folder)
    if forecast is None or inspection is None:
        return
    left, right = st.columns([5, 3], gap="large")
    with left.container(key="sample_forecast"):
        target = record.config.data.targets[0]
        title = f"{target}, from {_format.moment(forecast.time[0], record.freq)}"
        st.subheader(
            f"The next {_format.step_name(str(len(forecast.time)) + record.freq)}", anchor=False
        )
        _plot.show(
            forecast_figure(
                _with_intervals(folder, forecast),
                Style(),
                target=target,
                history=_STEPS_SHOWN,
                title=title,
            ),
            "start_forecast",
            alt=f"Forecast of {target} from {forecast.time[0]} to {forecast.time[-1]}, "
            "after its last observed days",
        )
        known = _samples.SAMPLES.get(record.source.removesuffix(".csv"))
        scores = f" On its test part it is {_format.skill(record.result)}." if record.result else ""
        st.caption(
            f"{known.title if known else md(record.source)}, forecast by a small Informer that "
            f"ships with the app.{scores}"
        )
    layer = inspection.attention[0]
    with right.container(key="sample_inside"):
        st.subheader("What ProbSparse kept", anchor=False)
        _plot.show(
            measure_strip(layer, 0, Style(), height=300),
            "start_strip",
            alt=f"Exact KL of each of the {layer.length} queries of the first encoder layer",
        )
        kept = layer.length if layer.n_selected is None else layer.n_selected
        st.caption(
            f"Every step of the context asks a question, a query. The model answers the "
            f"{kept} of {layer.length} that look most selective and gives the others an average."
        )
        st.page_link(
            "pages/attention.py",
            label="Look inside",
            icon=":material/arrow_forward:",
            query_params={"run": _library.SAMPLE},
        )


def _with_intervals(folder: RunFolder, forecast: Forecast) -> Forecast:
    """The forecast past the end with its intervals, where the run's backtest is there."""
    backtest = _library.backtest(folder)
    if backtest is None:
        return forecast
    return replace(forecast, intervals=calibrate(backtest).intervals(forecast.values, LEVELS))


main()
