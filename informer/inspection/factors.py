"""What the sampling factor c buys: the same queries and keys, selected with another c."""

import math

import numpy as np

from informer.inspection.agreement import top_queries
from informer.inspection.estimate import Doubles, ExactHead, FactorCurve, Score
from informer.inspection.resampling import selections
from informer.inspection.results import Floats, Inspection
from informer.model.sparsity import n_sampled_keys, n_selected_queries

HIGHEST = 20


def factors_to_try(length: int, own: int) -> range:
    """1 to 20, but not beyond the factor that selects all queries; the run's own is among them.

    >>> factors_to_try(168, 5), factors_to_try(24, 5)
    (range(1, 21), range(1, 7))
    """
    everything = math.ceil(length / max(1, math.ceil(math.log(length))))
    return range(1, max(own, min(HIGHEST, everything)) + 1)


def factor_curve(
    inspection: Inspection,
    layer_name: str,
    exact: ExactHead,
    scores: Floats,
    factors: range,
    n_draws: int = 5,
) -> FactorCurve:
    """Scores of the sampled choice under ``n_draws`` seeds, of the exact choice, and of chance.

    ``scores`` ``[L, L]`` are those of the head that ``exact`` is of. Raises KeyError when there is
    no such layer.
    """
    length = exact.length
    sampled = np.empty((len(factors), n_draws, 3))
    best, chance = np.empty((2, len(factors), 3))
    for i, factor in enumerate(factors):
        chosen, _ = selections(inspection, layer_name, n_draws, factor, scores)
        sampled[i] = [_three(exact.score(queries)) for queries in chosen]
        n_selected = chosen.shape[1]
        best[i] = _three(exact.score(top_queries(exact.measure[None], n_selected)[0]))
        chance[i] = _three(exact.chance(n_selected))
    return FactorCurve(
        factors=np.array(factors),
        n_selected=np.array([n_selected_queries(c, length) for c in factors]),
        n_sampled=np.array([n_sampled_keys(c, length) for c in factors]),
        sampled=sampled,
        exact=best,
        chance=chance,
    )


def _three(score: Score) -> Doubles:
    return np.array([score.precision, score.mass, score.error])
