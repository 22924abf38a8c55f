"""A what-if scenario: a name, the moment it starts from, and edits of what is known then.

Everything here is without torch: a scenario turns one :class:`Situation` into another, and
:mod:`informer.forecasting.what_if` asks the model about both.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from informer.data.series import TimeSeries
from informer.data.wording import quoted
from informer.forecasting.calendar_editing import EditError
from informer.forecasting.edit_words import describe
from informer.forecasting.editing import OutsideError, edited
from informer.forecasting.edits import Edit, Frozen, Time
from informer.forecasting.situation import Situation

__all__ = ["Scenario", "ScenarioError", "apply", "describe", "read_scenario", "write_scenario"]

_LONGEST_REASON = 300


class ScenarioError(ValueError):
    """A scenario makes no sense; the message is one sentence that names the edit."""


class Scenario(Frozen):
    """What is different, in the order in which it is done."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    start: Time
    """The time at which the forecast starts."""
    edits: Annotated[tuple[Edit, ...], Field(max_length=500)] = ()
    steps: Annotated[int, Field(ge=1, le=10_000)] | None = None
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
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    try:
        return Scenario.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise ScenarioError(_reason(error.errors(include_url=False)[0])) from error


def apply(scenario: Scenario, now: Situation, series: TimeSeries) -> Situation:
    """The situation with the scenario's edits, one after the other; ``now`` stays as it is.

    ``series`` is the data the situation is of, from which blocks are taken. Edits of other steps
    than this situation's are passed over, which the notes say. Raises :class:`ScenarioError` for an
    edit that makes no sense.
    """
    changed, notes = now, list(now.notes)
    for number, edit in enumerate(scenario.edits, start=1):
        words = f"Edit {number} ({describe(edit, now.freq)})"
        try:
            changed = edited(changed, edit, series)
        except OutsideError as error:
            notes.append(f"{words} is passed over: it lies outside {error}.")
        except EditError as error:
            raise ScenarioError(f"{words} can't be made: {error}.") from error
    return replace(changed, notes=tuple(notes))


def _reason(error: ErrorDetails) -> str:
    """The first thing that is wrong with a JSON text, in one sentence."""
    message = " ".join(error["msg"].removeprefix("Value error, ").split())
    message = message[:_LONGEST_REASON]
    if error["type"] == "json_invalid":
        return f"The scenario is no valid JSON: {message.removeprefix('Invalid JSON: ')}."
    where = _place(error["loc"])
    return f"The scenario can't be read{where}: {message[:1].lower()}{message[1:].rstrip('.')}."


def _place(path: Sequence[int | str]) -> str:
    """Which edit and which field of it, or which field of the scenario."""
    match list(path):
        case []:
            return ""
        case ["edits", int(number)]:
            return f", edit {number + 1}"
        case ["edits", int(number), str(kind)]:
            return f", edit {number + 1} ({kind})"
        case ["edits", int(number), str(kind), field, *_]:
            return f", edit {number + 1} ({kind}), {quoted(str(field))}"
        case [field, *_]:
            return f", {quoted(str(field))}"
    return ""
