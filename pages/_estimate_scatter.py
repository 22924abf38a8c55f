"""Every query as a point: the bound, and the sampled estimate against the exact measure."""

import streamlit as st

from informer.figures.estimate_scatter import DRAWN, bound_scatter, sampled_scatter
from informer.figures.style import Style
from pages import _focus_marks, _plot, _state
from pages._estimate_data import Trial, choice


def both(trial: Trial, query: int) -> None:
    """The bound on the left, the sample on the right."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Exact against exact: the bound", anchor=False)
        bound(trial, query)
    with right:
        st.subheader(f"Exact against sampled (seed {trial.run.seed})", anchor=False)
        _sampled(trial, query)


def bound(trial: Trial, query: int) -> None:
    """Exact KL over exact max-mean."""
    layer, head = trial.layer, trial.head
    x, y = float(layer.measure_max_mean[head, query]), float(layer.kl[head, query])
    _plot.show(
        _bound_json(trial.key, trial.factor, trial),
        "bound_scatter",
        marks=[_focus_marks.ring(x, y)],
        alt=f"Exact KL over exact max-mean of {layer.length} queries; none is above the diagonal",
        on_click=pick_query,
    )
    st.caption(
        "Both over all keys. Max-mean is at least KL, and exceeds it by at most the logarithm of "
        "the number of keys: so it can stand in for KL in a ranking." + _hint(trial)
    )


def _sampled(trial: Trial, query: int) -> None:
    chosen, layer = choice(trial), trial.layer
    x = float(layer.measure_max_mean[trial.head, query])
    _plot.show(
        _sampled_json(trial.key, trial.factor, trial),
        "sampled_scatter",
        marks=[_focus_marks.ring(x, float(chosen.measure[query]))],
        alt=f"Sampled over exact max-mean of {layer.length} queries; selected ones in colour",
        on_click=pick_query,
    )
    missed = (
        "Below right: missed by the sample. Above left: selected in their place. "
        "A sample that misses a query's largest scores falls under the line."
    )
    if layer.reference_measure:
        missed = "This run ranks as the public code does, on a scale of its own."
    st.caption(missed + _hint(trial))


def pick_query(click: _plot.Click) -> None:
    """Focus the query whose point was clicked: its number is the point's custom value."""
    if isinstance(click.custom, int | float):
        _state.move(query=int(click.custom))


def _hint(trial: Trial) -> str:
    many = f" Of more than {DRAWN} lazy points some are drawn; all can be hovered and clicked."
    thinned = trial.layer.n_selected is not None and trial.layer.length > DRAWN
    return " Ringed: the focused query; click another." + many * thinned


@st.cache_resource(max_entries=32, show_spinner=False)
def _bound_json(key: tuple[object, ...], factor: int, _trial: Trial) -> str:
    full = _trial.layer.selected is None
    active = _trial.layer.active(_trial.head) if full else choice(_trial).active
    return str(bound_scatter(_trial.layer, _trial.head, active, Style()).to_json())


@st.cache_resource(max_entries=32, show_spinner=False)
def _sampled_json(key: tuple[object, ...], factor: int, _trial: Trial) -> str:
    chosen = choice(_trial)
    figure = sampled_scatter(_trial.layer, _trial.head, chosen.measure, chosen.active, Style())
    return str(figure.to_json())
