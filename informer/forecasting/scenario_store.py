"""Scenarios on disk, kept with the run: one JSON file each in its folder ``scenarios``."""

from pathlib import Path

from informer.forecasting.scenario import Scenario


class ScenarioStore:
    """The scenarios in ``path``, a folder that may not exist yet. Every method reads the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> dict[str, Scenario]:
        """Every readable scenario by its id, in the order in which they were made."""
        raise NotImplementedError

    def get(self, scenario_id: str) -> Scenario:
        """The scenario of an id, which may come from an address. Raises :class:`ScenarioError`."""
        raise NotImplementedError

    def new(self, scenario: Scenario) -> str:
        """Keep a new one, whatever its name; its id."""
        raise NotImplementedError

    def put(self, scenario_id: str, scenario: Scenario) -> None:
        """Keep it in the place of the one with this id. Raises :class:`ScenarioError`."""
        raise NotImplementedError

    def delete(self, scenario_id: str) -> Scenario:
        """Forget it, and return it, so that it can be put back. Raises :class:`ScenarioError`."""
        raise NotImplementedError

    def restore(self, scenario_id: str, scenario: Scenario) -> None:
        """Put back what was deleted, under its own id. Raises :class:`ScenarioError`."""
        raise NotImplementedError
