"""One query of one head, in numbers: what the formulas on a page are filled with."""

import numpy as np

from informer.inspection.derivation import derivation, log_softmax, sampled_step
from informer.inspection.results import AttentionInspection, DerivationStep, Floats, FocusedQuery


def focus_query(layer: AttentionInspection, head: int, query: int) -> FocusedQuery:
    """Scores, softmax, measures, ranks and the derivation of one query.

    Raises IndexError when the layer has no such head or query.
    """
    if not 0 <= head < layer.n_heads or not 0 <= query < layer.length:
        raise IndexError(
            f"{layer.name} has heads 0 to {layer.n_heads - 1} and queries 0 to {layer.length - 1}"
        )
    visible = int(layer.visible[query])
    d_head = layer.query.shape[2]
    q = layer.query[head, query].astype(np.float64)
    keys = layer.key[head].astype(np.float64)
    scores = keys[:visible] @ q / np.sqrt(d_head)
    steps: tuple[DerivationStep, ...] = derivation(scores, query)
    sampled, n_drawn = None, 0
    measure_sampled, rank_sampled = None, None
    if layer.sampled_keys is not None and layer.measure_sampled is not None:
        drawn = layer.sampled_keys[query]
        # The reference ranks on later keys too; they are measured, but they are not attended to.
        counted = drawn if layer.reference_measure else drawn[drawn < visible]
        sampled, n_drawn = np.unique(drawn[drawn < visible]), int((drawn < visible).sum())
        measure_sampled = float(layer.measure_sampled[head, query])
        rank_sampled = _rank(layer.measure_sampled[head], query)
        if len(counted):
            step = sampled_step(
                keys[counted] @ q / np.sqrt(d_head),
                query,
                d_head=d_head,
                n_keys=layer.length,
                reference=layer.reference_measure,
            )
            steps = (*steps, step)
    return FocusedQuery(
        layer=layer.name,
        head=head,
        query=query,
        time=layer.time[query],
        key_time=layer.time[:visible],
        scores=scores,
        weights=np.exp(log_softmax(scores)),
        uniform=1 / visible,
        sampled=sampled,
        n_drawn=n_drawn,
        selected=bool(layer.active(head)[query]),
        measure=steps[6].value,
        max_mean=steps[8].value,
        kl=steps[5].value,
        measure_sampled=measure_sampled,
        rank_exact=_rank(layer.measure_exact[head], query),
        rank_sampled=rank_sampled,
        length=layer.length,
        steps=steps,
    )


def _rank(measure: Floats, query: int) -> int:
    """1 for the largest measure ``[L]``; of equal ones, the earlier comes first."""
    mine = measure[query]
    return 1 + int((measure > mine).sum()) + int((measure[:query] == mine).sum())
