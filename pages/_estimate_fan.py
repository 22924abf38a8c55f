"""The fan of forecasts: what the sampling seed moves, apart from what the model gets wrong."""

import time

import streamlit as st

from informer.figures.fan import fan_figure
from informer.figures.style import Style
from informer.inspection.spread import ForecastFan, forecast_fan
from pages import _format, _library, _plot, _state
from pages._opened import Opened
from pages._text import md, short

_SEEDS = 20
_SHORT = 720
"""Steps of context up to which a person isn't asked before so many forecasts are made."""


def fan(run: Opened) -> None:
    """The same window forecast under seeds in a row: real forward passes, with the run's own c."""
    st.subheader(f"Does it matter? {_SEEDS} forecasts", anchor=False)
    target = run.target_name
    key = (*_library.identity(run.folder), run.window, run.seed)
    if run.record.config.model.seq_len > _SHORT and not st.toggle(
        f"Run {_SEEDS - 1} more forecasts of this window "
        f"(about {_format.duration(_seconds_left(key, run))})",
        key=_state.seed("run_fan", bool(_state.focus().fan)),
        on_change=lambda: _state.move(fan=1 if _state.value("run_fan") else None),
    ):
        return
    kept = _kept(key, target)
    if not kept:
        kept.append(_made(run, target))
    found, figure = kept[0]
    _numbers(run, found, target)
    _plot.show(
        figure,
        "forecast_fan",
        alt=f"Forecasts of {target} under {len(found.seeds)} sampling seeds",
    )
    st.caption(
        f"Seeds {found.seeds[0]} to {found.seeds[-1]}: the same weights and window, each a whole "
        "forward pass with the run's own sampling factor."
    )


def _numbers(run: Opened, found: ForecastFan, target: str) -> None:
    """Sampling spread and model error, in the data's units."""
    moved, error = _format.number(found.moved, 3), found.error
    name = md(short(target, 40))
    text = f"Sampling moves the forecast of {name} by **± {moved}** on average"
    if error is not None:
        text += f"; the model is off by **{_format.number(error, 3)}** whatever the seed."
    else:
        text += ". Nothing has been observed for this window yet, so its error is not known"
        text += _usual_error(run)
    st.markdown(text)


def _usual_error(run: Opened) -> str:
    """The test part's error, where it is of this target alone and in its units."""
    result, config = run.record.result, run.record.config
    if result is None or config.standardise_metrics or len(config.data.targets) > 1:
        return "."
    return f"; on the test part the model is off by **{_format.number(result.metrics.mae, 3)}**."


@st.cache_resource(max_entries=64, show_spinner=False)
def _seconds_left(key: tuple[object, ...], _run: Opened) -> float:
    """What the other forecasts will take, by the time that one takes here."""
    _library.forecast(_run.folder, _run.window, _run.seed)  # loads the model, if need be
    begun = time.perf_counter()
    _library.forecast(_run.folder, _run.window, _run.seed + 1)
    return (_SEEDS - 2) * (time.perf_counter() - begun)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept(key: tuple[object, ...], target: str) -> list[tuple[ForecastFan, str]]:
    """Where the fan is kept once it is made: a cached function can't show progress."""
    return []


def _made(run: Opened, target: str) -> tuple[ForecastFan, str]:
    forecasts = []
    progress = st.progress(0.0, "Forecasting under other seeds")
    for i in range(_SEEDS):
        forecasts.append(_library.forecast(run.folder, run.window, run.seed + i))
        progress.progress((i + 1) / _SEEDS, f"Forecast {i + 1} of {_SEEDS}")
    progress.empty()
    found = forecast_fan(forecasts, target)
    return found, str(fan_figure(found, Style()).to_json())
