"""Scenarios on disk, kept with the run: one JSON file each in its folder ``scenarios``."""

import re
import secrets
import time
import unicodedata
from pathlib import Path

from informer.forecasting.scenario import Scenario, ScenarioError, read_scenario, write_scenario
from informer.training.atomic import replacing

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{15}")
"""A name in small letters, then milliseconds since 1970 and four random digits."""
_MADE = 15


class ScenarioStore:
    """The scenarios in ``path``, a folder that may not exist yet. Every method reads the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> dict[str, Scenario]:
        """Every readable scenario by its id, in the order in which they were made."""
        found = {}
        ids = (file.stem for file in self.path.glob("*.json") if _ID.fullmatch(file.stem))
        for scenario_id in sorted(ids, key=lambda one: one[-_MADE:]):
            try:
                found[scenario_id] = self.get(scenario_id)
            except ScenarioError:
                continue  # a damaged one must not hide the others
        return found

    def get(self, scenario_id: str) -> Scenario:
        """The scenario of an id, which may come from an address. Raises :class:`ScenarioError`."""
        try:
            content = self._file(scenario_id).read_bytes()
        except OSError as error:
            raise _missing(scenario_id) from error
        return read_scenario(content)

    def new(self, scenario: Scenario) -> str:
        """Keep a new one, whatever its name; its id."""
        self.path.mkdir(parents=True, exist_ok=True)
        while True:
            made = f"{time.time_ns() // 1_000_000:011x}"[-11:]
            scenario_id = f"{_slug(scenario.name)}-{made}{secrets.token_hex(2)}"
            try:
                self._file(scenario_id).touch(exist_ok=False)
            except FileExistsError:
                continue  # taken, perhaps this very moment by another process
            self.restore(scenario_id, scenario)
            return scenario_id

    def put(self, scenario_id: str, scenario: Scenario) -> None:
        """Keep it in the place of the one with this id. Raises :class:`ScenarioError`."""
        if not self._file(scenario_id).exists():
            raise _missing(scenario_id)
        self.restore(scenario_id, scenario)

    def delete(self, scenario_id: str) -> Scenario:
        """Forget it, and return it, so that it can be put back. Raises :class:`ScenarioError`."""
        scenario = self.get(scenario_id)
        self._file(scenario_id).unlink(missing_ok=True)
        return scenario

    def restore(self, scenario_id: str, scenario: Scenario) -> None:
        """Put back what was deleted, under its own id. Raises :class:`ScenarioError`."""
        file = self._file(scenario_id)
        self.path.mkdir(parents=True, exist_ok=True)
        with replacing(file) as temporary:
            temporary.write_text(write_scenario(scenario), encoding="utf-8")

    def _file(self, scenario_id: str) -> Path:
        if not _ID.fullmatch(scenario_id):
            raise _missing(scenario_id)
        return self.path / f"{scenario_id}.json"


def _missing(scenario_id: str) -> ScenarioError:
    return ScenarioError(f"There is no scenario '{scenario_id[:64]}' with this run.")


def _slug(name: str) -> str:
    """The name in the letters of an id: ``Ein Festtag!`` is ``ein-festtag``.

    >>> _slug("Ein Festtag!"), _slug("Größe + 10 %"), _slug("假日")
    ('ein-festtag', 'groe-10', 'scenario')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words)[:32].strip("-") or "scenario"
