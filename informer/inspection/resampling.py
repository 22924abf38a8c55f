"""What luck decides: the queries that one head selects under one sampling seed after another.

No forward pass: the exact scores of the head are held, and each draw picks its keys from them.
Below the first layer, queries and keys would themselves depend on the seed; here they stay what
they are in the inspection.
"""

import numpy as np
import torch

from informer.inspection.draws import draws_of, reference_draws_of
from informer.inspection.estimate import Doubles, Resampling
from informer.inspection.results import AttentionInspection, Floats, Inspection, Ints
from informer.model.sparsity import n_sampled_keys, n_selected_queries


def head_scores(layer: AttentionInspection, head: int) -> Floats:
    """``[L, L]`` s_ij = q_i·k_j / √d of one head, hidden keys included: 33 MB for L = 2880."""
    query, key = layer.query[head], layer.key[head]
    scores: Floats = (query / np.float32(np.sqrt(query.shape[1]))) @ key.T
    return scores


def sampled_measure(scores: Floats, keys: Ints, *, width: int, reference: bool) -> Floats:
    """``[L]`` what queries are ranked by: max-mean over their drawn keys ``[L, U]``.

    ``reference`` is the public code's form: scores without 1/√d, ``width`` being d, and their sum
    divided by L_K (docs/DIFFERENCES.md, 2).
    """
    drawn = np.take_along_axis(scores, keys, axis=1)
    if reference:
        drawn = drawn * np.float32(np.sqrt(width))
        rest = drawn.sum(axis=1) / np.float32(len(scores))
    else:
        rest = drawn.mean(axis=1)
    measure: Floats = drawn.max(axis=1) - rest
    return measure


def select(measure: Floats, n_selected: int) -> Ints:
    """``[u]`` the queries of the largest measure ``[L]``, in order of time, as the model picks."""
    chosen = torch.from_numpy(measure).topk(n_selected).indices
    selected: Ints = chosen.sort().values.numpy()
    return selected


def measured(
    inspection: Inspection,
    layer_name: str,
    head: int,
    factor: int,
    *,
    reference: bool,
    scores: Floats | None = None,
) -> Floats:
    """``[L]`` the sampled measure in one of its two forms, at the inspection's own seed.

    ``scores`` are those of :func:`head_scores`, if they are there already.
    """
    layer = inspection.layer(layer_name)
    # A run that ranks in the public code's form still draws visible keys only.
    hidden_too = reference and not layer.reference_measure
    draw = reference_draws_of if hidden_too else draws_of
    return sampled_measure(
        head_scores(layer, head) if scores is None else scores,
        draw(inspection, layer_name, inspection.sampling_seed, factor),
        width=layer.query.shape[2],
        reference=reference,
    )


def resample(
    inspection: Inspection,
    layer_name: str,
    head: int,
    n_draws: int,
    factor: int,
    *,
    scores: Floats | None = None,
) -> Resampling:
    """Selections under ``n_draws`` seeds, from the inspection's own on.

    Raises KeyError when there is no such layer.
    """
    layer = inspection.layer(layer_name)
    held = head_scores(layer, head) if scores is None else scores
    selected, cuts = selections(inspection, layer_name, n_draws, factor, held)
    n_sampled = n_sampled_keys(factor, layer.length)
    matches = _matches(layer, held, float(cuts.mean()), n_sampled)
    expected = 1 - (1 - matches / layer.visible) ** n_sampled
    if selected.shape[1] == layer.length:
        expected[:] = 1  # there is no cut: every query is selected whatever is drawn
    return Resampling(
        first_seed=inspection.sampling_seed,
        n_draws=n_draws,
        factor=factor,
        selected=selected,
        counts=np.bincount(selected.ravel(), minlength=layer.length),
        matches=matches,
        expected=expected,
    )


def selection_counts(
    inspection: Inspection, layer_name: str, head: int, n_draws: int, factor: int
) -> Ints:
    """``[L]`` draws, of ``n_draws``, in which each query is selected; see :func:`resample`."""
    return resample(inspection, layer_name, head, n_draws, factor).counts


def selections(
    inspection: Inspection, layer_name: str, n_draws: int, factor: int, scores: Floats
) -> tuple[Ints, Doubles]:
    """``[N, u]`` the queries that each draw selects, and ``[N]`` the smallest measure among them.

    ``scores`` are those of the head in question, as :func:`head_scores` gives them.
    """
    layer = inspection.layer(layer_name)
    n_selected = n_selected_queries(factor, layer.length)
    selected = np.empty((n_draws, n_selected), dtype=np.int64)
    cuts = np.empty(n_draws, dtype=np.float64)
    for i in range(n_draws):
        keys = draws_of(inspection, layer_name, inspection.sampling_seed + i, factor)
        measure = sampled_measure(
            scores, keys, width=layer.query.shape[2], reference=layer.reference_measure
        )
        selected[i] = select(measure, n_selected)
        cuts[i] = measure[selected[i]].min()
    return selected, cuts


def _matches(layer: AttentionInspection, scores: Floats, cut: float, n_sampled: int) -> Ints:
    """``[L]`` visible keys that lift their query over the cut, its mean taken as the exact one."""
    matches = np.empty(layer.length, dtype=np.int64)
    scale, weight = 1.0, 1.0
    if layer.reference_measure:
        scale, weight = float(np.sqrt(layer.query.shape[2])), n_sampled / layer.length
    for i, n in enumerate(layer.visible):
        row = scores[i, :n]
        matches[i] = np.count_nonzero(scale * (row - weight * row.mean()) >= cut)
    return matches
