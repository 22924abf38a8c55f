"""Other data that a run forecasts from, kept beside it, so that a link shows the same again."""

import re
from dataclasses import dataclass
from pathlib import Path

from informer.data.series import TimeSeries
from informer.data.series_store import load_series, save_series
from informer.training.atomic import replacing

KEPT = 8
"""The newest files that are kept; those before them are deleted."""
_KEY = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class OtherRows:
    """The files in one folder, each named by the start of its fingerprint. Needs no torch."""

    folder: Path

    def put(self, series: TimeSeries) -> str:
        """Keep a series that was accepted; its key."""
        key = series.fingerprint[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self._file(key)) as temporary:
            save_series(temporary, series)
        for old in self.keys()[KEPT:]:
            self._file(old).unlink(missing_ok=True)
        return key

    def get(self, key: str) -> TimeSeries | None:
        """The series of a key, which may come from a URL; ``None`` when it is not kept."""
        return load_series(self._file(key)) if _KEY.fullmatch(key) else None

    def keys(self) -> list[str]:
        """What is kept, newest first."""
        files = [path for path in self.folder.glob("*.npz") if _KEY.fullmatch(path.stem)]
        return [path.stem for path in sorted(files, key=_age, reverse=True)]

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.npz"


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:  # another process has just deleted it
        return 0, path.name
