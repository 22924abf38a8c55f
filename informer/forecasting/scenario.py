"""A what-if scenario: a name, the moment it starts from, and edits of what is known then.

Everything here is without torch: a scenario turns one :class:`Situation` into another, and
:mod:`informer.forecasting.what_if` asks the model about both.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from informer.data.series import TimeSeries
from informer.forecasting.edits import Edit, Frozen, Time
from informer.forecasting.situation import Situation


class ScenarioError(ValueError):
    """A scenario makes no sense; the message is one sentence that names the edit."""


class Scenario(Frozen):
    """What is different, in the order in which it is done."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    start: Time
    """The time at which the forecast starts."""
    edits: Annotated[tuple[Edit, ...], Field(max_length=500)] = ()
    steps: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """How many steps are forecast; ``None``: the model's horizon."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    """The sampling seed; ``None``: the one the baseline has."""


def write_scenario(scenario: Scenario) -> str:
    """As readable JSON; :func:`read_scenario` undoes it."""
    return scenario.model_dump_json(indent=1, exclude_none=True) + "\n"


def read_scenario(text: str | bytes) -> Scenario:
    """The scenario of a JSON text, which may be anything.

    Raises :class:`ScenarioError` with one sentence.
    """
    raise NotImplementedError


def apply(scenario: Scenario, now: Situation, series: TimeSeries) -> Situation:
    """The situation with the scenario's edits, one after the other; ``now`` stays as it is.

    ``series`` is the data the situation is of, from which blocks are taken. Edits of other steps
    than this situation's are passed over, which the notes say. Raises :class:`ScenarioError` for an
    edit that makes no sense.
    """
    raise NotImplementedError


def describe(edit: Edit, freq: str) -> str:
    """One edit in plain words: ``load +10 % from Mon 24 Sep to Sun 30 Sep 2018``."""
    raise NotImplementedError
