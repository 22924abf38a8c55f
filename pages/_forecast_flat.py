"""Is the forecast flat, late, or no better than a constant? If so: why, and what to try."""

import math

import streamlit as st

from informer.forecasting.flatness import BETTER, Flatness
from informer.forecasting.remedies import Remedy, remedies
from pages import _format, _loading, _state
from pages._backtest_data import NAMES
from pages._opened import Opened
from pages._text import md


def warn(run: Opened, found: Flatness) -> None:
    """What is wrong, with likely causes and a button for each remedy; nothing when all is well."""
    if not found.problems or found.witness is None:
        return
    with st.container(border=True, key="flat_warning"):
        for sentence in _problems(found):
            st.markdown(f":orange[:material/warning:] {sentence}")
        record = run.record
        offered = remedies(found, record.config, run.series, record.steps, record.best_step)
        if not offered:
            st.markdown(f"Nothing is left to try here: use {NAMES[found.witness]}.")
            return
        st.markdown(
            "**What may help.** Each button prepares a new run from this run's data and settings, "
            "with that one change."
        )
        for remedy in offered:
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                _button(run, remedy)
                st.caption(md(remedy.why), width=560)


def reassure(found: Flatness) -> None:
    """One quiet line when there is no problem."""
    if not found.problems:
        st.caption(f":material/check: {_quiet(found)}")


def _button(run: Opened, remedy: Remedy) -> None:
    if st.button(
        md(remedy.label),
        key=f"remedy_{remedy.name}_{remedy.known_future or ''}",
        icon=":material/table_chart:" if remedy.choose_target else ":material/model_training:",
        width=290,
    ):
        _loading.again(run, remedy.settings, known_future=remedy.known_future, change=remedy.label)
        page = "pages/data.py" if remedy.choose_target else "pages/train.py"
        st.switch_page(page, query_params=_state.query(_state.focus()))


def _problems(found: Flatness) -> list[str]:
    """A sentence for each, with the numbers it stands on."""
    model, witness = found.model, found.simple[found.witness or ""]
    name = NAMES[found.witness or ""]
    said = []
    if "flat" in found.problems:
        said.append(
            f"**The forecast is flat.** Within the horizon it moves {_share(model.movement)} as "
            f"much as what was observed. More could be foreseen: {name} explains "
            f"{_share(max(witness.foreseen, 0))} of the movement, this run "
            f"{_share(max(model.foreseen, 0))}."
        )
    if "lagging" in found.problems:
        how = (
            "it stays near the last value that it has read"
            if model.from_naive < 0.5
            else f"it lies closest to what was observed {_format.plural(model.lag, 'step')} before"
        )
        said.append(
            f"**The forecast lags.** Rather than foresee, {how}. {name.capitalize()} does not, "
            f"with an error of {_format.number(witness.mae)} against {_format.number(model.mae)}."
        )
    if "constant" in found.problems:
        said.append(
            f"**It is no better than a constant.** Its mean error is {_format.number(model.mae)}; "
            f"one level line for the whole test part makes {_format.number(found.constant_mae)}, "
            f"{name} {_format.number(witness.mae)}."
        )
    return said


def _quiet(found: Flatness) -> str:
    model = found.model
    if found.still:
        return "The data do not move within the horizon, and a level forecast is right."
    best = min((one.mae for one in found.simple.values()), default=math.inf)
    if found.unforeseen:
        alone = "No forecast here" if best <= model.mae else "No simple forecast here"
        return (
            f"{alone} foresees how the data move within the horizon. They behave like a random "
            f"walk or noise, for which a nearly level forecast is right; this one moves "
            f"{_share(model.movement)} as much as the data."
        )
    lag = "no lag"
    if model.late:
        lag = (
            f"it follows what was observed about {_format.plural(model.lag, 'step')} late, as "
            "simple forecasts do here"
        )
    if math.isnan(model.movement):
        return f"Not a repetition of the last value: {lag}."
    if model.movement >= BETTER - 0.1:
        return f"Moves as much as the data: {model.movement:.2f} of the observed movement, {lag}."
    return (
        f"Moves less than the data, {model.movement:.2f} of the observed movement, as it should "
        f"where only {_share(max(model.foreseen, 0))} of it can be foreseen; {lag}."
    )


def _share(value: float) -> str:
    return f"{round(100 * value)} %"
