"""Which queries a layer keeps before and after its input was changed; in numpy, without torch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.results import Ints


@dataclass(frozen=True)
class SelectionChange:
    """One self-attention layer of the encoder. H heads, L queries, of which u are selected."""

    name: str
    """``encoder.0``, or ``encoder.<replica>.<layer>`` when stacked."""
    time: pd.DatetimeIndex
    """``[L]`` the time each query stands for."""
    before: Ints | None
    """``[H, u]`` selected queries in order of time; ``None`` for full attention, which selects
    nothing: every query is computed, before and after."""
    after: Ints | None
    """``[H, u]``"""

    @property
    def n_selected(self) -> int | None:
        """u, the queries that each head selects."""
        return None if self.before is None else self.before.shape[1]

    @property
    def n_heads(self) -> int:
        """H; 0 for full attention."""
        return 0 if self.before is None else len(self.before)

    @property
    def changed(self) -> Ints:
        """``[H]`` how many of the selected are others than before; empty for full attention."""
        return np.array([len(self.gained(head)) for head in range(self.n_heads)], dtype=np.int64)

    def gained(self, head: int) -> Ints:
        """Queries that this head selects now and did not before; as many as it lost."""
        return self._only(self.after, self.before, head)

    def lost(self, head: int) -> Ints:
        """Queries that this head selected before and does not now."""
        return self._only(self.before, self.after, head)

    def times(self, queries: Ints) -> pd.DatetimeIndex:
        """The times that these queries stand for."""
        return pd.DatetimeIndex(self.time[queries])

    @staticmethod
    def _only(some: Ints | None, others: Ints | None, head: int) -> NDArray[np.int64]:
        if some is None or others is None:
            return np.empty(0, dtype=np.int64)
        return np.setdiff1d(some[head], others[head])
