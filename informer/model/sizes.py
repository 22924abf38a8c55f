"""How many keys are sampled, how many queries kept (Algorithm 1): from lengths, without torch."""

import math


def n_sampled_keys(sampling_factor: int, n_keys: int) -> int:
    """U = min(c·⌈ln L_K⌉, L_K): the keys each query is measured on.

    >>> n_sampled_keys(5, 96), n_sampled_keys(5, 8)
    (25, 8)
    """
    return min(sampling_factor * math.ceil(math.log(n_keys)), n_keys) or 1


def n_selected_queries(sampling_factor: int, n_queries: int) -> int:
    """u = min(c·⌈ln L_Q⌉, L_Q): the queries that attend.

    >>> n_selected_queries(5, 96), n_selected_queries(5, 720)
    (25, 35)
    """
    return min(sampling_factor * math.ceil(math.log(n_queries)), n_queries) or 1


def scores_every_key(n_keys: int, n_sampled: int, d_head: int) -> bool:
    """True where one matrix product with all keys is quicker than gathering U keys a query.

    Up to L_K ≈ 3·U·d, and at most 100·U (measured on a CPU); the sampled scores are picked from it.
    """
    return n_keys <= n_sampled * min(3 * d_head, 100)
