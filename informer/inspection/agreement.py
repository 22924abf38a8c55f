"""How well the sampled measure chose: its selection beside that of the exact M."""

import numpy as np

from informer.inspection.results import Floats, Ints


def top_queries(measure: Floats, count: int) -> Ints:
    """``[H, count]`` the queries with the largest measure ``[H, L]``, in order of time.

    >>> top_queries(np.float32([[1.0, 3.0, 2.0]]), 2)
    array([[1, 2]])
    """
    order = np.argsort(-measure, axis=-1, kind="stable")
    return np.sort(order[:, :count], axis=-1)


def precision_at_u(selected: Ints, measure_exact: Floats) -> Floats:
    """``[H]`` share of the selected queries ``[H, u]`` that the exact M ``[H, L]`` would select.

    A random choice would reach u / L.

    >>> precision_at_u(np.array([[0, 1]]), np.float32([[1.0, 3.0, 2.0]]))
    array([0.5], dtype=float32)
    """
    best = top_queries(measure_exact, selected.shape[1])
    shares = [np.isin(mine, top).mean() for mine, top in zip(selected, best, strict=True)]
    return np.array(shares, dtype=np.float32)
