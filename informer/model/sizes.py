"""How many keys are sampled and how many queries attend: plain arithmetic, without torch."""

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
    """Whether the queries are ranked from their scores on every key, of which U are then read.

    One matrix product with all keys, then a gather, takes less time than gathering U keys of width
    d for every query up to L_K ≈ 3·U·d, and at most 100·U (measured on a CPU).

    >>> scores_every_key(2880, 40, 64), scores_every_key(2880, 40, 8)
    (True, False)
    """
    return n_keys <= n_sampled * min(3 * d_head, 100)
