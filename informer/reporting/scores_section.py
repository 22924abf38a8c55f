"""How good it is: scores beside simple forecasts, and when the errors come."""

import math

import numpy as np

from informer.figures.error_profile import error_profile
from informer.figures.style import Style
from informer.forecasting.profile import By, Profile, groupings, profile
from informer.forecasting.results import Scores
from informer.forecasting.rolled import INFORMER
from informer.reporting.material import Material
from informer.reporting.parts import Drawn, Numbers, Part, Section, Table, Words
from informer.reporting.words import BASELINES, number, plural, skill

_PROFILES = 2
"""Figures of errors in groups: a report shows the first that tell something."""
_FAR = 4
"""A simple forecast whose error is so many times the lowest is in the table alone."""
_NAMES = {INFORMER: "Informer", **BASELINES}


def scores_section(material: Material) -> Section | None:
    """The section; ``None`` for a run without scores."""
    result = material.record.result
    if result is None:
        return None
    best = result.baselines.get(result.best_baseline)
    name = BASELINES.get(result.best_baseline, result.best_baseline)
    mine = result.metrics
    better = result.skill > 0
    parts: list[Part] = [
        Words(
            f"The Informer is {skill(result)}, the best simple forecast here."
            if better
            else f"The Informer is {skill(result)}: for this series the simple forecast is the "
            "better choice.",
            "good" if better else "bad",
        )
    ]
    if best is not None:
        parts.append(
            Numbers(
                tuple(
                    (label, number(getattr(mine, key)), f"{name}: {number(getattr(best, key))}")
                    for label, key in (("MAE", "mae"), ("RMSE", "rmse"), ("MASE", "mase"))
                )
            )
        )
    everyone: dict[str, Scores] = {"Informer": mine}
    everyone |= {BASELINES.get(key, key): scores for key, scores in result.baselines.items()}
    shares = any(one.wape is not None for one in everyone.values())  # older runs know none
    parts.append(
        Table(
            ("forecast by", "MAE", "RMSE", "MASE", *(("WAPE",) if shares else ())),
            tuple(
                (who, number(one.mae), number(one.rmse), number(one.mase))
                + ((_percent(one.wape),) if shares else ())
                for who, one in everyone.items()
            ),
        )
    )
    own = material.record.config.model.pred_len
    units = "on standardised values" if material.record.config.standardise_metrics else "in units"
    parts.append(
        Words(
            f"Over all {plural(result.n_windows, 'window')} of the test part, which the training "
            f"never saw, at the model's own horizon of {plural(own, 'step')}; MAE and RMSE {units} "
            "of the data; MASE below 1 is better than repeating the season before "
            f"({plural(result.period, 'step')})"
            + (
                "; WAPE is the sum of the errors over the sum of what was observed."
                if shares
                else "."
            ),
            "small",
        )
    )
    return Section("How good is it?", (*parts, *_profiles(material)))


def _percent(share: float | None) -> str:
    """A share; a dash where older runs don't know it."""
    return "—" if share is None or not math.isfinite(share) else f"{100 * share:.1f} %"


def _profiles(material: Material) -> list[Part]:
    """The errors of the backtest by step of the horizon, and by the hour or day they are of."""
    backtest = material.backtest
    if backtest is None or material.others:
        return []
    found = groupings(backtest.test, backtest.freq)
    order: tuple[By, ...] = ("step", "hour", "weekday", "month")
    shown = [by for by in order if by in found][:_PROFILES]
    column = backtest.columns[material.target]
    seq_len = material.record.config.model.seq_len
    return [
        _drawn(profile(backtest.test, material.target, by, material.series, seq_len), column)
        for by in shown
    ]


def _drawn(found: Profile, column: str) -> Drawn:
    """One figure, without what is so far off that it would flatten the rest."""
    typical = {name: float(np.nanmean(mae)) for name, mae in found.mae.items()}
    lowest = min(typical.values())
    names = {name: words for name, words in _NAMES.items() if typical.get(name, 0) <= _FAR * lowest}
    if INFORMER not in names:
        names = _NAMES
    return Drawn(
        error_profile(found, Style(), names=names, column=column),
        f"Mean absolute error of {column} by {found.by}, the Informer beside simple forecasts",
    )
