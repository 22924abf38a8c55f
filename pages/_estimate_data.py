"""What the estimate section computes of one head, kept for as long as it stays true.

Nothing here depends on the focused query, and only the draws depend on the seeds that are tried.
Functions of the library that draw keys need torch, so they are imported when they are called.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.inspection.agreement import top_queries
from informer.inspection.estimate import ExactHead, FactorCurve, Resampling, Rung
from informer.inspection.ladder import exact_head, ladder
from informer.inspection.mass import share_of_mass
from informer.inspection.results import AttentionInspection, Floats, Inspection, Ints
from pages import _library, _state
from pages._opened import Opened

_DRAWS, _FEWEST, _MOST = 100, 10, 500


@dataclass(frozen=True)
class Trial:
    """One head of one window, the sampling factor that is tried on it, and how many seeds."""

    run: Opened
    inspection: Inspection
    layer: AttentionInspection
    head: int
    factor: int
    draws: int

    @property
    def own(self) -> int:
        """The run's own sampling factor."""
        return self.run.record.config.model.sampling_factor

    @property
    def ranked_by(self) -> str:
        """The rung that the model itself uses."""
        return "reference" if self.layer.reference_measure else "sampled"

    @property
    def lazy_rows(self) -> Literal["mean", "sum"]:
        """What a lazy query of this layer gets."""
        return self.run.record.config.model.lazy_rows if self.layer.causal else "mean"

    @property
    def key(self) -> tuple[object, ...]:
        """What the head's scores depend on."""
        identity = _library.identity(self.run.folder)
        return (*identity, self.run.window, self.run.seed, self.layer.name, self.head)

    def at(self, layer: AttentionInspection, head: int) -> "Trial":
        """The same of another head."""
        return replace(self, layer=layer, head=head)


@dataclass(frozen=True)
class Choice:
    """What the sample chose at the seed in focus."""

    measure: Floats
    """``[L]`` what the model ranks by"""
    selected: Ints
    """``[u]``"""
    rungs: tuple[Rung, ...]

    @property
    def active(self) -> NDArray[np.bool_]:
        """``[L]`` true for the selected queries."""
        mask = np.zeros(len(self.measure), dtype=np.bool_)
        mask[self.selected] = True
        return mask


def trial_of(run: Opened, inspection: Inspection, layer: AttentionInspection, head: int) -> Trial:
    """What the address asks for, as far as there is such a thing."""
    now = _state.focus()
    draws = min(max(_DRAWS if now.draws is None else now.draws, _FEWEST), _MOST)
    trial = Trial(run, inspection, layer, head, run.record.config.model.sampling_factor, draws)
    if now.factor is None or layer.selected is None:
        return trial
    return replace(trial, factor=min(max(now.factor, 1), factors(trial)[-1]))


def factors(trial: Trial) -> range:
    """The factors that can be tried."""
    from informer.inspection.factors import factors_to_try

    return factors_to_try(trial.layer.length, trial.own)


def exact(trial: Trial) -> ExactHead:
    """The head as if every query attended."""
    return _exact(trial.key, trial)


def choice(trial: Trial) -> Choice:
    """What is selected at the seed in focus, and the ladder it is a rung of."""
    return _choice(trial.key, trial.factor, trial)


def best_mass(trial: Trial) -> float:
    """The share of attention mass that the queries with most of it carry, as many as selected."""
    mass, u = exact(trial).mass, len(choice(trial).selected)
    return share_of_mass(mass, top_queries(mass[None], u)[0])


def resampling(trial: Trial) -> Resampling:
    """What is selected under each of the seeds that are tried."""
    return _resampling(trial.key, trial.factor, trial.draws, trial)


def curve(trial: Trial) -> FactorCurve:
    """How the estimate fares over all factors that can be tried."""
    return _curve(trial.key, trial)


@st.cache_resource(max_entries=3, show_spinner=False)
def _scores(key: tuple[object, ...], _trial: Trial) -> Floats:
    from informer.inspection.resampling import head_scores

    return head_scores(_trial.layer, _trial.head)


@st.cache_resource(max_entries=256, show_spinner=False)
def _exact(key: tuple[object, ...], _trial: Trial) -> ExactHead:
    return exact_head(_trial.layer, _trial.head, lazy_rows=_trial.lazy_rows)


@st.cache_resource(max_entries=512, show_spinner=False)
def _choice(key: tuple[object, ...], factor: int, _trial: Trial) -> Choice:
    from informer.inspection.resampling import measured, select
    from informer.model.sparsity import n_selected_queries

    layer, head = _trial.layer, _trial.head
    n_selected = n_selected_queries(factor, layer.length)
    scores = _scores(key, _trial)
    measures, selected = {}, {}
    for form in ("sampled", "reference"):
        measures[form] = measured(
            _trial.inspection,
            layer.name,
            head,
            factor,
            reference=form == "reference",
            scores=scores,
        )
        selected[form] = select(measures[form], n_selected)
    own = _trial.ranked_by
    if factor == _trial.own and layer.selected is not None and layer.measure_sampled is not None:
        measures[own], selected[own] = layer.measure_sampled[head], layer.selected[head]
    rungs = ladder(_exact(key, _trial), selected["sampled"], selected["reference"])
    return Choice(measures[own], selected[own], rungs)


@st.cache_resource(max_entries=64, show_spinner=False)
def _resampling(key: tuple[object, ...], factor: int, draws: int, _trial: Trial) -> Resampling:
    from informer.inspection.resampling import resample

    return resample(
        _trial.inspection,
        _trial.layer.name,
        _trial.head,
        draws,
        factor,
        scores=_scores(key, _trial),
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _curve(key: tuple[object, ...], _trial: Trial) -> FactorCurve:
    from informer.inspection.factors import factor_curve

    return factor_curve(
        _trial.inspection,
        _trial.layer.name,
        _exact(key, _trial),
        _scores(key, _trial),
        factors(_trial),
    )
