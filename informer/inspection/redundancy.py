"""Does distilling remove redundancy? How alike neighbouring positions are, and which value wins.

The paper says that the encoder's map has redundant combinations, and that distilling privileges the
dominating features (section 3.3); here is what this model's maps say.
"""

import numpy as np
from numpy.typing import NDArray

from informer.inspection.distilling_results import Doubles, NeighbourSimilarity, WinnerShares
from informer.inspection.results import DistillingInspection, Floats


def cosines(features: Floats, apart: int = 1, *, centred: bool = False) -> Doubles:
    """``[L - apart]`` cosine similarity of ``features[i]`` and ``features[i + apart]``, ``[L, D]``.

    ``centred`` takes each feature as it differs from its mean over the map: what all positions
    share makes any two alike. 0 where a position holds nothing.

    >>> cosines(np.float32([[2, 0], [1, 1], [0, 3]])).round(4)
    array([0.7071, 0.7071])
    """
    values = features.astype(np.float64)
    if centred:
        values -= values.mean(axis=0)
    norm = np.linalg.norm(values, axis=1)
    product = (values[:-apart] * values[apart:]).sum(axis=1)
    size = norm[:-apart] * norm[apart:]
    cosine: Doubles = np.divide(product, size, out=np.zeros_like(product), where=size > 0)
    return cosine


def neighbour_similarity(
    layer: DistillingInspection, *, centred: bool = False
) -> NeighbourSimilarity:
    """Cosines of neighbours before and after a distilling layer, and of every second one before."""
    return NeighbourSimilarity(
        before=cosines(layer.input, centred=centred),
        before_apart=cosines(layer.input, 2, centred=centred)[::2],
        after=cosines(layer.output, centred=centred),
    )


def winner_shares(layer: DistillingInspection) -> WinnerShares:
    """How often the max-pooling kept the earlier, the same and the later of its candidates.

    At the edges there is no earlier, or no later one: the padding never wins.
    """
    centre = 2 * np.arange(len(layer.winners))[:, None]
    won = np.stack([layer.winners - centre == offset for offset in (-1, 0, 1)], axis=-1)
    times = times_kept(layer)
    return WinnerShares(
        overall=won.mean(axis=(0, 1)),
        by_feature=won.mean(axis=0),
        by_position=won.mean(axis=1),
        kept=float((times > 0).mean()),
        kept_twice=float((times > 1).mean()),
    )


def times_kept(layer: DistillingInspection) -> NDArray[np.int64]:
    """``[L, D]`` by how many output positions each input value was kept: 0, 1 or 2."""
    width = layer.input.shape[1]
    places = (layer.winners * width + np.arange(width)).ravel()
    return np.bincount(places, minlength=layer.input.size).reshape(layer.input.shape)
