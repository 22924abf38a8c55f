"""What is seen of distilling beside its feature maps, in numpy: figures and pages read these."""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.results import Forecast

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class MultiplyAdds:
    """Multiplications, each with its addition, by what they are for; counted from shapes."""

    projections: int = 0
    """Queries, keys, values and the output of every self-attention."""
    sampling: int = 0
    """The scores of the sampled keys, by which queries are ranked."""
    attention: int = 0
    """The scores of the queries that attend, and their weighted sums of the values."""
    feed_forward: int = 0
    distilling: int = 0
    """The convolutions of the distilling layers themselves."""
    reading: int = 0
    """The decoder reading the encoder's output: its keys and values, scores and sums."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(astuple(self))


@dataclass(frozen=True)
class EncoderMeasurement:
    """The encoder on one window, timed with and without distilling, run about."""

    seconds: tuple[float, ...]
    """Of each run with distilling."""
    seconds_without: tuple[float, ...]
    seconds_distilling: tuple[float, ...]
    """Of the distilling layers alone, of each run; they are part of ``seconds``."""
    peak: int
    """Bytes held at once by one pass with distilling, beyond its weights and its input."""
    peak_without: int
    threads: int


@dataclass(frozen=True)
class WinnerShares:
    """Which of its three candidates a max-pooling kept; the last axis is 2i − 1, 2i, 2i + 1."""

    overall: Doubles
    """``[3]`` share of all positions and features."""
    by_feature: Doubles
    """``[D, 3]`` share of the positions, for each feature."""
    by_position: Doubles
    """``[ceil(L / 2), 3]`` share of the features, for each output position."""
    kept: float
    """Share of the input's values that were kept at least once."""
    kept_twice: float
    """Share kept by two neighbouring outputs: their windows overlap in one position."""


@dataclass(frozen=True)
class NeighbourSimilarity:
    """Cosine similarity of neighbours along time, before and after one distilling layer.

    Two positions apart before is as far in time as neighbours after: what leaving out every second
    position, and nothing else, would give.
    """

    before: Doubles
    """``[L - 1]`` of neighbours; entry i is of positions i and i + 1."""
    before_apart: Doubles
    """``[ceil(L / 2) - 1]`` of positions 2i and 2i + 2."""
    after: Doubles
    """``[ceil(L / 2) - 1]`` of neighbours."""


@dataclass(frozen=True)
class WithoutDistilling:
    """One window forecast twice: as trained, and with the distilling layers left out."""

    distilled: Forecast
    undistilled: Forecast
    """The same weights and sampling seed; the weights were trained *with* distilling."""
    memory: int
    """Positions the decoder attends to, with distilling."""
    memory_without: int
