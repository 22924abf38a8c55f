"""What there is to say of an estimate: how well a choice of queries does, and what luck decides.

In numpy, for figures and pages; computed by :mod:`ladder`, :mod:`resampling` and :mod:`factors`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from informer.inspection.agreement import top_queries
from informer.inspection.mass import share_of_mass
from informer.inspection.results import Floats, Ints

Doubles = NDArray[np.float64]

RUNGS = {
    "exact": "Exact M",
    "kl": "Exact KL",
    "max_mean": "Exact max-mean",
    "sampled": "Sampled max-mean",
    "reference": "Public code's form",
    "harm": "Harm oracle",
    "random": "Random choice",
}
"""The ways to rank the queries that are compared, and what they are called.

Exact KL is M − ln(visible keys): a rung of its own where a mask lets queries see more or fewer
keys; elsewhere it ranks as M does.
"""


@dataclass(frozen=True)
class Score:
    """How well a choice of u queries does; the other queries get their lazy row."""

    precision: float
    """Share of the chosen that the exact M would choose: precision at u."""
    mass: float
    """Recall of attention mass, see :mod:`informer.inspection.mass`."""
    error: float
    """‖O − O_full‖ / ‖O_full‖, Frobenius norms of the head's output ``[L, d]``."""


@dataclass(frozen=True)
class ExactHead:
    """One head as if every query attended: what each query's attention is worth. All exact."""

    measure: Floats
    """``[L]`` M over all visible keys (equation 2)"""
    kl: Floats
    """``[L]`` M − ln(visible keys)"""
    max_mean: Floats
    """``[L]`` max-mean over all visible keys (equation 4)"""
    mass: Floats
    """``[L]`` attention mass above uniform"""
    harm: Floats
    """``[L]`` ‖softmax(s_i) V − lazy row‖: how far output i moves when the query is lazy."""
    causal: bool
    norm: float
    """Frobenius norm of the head's output under full attention."""

    @property
    def length(self) -> int:
        """L, number of queries."""
        return len(self.measure)

    def score(self, chosen: Ints) -> Score:
        """Of the queries ``[u]`` that attend."""
        best = top_queries(self.measure[None], len(chosen))[0]
        lost = np.ones(self.length, dtype=np.bool_)
        lost[chosen] = False
        return Score(
            precision=float(np.isin(chosen, best).mean()),
            mass=share_of_mass(self.mass, chosen),
            error=self._relative(float((self.harm[lost].astype(np.float64) ** 2).sum())),
        )

    def chance(self, n_selected: int) -> Score:
        """Of u queries chosen at random: expected over all choices, exactly.

        Precision and mass are means; the error is the root of the mean square, because it is the
        squares that are shared out evenly: (1 − u/L) Σ harm².
        """
        share = n_selected / self.length
        everything = float((self.harm.astype(np.float64) ** 2).sum())
        return Score(share, share, self._relative((1 - share) * everything))

    def _relative(self, squares: float) -> float:
        return float(np.sqrt(squares)) / self.norm if self.norm > 0 else 0.0


@dataclass(frozen=True)
class Rung:
    """One way to rank the queries of a head, and how well its top u do."""

    name: str
    """A key of :data:`RUNGS`"""
    selected: Ints | None
    """``[u]`` in order of time; ``None`` for the random choice."""
    score: Score


@dataclass(frozen=True)
class Resampling:
    """How often each query of one head is selected, over sampling seeds in a row.

    Queries and keys are held as they are at the first seed.
    """

    first_seed: int
    n_draws: int
    factor: int
    """The sampling factor c"""
    selected: Ints
    """``[N, u]`` of each draw, in order of time"""
    counts: Ints
    """``[L]`` draws in which each query was selected"""
    matches: Ints
    """``[L]`` keys whose score alone would lift the query over the cut (mean of the draws')."""
    expected: Doubles
    """``[L]`` 1 − (1 − m/n)^U: the chance that one of those m of n visible keys is drawn."""

    @property
    def always(self) -> NDArray[np.bool_]:
        """``[L]`` selected in every draw"""
        return np.equal(self.counts, self.n_draws)

    @property
    def never(self) -> NDArray[np.bool_]:
        """``[L]`` selected in none"""
        return np.equal(self.counts, 0)

    @property
    def sometimes(self) -> NDArray[np.bool_]:
        """``[L]`` for these, the seed decides"""
        return ~self.always & ~self.never

    @property
    def churn(self) -> float:
        """See :func:`churn`."""
        return churn(self.counts, self.n_draws)


def churn(counts: Ints, n_draws: int) -> float:
    """The share of the selected that changes from one draw to another, mean over all pairs.

    ``counts`` ``[L]`` holds the draws in which each query was selected. Two draws share query i in
    c_i (c_i − 1) of their N (N − 1) ordered pairs.

    >>> churn(np.array([2, 1, 1, 0]), 2)            # {0, 1} and then {0, 2}: one of two changes
    0.5
    """
    total = int(counts.sum())
    if n_draws < 2 or total == 0:
        return 0.0
    shared = float((counts * (counts - 1)).sum())
    return 1.0 - shared / (total * (n_draws - 1))


def most_churned(counts: Ints, n_draws: int) -> int | None:
    """The query selected in nearest to half of the draws, the first of equals; ``counts`` ``[L]``.

    ``None`` when every query is selected either always or never.

    >>> most_churned(np.array([4, 3, 1, 2]), 4)
    3
    """
    undecided = (counts > 0) & (counts < n_draws)
    if not undecided.any():
        return None
    distance = np.abs(2 * counts - n_draws)
    return int(np.where(undecided, distance, 2 * n_draws + 1).argmin())


@dataclass(frozen=True)
class FactorCurve:
    """How the estimate fares as the sampling factor grows, on the same queries and keys.

    Axes: C factors, D draws, 3 scores in the order of :class:`Score`.
    """

    factors: Ints
    """``[C]``"""
    n_selected: Ints
    """``[C]`` u"""
    n_sampled: Ints
    """``[C]`` U"""
    sampled: Doubles
    """``[C, D, 3]`` of each draw"""
    exact: Doubles
    """``[C, 3]`` were the queries ranked by the exact M"""
    chance: Doubles
    """``[C, 3]`` were they chosen at random"""
