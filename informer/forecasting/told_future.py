"""Coming values of known-future columns that a person has given, kept beside a run.

They belong to times, not to steps: with another horizon or other rows those of the same times still
hold, and the rest is assumed as before.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
from numpy.typing import NDArray

from informer.training.kept import KeptFiles

Doubles = NDArray[np.float64]
KEPT = 32
"""The newest files that are kept."""


@dataclass(frozen=True)
class ToldFuture:
    """Values ``[T, K]`` of K known-future columns at T times, in units."""

    time: pd.DatetimeIndex
    columns: tuple[str, ...]
    values: Doubles

    def over(
        self, assumed: Doubles, time: pd.DatetimeIndex, columns: Sequence[str]
    ) -> tuple[Doubles, int]:
        """``assumed`` ``[steps, K]`` with what was told of these times; at how many it was."""
        known = assumed.copy()
        here = self.time.get_indexer(time)
        told = here >= 0
        for column, name in enumerate(columns):
            if name in self.columns:
                known[told, column] = self.values[here[told], self.columns.index(name)]
        return known, int(told.sum())


@dataclass(frozen=True)
class ToldFutures:
    """What was told, in one folder, each file named by a hash of its content. Needs no torch."""

    folder: Path

    def put(self, told: ToldFuture) -> str:
        """Keep it; its key."""
        content = orjson.dumps(
            {
                "time": [moment.isoformat() for moment in told.time],
                "columns": told.columns,
                "values": told.values.tolist(),
            }
        )
        digest = hashlib.sha256(content).hexdigest()
        return self._files.put(digest, lambda path: path.write_bytes(content))

    def get(self, key: str) -> ToldFuture | None:
        """What was told, by its key, which may come from a URL; ``None`` when it is not kept."""
        path = self._files.path(key)
        if path is None:
            return None
        try:
            fields = orjson.loads(path.read_bytes())
            told = ToldFuture(
                pd.DatetimeIndex(pd.to_datetime(fields["time"], format="ISO8601")),
                tuple(fields["columns"]),
                np.array(fields["values"], dtype=np.float64),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        whole = told.values.shape == (len(told.time), len(told.columns))
        return told if whole and bool(np.isfinite(told.values).all()) else None

    @property
    def _files(self) -> KeptFiles:
        return KeptFiles(self.folder, ".json", KEPT)
