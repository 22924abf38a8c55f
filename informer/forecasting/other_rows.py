"""Other data that a run forecasts from, kept beside it, so that a link shows the same again."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from informer.data.series import TimeSeries
from informer.data.series_store import load_series, save_series
from informer.training.kept import KeptFiles

KEPT = 8
"""The newest files that are kept; those before them are deleted."""


@dataclass(frozen=True)
class OtherRows:
    """The files in one folder, each named by the start of its fingerprint. Needs no torch."""

    folder: Path

    def put(self, series: TimeSeries) -> str:
        """Keep a series that was accepted; its key."""
        return self._files.put(series.fingerprint, partial(save_series, series=series))

    def get(self, key: str) -> TimeSeries | None:
        """The series of a key, which may come from a URL; ``None`` when it is not kept."""
        path = self._files.path(key)
        return None if path is None else load_series(path)

    def keys(self) -> list[str]:
        """What is kept, newest first."""
        return self._files.keys()

    @property
    def _files(self) -> KeptFiles:
        return KeptFiles(self.folder, ".npz", KEPT)
