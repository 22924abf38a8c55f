"""What the sampling seed alone moves, beside all that the model does not know."""

import time

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.figures.style import Style
from informer.figures.uncertainty import uncertainty_figure
from pages import _asked, _format, _library, _plot, _state
from pages._asked import Asked
from pages._text import md, short

SEEDS = 20
LEVEL = 0.8
_QUICK = 720
"""Steps of context times passes up to which a person isn't asked before so many forecasts."""
Doubles = NDArray[np.float64]


def show(ask: Asked) -> None:
    """One figure: the half-width of the interval, and how little of it is sampling."""
    run = ask.run
    if run.record.config.model.attention == "full":
        st.markdown(
            "This run uses full attention: nothing is sampled, so the seed changes nothing."
        )
        return
    st.markdown(
        f"ProbSparse attention samples keys at random to decide which queries attend. This "
        f"forecast uses **seed {run.seed}**, and the same seed always gives the same forecast. "
        "Another seed may keep other queries, and so gives a slightly different forecast."
    )
    drawn = _forecasts(ask)
    if drawn is None:
        return
    spread = half_range(drawn)
    found = _asked.calibration(ask)
    column = run.record.config.data.targets.index(run.target_name)
    half = None if found is None else found.half_width(LEVEL)[: ask.steps, column]
    if half is not None and not np.isfinite(half).all():
        half = None
    _sentence(run.target_name, spread, half)
    now = _asked.forecast(ask)
    _plot.show(
        uncertainty_figure(
            now.time, half, spread, Style(),
            column=run.target_name, level=LEVEL, n_seeds=SEEDS,
        ),
        "sampling_spread",
        alt=f"Half-width of the interval of {run.target_name} and of the forecasts under {SEEDS} "
        "sampling seeds, by time ahead",
    )  # fmt: skip
    st.caption(
        f"Seeds {run.seed} to {run.seed + SEEDS - 1}: the same weights and the same rows. Half of "
        f"the range that holds the middle {100 * LEVEL:g} % of the forecasts"
        + (", to compare like with like." if half is not None else ".")
    )
    if ask.rows is None and not ask.is_rolled:
        st.page_link(
            "pages/attention.py",
            label="See the fan of forecasts, and which queries the seeds keep",
            icon=":material/search:",
            query_params=_state.query(_state.focus()) | {"section": "estimate"},
        )


def half_range(values: Doubles, level: float = LEVEL) -> Doubles:
    """Half of the range ``[steps]`` that holds the middle ``level`` of ``values`` ``[N, steps]``.

    >>> half_range(np.arange(11.0)[:, None])
    array([4.])
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.asarray((high - low) / 2)


def _sentence(target: str, spread: Doubles, half: Doubles | None) -> None:
    name = md(short(target, 40))
    moved = _format.number(float(spread.mean()), 3)
    text = f"On average the seeds move the forecast of {name} by **± {moved}**"
    if half is not None and half.mean() > 0:
        share = 100 * float(spread.mean() / half.mean())
        text += (
            f"; the {100 * LEVEL:g} % interval is **± {_format.number(float(half.mean()), 3)}** "
            f"wide. Sampling is **{_percent(share)}** of it: "
            + (
                "what the model does not know about the future outweighs it by far."
                if share < 25
                else "enough to matter, so a forecast of this run should name its seed."
            )
        )
    else:
        text += "."
    st.markdown(text)


def _percent(share: float) -> str:
    return "less than 1 %" if share < 1 else f"{share:.0f} %"


def _forecasts(ask: Asked) -> Doubles | None:
    """``[SEEDS, steps]`` of the target in focus; ``None`` until a person wants to wait for them."""
    run = ask.run
    column = run.record.config.data.targets.index(run.target_name)
    key = (*_library.identity(run.folder), ask.window, run.seed, ask.steps, ask.rows_key,
           ask.told_key if ask.known is not None else None)  # fmt: skip
    kept = _kept(key)
    if not kept:
        passes = -(-ask.steps // ask.pred_len)
        if run.record.config.model.seq_len * passes > _QUICK and not st.toggle(
            f"Make {SEEDS - 1} more forecasts (about {_format.duration(_seconds(key, ask))})",
            key=_state.seed("spread_fan", bool(_state.focus().fan)),
            on_change=lambda: _state.move(fan=1 if _state.value("spread_fan") else None),
        ):
            return None
        kept.append(_made(ask))
    return kept[0][:, :, column]


def _made(ask: Asked) -> Doubles:
    progress, values = st.progress(0.0, "Forecasting under other seeds"), []
    for i in range(SEEDS):
        values.append(_asked.forecast(ask, ask.run.seed + i).values)
        progress.progress((i + 1) / SEEDS, f"Forecast {i + 1} of {SEEDS}")
    progress.empty()
    return np.stack(values)


@st.cache_resource(max_entries=32, show_spinner=False)
def _kept(key: tuple[object, ...]) -> list[Doubles]:
    """Where the forecasts are kept once they are made: a cached function can't show progress."""
    return []


@st.cache_resource(max_entries=64, show_spinner=False)
def _seconds(key: tuple[object, ...], _ask: Asked) -> float:
    """What the other forecasts will take, by the time that one takes here."""
    _asked.forecast(_ask)  # loads the model, if need be
    begun = time.perf_counter()
    _asked.forecast(_ask, _ask.run.seed + 1)
    return (SEEDS - 2) * (time.perf_counter() - begun)
