"""The keys that the model would draw under another seed or factor, without running it.

Every ProbSparse attention draws from one generator, in order of execution, which is the order of
``Inspection.attention``. So a layer's keys follow from the seed, the factor, and the lengths of the
layers before it.
"""

import torch

from informer.inspection.results import AttentionInspection, Inspection, Ints
from informer.model.sampling import SampledKeys
from informer.model.sparsity import n_sampled_keys


def draws_of(inspection: Inspection, layer_name: str, seed: int, factor: int) -> Ints:
    """``[L, U]`` keys that this layer's queries are measured on.

    Raises KeyError when there is no such layer.
    """
    layer = inspection.layer(layer_name)
    source = _source_at(inspection, layer, seed, factor)
    n_sampled = n_sampled_keys(factor, layer.length)
    keys: Ints = source(layer.length, layer.length, n_sampled, causal=layer.causal).numpy()
    return keys


def reference_draws_of(inspection: Inspection, layer_name: str, seed: int, factor: int) -> Ints:
    """``[L, U]`` keys as the public code would draw them: hidden ones too, where there is a mask.

    The same random numbers as in :func:`draws_of`, so that without a mask the keys are the same;
    with one they are spread over all keys and not over the visible ones (docs/DIFFERENCES.md, 3).
    """
    layer = inspection.layer(layer_name)
    if not layer.causal:
        return draws_of(inspection, layer_name, seed, factor)
    source = _source_at(inspection, layer, seed, factor)
    size = (layer.length, n_sampled_keys(factor, layer.length))
    uniform = torch.rand(size, generator=source.generator)
    keys: Ints = (uniform * layer.length).long().clamp(max=layer.length - 1).numpy()
    return keys


def _source_at(
    inspection: Inspection, layer: AttentionInspection, seed: int, factor: int
) -> SampledKeys:
    """The source of keys, when the layers before this one have drawn theirs."""
    source = SampledKeys(seed)
    for earlier in inspection.attention:
        if earlier.name == layer.name:
            break
        length = earlier.length
        source(length, length, n_sampled_keys(factor, length), causal=earlier.causal)
    return source
