"""The approximation ladder: ways to rank the same queries, from the exact measure to chance.

Pure numpy. What the sample selects is given: :mod:`resampling` draws it.
"""

from typing import Literal

import numpy as np

from informer.inspection.agreement import top_queries
from informer.inspection.estimate import ExactHead, Rung
from informer.inspection.lazy_rows import lazy_values
from informer.inspection.mass import mass_above_uniform, weight_blocks
from informer.inspection.results import AttentionInspection, Floats, Ints


def exact_head(
    layer: AttentionInspection, head: int, *, lazy_rows: Literal["mean", "sum"] = "mean"
) -> ExactHead:
    """Full attention of one head, in blocks of queries, against what lazy queries get.

    ``lazy_rows`` is the run's choice for causal layers: the mean of V up to the query's own place,
    or the public code's sum (docs/DIFFERENCES.md, 4).
    """
    value = layer.value[head]
    lazy = lazy_values(layer, head, lazy_rows).astype(np.float32)
    mass, harm = np.empty((2, layer.length), dtype=np.float32)
    squares = 0.0
    for rows, weights in weight_blocks(layer, head):
        attended = weights @ value
        harm[rows] = np.linalg.norm(attended - lazy[rows], axis=1)
        squares += float((attended.astype(np.float64) ** 2).sum())
        mass[rows] = mass_above_uniform(weights, layer.visible[rows])
    return ExactHead(
        measure=layer.measure_exact[head],
        kl=layer.kl[head],
        max_mean=layer.measure_max_mean[head],
        mass=mass,
        harm=harm,
        causal=layer.causal,
        norm=float(np.sqrt(squares)),
    )


def ladder(exact: ExactHead, sampled: Ints, reference: Ints) -> tuple[Rung, ...]:
    """The rungs for one head, in the order of ``RUNGS``; KL only where its order is not that of M.

    ``sampled`` and ``reference`` are the queries ``[u]`` that the sampled max-mean, and the public
    code's form of it, select. The harm oracle ranks by harm: no u queries leave a smaller error.
    """
    n_selected = len(sampled)
    chosen = {
        "exact": _top(exact.measure, n_selected),
        "kl": _top(exact.kl, n_selected),
        "max_mean": _top(exact.max_mean, n_selected),
        "sampled": sampled,
        "reference": reference,
        "harm": _top(exact.harm, n_selected),
    }
    if not exact.causal:
        del chosen["kl"]
    rungs = [Rung(name, queries, exact.score(queries)) for name, queries in chosen.items()]
    return (*rungs, Rung("random", None, exact.chance(n_selected)))


def _top(measure: Floats, count: int) -> Ints:
    best: Ints = top_queries(measure[None], count)[0]
    return best
