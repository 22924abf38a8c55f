"""The approximation ladder: of the head in focus, over the sampling factor, and of all heads."""

from typing import Any

import streamlit as st

from informer.figures.factor_curve import factor_figure
from informer.figures.ladder import ladder_figure
from informer.figures.ladder_heads import ladder_heads
from informer.figures.panels import SCORES, percent
from informer.figures.style import Style
from pages import _estimate_words, _plot, _state
from pages._attention_controls import layer_name
from pages._estimate_data import Trial, best_mass, choice, curve

_HELP = """
Every rung ranks the same queries in its own way, lets its top u attend, and gives the others the
mean. Exact rungs use all keys; the model never sees them.

- **Exact M**: the paper's measure, the reference for precision.
- **Exact max-mean**: its cheaper stand-in, over all keys.
- **Sampled max-mean**: the stand-in over the keys drawn under this seed.
- **Public code's form**: the same draws without 1/√d, the sum divided by all keys; with a causal
  mask it ranks on hidden keys too.
- **Harm oracle**: ranks by ‖softmax V − mean V‖, how far a query's output moves. No choice has
  less error.
- **Random choice**: expected over all choices, computed and not drawn (for the error, the root of
  its mean square).
"""


def one_head(trial: Trial) -> None:
    """Bars for the head in focus."""
    st.subheader("Ways to rank the same queries", anchor=False, help=_HELP)
    chosen = choice(trial)
    _plot.show(
        _ladder_json(trial.key, trial.factor, trial),
        "estimate_ladder",
        alt=f"Precision, attention mass and output error of {len(chosen.rungs)} ways to choose "
        f"{len(chosen.selected)} queries",
    )
    st.caption(_estimate_words.price(chosen.rungs, trial.ranked_by, best_mass(trial)))


def factor(trial: Trial, tried: range) -> None:
    """The slider of the sampling factor, beside what it changes."""
    found, now = curve(trial), trial.factor
    at = list(tried).index(now)
    length, u, n = trial.layer.length, int(found.n_selected[at]), int(found.n_sampled[at])
    st.subheader(
        "What a larger sample buys",
        anchor=False,
        help="c decides how many keys are sampled, U = c·⌈ln L⌉, and how many queries are "
        "selected, u = c·⌈ln L⌉, each at most L.",
    )
    if len(tried) > 1:
        st.slider(
            f"Sampling factor c (the run's own: {trial.own})",
            tried[0],
            tried[-1],
            key=_state.seed("estimate_factor", now),
            on_change=lambda: _try(_state.value("estimate_factor"), trial.own),
        )
    st.markdown(
        f"**u / L** = {u} / {length}, {percent(u / length)}: queries that attend  \n"
        f"**U / L** = {n} / {length}, {percent(n / length)}: keys drawn for each, with repeats"
    )
    _plot.show(
        _curve_json(trial.key, trial.own, trial),
        "factor_curve",
        marks=[_mark(now, suffix) for suffix in ("", "2", "3")],
        alt="Precision, attention mass and output error against the sampling factor",
        on_click=lambda click: _pick_factor(click, trial.own, tried),
    )
    st.caption(
        f"Sampled: mean and range of {found.sampled.shape[1]} seeds. Dotted: the run's own c. "
        "Queries and keys stay as they are, the model isn't run anew. Click a point to try it."
    )


def all_heads(trial: Trial) -> None:
    """One row of coloured cells for each layer and head."""
    st.subheader("All layers and heads", anchor=False)
    score = st.segmented_control(
        "Score",
        list(SCORES),
        format_func=SCORES.__getitem__,
        default="precision",
        key="ladder_score",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    heads = [(layer, head) for layer in trial.inspection.attention for head in range(layer.n_heads)]

    def pick(click: _plot.Click) -> None:
        if isinstance(click.index, list) and click.index:
            layer, head = heads[int(click.index[0])]
            _state.move(layer=layer.name, head=head + 1, query=None)

    with st.spinner("Comparing all heads"):
        figure = _heads_json(trial.key[:-2], trial.factor, score, trial)
    row = [(one.name, head) for one, head in heads].index((trial.layer.name, trial.head))
    ends = {"xref": "x domain", "x0": 0, "x1": 1, "y0": row - 0.5, "y1": row + 0.5}
    _plot.show(
        figure,
        "ladder_heads",
        marks=[{"type": "rect", **ends, "line": {"color": Style().colour.ink, "width": 2}}],
        alt=f"{SCORES[score]} of each way to rank, for {len(heads)} heads",
        on_click=pick,
    )
    st.caption(
        "Brighter is better. Framed: the head in focus; click a row to go there."
        + (
            " In the decoder a mask hides later keys, so M grows with the keys a query sees: a low "
            "precision there does not mean a high error."
            if any(layer.causal for layer, _ in heads)
            else ""
        )
    )


def _try(factor: int, own: int) -> None:
    _state.move(factor=None if factor == own else factor)


def _pick_factor(click: _plot.Click, own: int, tried: range) -> None:
    if isinstance(click.custom, int | float) and int(click.custom) in tried:
        _try(int(click.custom), own)


def _mark(factor: int, suffix: str) -> dict[str, Any]:
    """The factor that is tried, in one panel."""
    return {
        "type": "line", "xref": f"x{suffix}", "yref": f"y{suffix} domain",
        "x0": factor, "x1": factor, "y0": 0, "y1": 1, "layer": "below",
        "line": {"color": Style().colour.ink, "width": 1.4},
    }  # fmt: skip


@st.cache_resource(max_entries=64, show_spinner=False)
def _ladder_json(key: tuple[object, ...], factor: int, _trial: Trial) -> str:
    name = f"ladder {_trial.layer.name}"
    rungs = choice(_trial).rungs
    figure = ladder_figure(rungs, Style(), ranked_by=_trial.ranked_by, revision=name)
    return str(figure.to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _curve_json(key: tuple[object, ...], own: int, _trial: Trial) -> str:
    return str(factor_figure(curve(_trial), Style(), own=own).to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _heads_json(key: tuple[object, ...], factor: int, score: str, _trial: Trial) -> str:
    names, ladders = [], []
    for layer in _trial.inspection.attention:
        for head in range(layer.n_heads):
            names.append(f"{layer_name(layer.name)} · head {head + 1}")
            ladders.append(choice(_trial.at(layer, head)).rungs)
    return str(ladder_heads(names, ladders, score, Style()).to_json())
