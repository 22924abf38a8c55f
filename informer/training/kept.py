"""Files that people make beside a run, the newest of them kept, each under a key for an address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from informer.training.atomic import replacing

_KEY = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class KeptFiles:
    """The files in one folder, named by the start of a SHA-256. Needs no torch."""

    folder: Path
    suffix: str
    most: int
    """So many are kept; older ones are deleted."""

    def put(self, digest: str, write: Callable[[Path], object]) -> str:
        """Keep what ``write`` writes to the path it is given; its key."""
        key = digest[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self._file(key)) as temporary:
            write(temporary)
        for old in self.keys()[self.most :]:
            self._file(old).unlink(missing_ok=True)
        return key

    def path(self, key: str) -> Path | None:
        """Where it is, if it is kept; ``None`` for what can't be a key: addresses hold them."""
        return self._file(key) if _KEY.fullmatch(key) else None

    def keys(self) -> list[str]:
        """What is kept, newest first."""
        files = [p for p in self.folder.glob(f"*{self.suffix}") if _KEY.fullmatch(p.stem)]
        return [path.stem for path in sorted(files, key=_age, reverse=True)]

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}{self.suffix}"


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:  # another process has just deleted it
        return 0, path.name
