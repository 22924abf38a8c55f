"""Dot products of full and of ProbSparse self-attention, counted by formula: one head, one window.

Axes as in the paper: L_Q queries, L_K keys of width d, U sampled keys a query, u queries selected.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from informer.config import ModelConfig
from informer.costing.results import FULL, SPARSE, Curve
from informer.model.sizes import n_sampled_keys, n_selected_queries, scores_every_key

HERE = "prob_sparse_here"
"""ProbSparse attention as this program computes it (:func:`prob_sparse_here`)."""


@dataclass(frozen=True)
class Counts:
    """What one head computes; each of these is d multiply-adds."""

    dot_products: int
    """Scores q·k."""
    weighted: int
    """Values that are multiplied by a weight and added up."""

    @property
    def products(self) -> int:
        """Both together: what the time goes into."""
        return self.dot_products + self.weighted


def full(n_queries: int, n_keys: int) -> Counts:
    """Every query with every key, L_Q·L_K; as many values are weighted (equation 1).

    >>> full(96, 96)
    Counts(dot_products=9216, weighted=9216)
    """
    return Counts(n_queries * n_keys, n_queries * n_keys)


def prob_sparse(n_queries: int, n_keys: int, sampling_factor: int) -> Counts:
    """What the algorithm needs: L_Q·U to rank the queries, u·L_K for those that attend.

    u·L_K values are weighted; the mean of V, which the other queries get, is no product
    (section 3.2, Algorithm 1).

    >>> prob_sparse(96, 96, 5)
    Counts(dot_products=4800, weighted=2400)
    """
    n_sampled, n_selected = _sizes(n_queries, n_keys, sampling_factor)
    return Counts(n_queries * n_sampled + n_selected * n_keys, n_selected * n_keys)


def prob_sparse_here(n_queries: int, n_keys: int, sampling_factor: int, d_head: int) -> Counts:
    """What this program computes: L_Q·L_K to rank, up to the length where sampling is quicker.

    Below it one matrix product with every key, from which the sampled scores are read, takes less
    time than L_Q·U gathered keys (:func:`~informer.model.sizes.scores_every_key`): more dot
    products than full attention has, but far fewer weighted values.

    >>> prob_sparse_here(96, 96, 5, 64)
    Counts(dot_products=11616, weighted=2400)
    >>> prob_sparse_here(9600, 9600, 5, 64) == prob_sparse(9600, 9600, 5)
    True
    """
    n_sampled, n_selected = _sizes(n_queries, n_keys, sampling_factor)
    ranking = n_keys if scores_every_key(n_keys, n_sampled, d_head) else n_sampled
    return Counts(n_queries * ranking + n_selected * n_keys, n_selected * n_keys)


def counted(model: ModelConfig, length: int) -> dict[str, Counts]:
    """Each form at that length, with the model's sampling factor and width of a head."""
    size = (length, length)
    return {
        FULL: full(*size),
        SPARSE: prob_sparse(*size, model.sampling_factor),
        HERE: prob_sparse_here(*size, model.sampling_factor, model.d_head),
    }


def dot_products(model: ModelConfig, lengths: Sequence[int]) -> dict[str, Curve]:
    """The dot products of one head over the length, of each form.

    Two lengths more where this program changes its way, so that the step is seen.
    """
    last = ranks_on_every_key(model, max(lengths))
    step = {last, last + 1} if last is not None and min(lengths) < last < max(lengths) else set()
    at = tuple(sorted({*lengths, *step}))
    found = [counted(model, length) for length in at]
    columns = {
        form: tuple(float(one[form].dot_products) for one in found) for form in (FULL, SPARSE, HERE)
    }
    return {form: Curve(at, column, column, column) for form, column in columns.items()}


def ranks_on_every_key(model: ModelConfig, longest: int) -> int | None:
    """The largest length, up to ``longest``, at which this program ranks from all scores."""
    at = range(longest, 0, -1)
    every = (
        n for n in at if scores_every_key(n, n_sampled_keys(model.sampling_factor, n), model.d_head)
    )
    return next(every, None)


def _sizes(n_queries: int, n_keys: int, sampling_factor: int) -> tuple[int, int]:
    return n_sampled_keys(sampling_factor, n_keys), n_selected_queries(sampling_factor, n_queries)
