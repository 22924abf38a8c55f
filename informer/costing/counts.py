"""Dot products of full and of ProbSparse self-attention, counted by formula: one head, one window.

Axes as in the paper: L_Q queries, L_K keys of width d, U sampled keys a query, u queries selected.
"""

from dataclasses import dataclass

from informer.model.sizes import n_sampled_keys, n_selected_queries, scores_every_key


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


def _sizes(n_queries: int, n_keys: int, sampling_factor: int) -> tuple[int, int]:
    return n_sampled_keys(sampling_factor, n_keys), n_selected_queries(sampling_factor, n_queries)
