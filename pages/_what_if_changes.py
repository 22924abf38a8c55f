"""Every change of a scenario: kept at once, and undone step by step."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec

from pydantic import ValidationError

from informer.forecasting.edits import Edit, KnownValues, Values
from informer.forecasting.scenario import Scenario, ScenarioError
from pages import _state
from pages._what_if_board import Board

_REFUSED = "what_if_refused"
_DELETED = "what_if_deleted"
_MOST = 200  # steps to undo
_LONGEST = 100  # a name

P = ParamSpec("P")


def _told(function: Callable[P, None]) -> Callable[P, None]:
    """Say so where the scenario is there no more, or can't be written."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except ScenarioError:
            refuse("This scenario is gone: it was deleted, perhaps in another tab.")
        except OSError as error:
            refuse(f"That could not be kept: {error.strerror or 'the disk refuses'}.")

    return inside


@_told
def start_new(
    board: Board, name: str = "", edits: Sequence[Edit] = (), **fields: int | None
) -> None:
    """Make a scenario of this window, numbered where it has no name, and edit it."""
    start = board.run.start().to_pydatetime()
    name = name[:_LONGEST].strip() or _numbered(board)
    new = Scenario(name=name, start=start, edits=tuple(edits), **fields)
    open_one(board, board.store.new(new))


def open_one(board: Board, scenario_id: str) -> None:
    """Edit this one; where only some are drawn, draw it too and let it stay."""
    shown = _state.focus().shown
    if shown is not None and scenario_id not in shown.split("."):
        shown = f"{shown}.{scenario_id}".lstrip(".")
    _state.move(scenario=scenario_id, shown=shown)


def free_name(board: Board, name: str) -> str:
    """The name, or with a number behind it where another scenario has it."""
    taken = {one.name for one in board.here.values()}
    count, found = 2, name
    while found in taken:
        found, count = f"{name[: _LONGEST - 8]} ({count})", count + 1
    return found


def _numbered(board: Board) -> str:
    """``Scenario 1``, or the next number that is free."""
    taken, count = {one.name for one in board.here.values()}, 1
    while f"Scenario {count}" in taken:
        count += 1
    return f"Scenario {count}"


@_told
def change(board: Board, **fields: Any) -> None:
    """Keep the edited scenario with these fields changed; what it was can be undone."""
    now = board.scenario
    if board.edited is None or now is None:
        return
    new = Scenario(**{**{name: getattr(now, name) for name in Scenario.model_fields}, **fields})
    if new == now:
        return
    past, _ = _steps(board)
    board.store.put(board.edited, new)
    _keep(board, (*past[-_MOST:], now), ())
    _state.move(scenario=board.edited)  # it may have been the natural choice


def add(board: Board, make: Callable[[], Edit]) -> None:
    """Add an edit, to a new scenario where there is none; say why if it makes no sense.

    Values of single steps join those that were given just before for the same column.
    """
    try:
        edit = make()
        if board.scenario is None:
            start_new(board, edits=[edit])
            return
        edits = board.scenario.edits
        last = edits[-1] if edits else None
        if isinstance(edit, Values | KnownValues) and type(last) is type(edit):
            assert isinstance(last, Values | KnownValues)
            if last.column == edit.column:
                edit = edit.model_copy(update={"values": {**last.values, **edit.values}})
                edits = edits[:-1]
        change(board, edits=(*edits, edit))
    except ValidationError as error:
        why = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        refuse(f"That can't be done: {why}.")
    except ScenarioError as error:
        refuse(str(error))


def can_undo(board: Board) -> tuple[bool, bool]:
    """Whether there is a step to undo, and one to do again."""
    past, future = _steps(board)
    return bool(past), bool(future)


@_told
def undo(board: Board) -> None:
    """As it was before the last change."""
    past, future = _steps(board)
    if past and board.edited is not None and board.scenario is not None:
        board.store.put(board.edited, past[-1])
        _keep(board, past[:-1], (board.scenario, *future))


@_told
def redo(board: Board) -> None:
    """The change that was undone last, again."""
    past, future = _steps(board)
    if future and board.edited is not None and board.scenario is not None:
        board.store.put(board.edited, future[0])
        _keep(board, (*past, board.scenario), future[1:])


@_told
def delete(board: Board) -> None:
    """Forget the edited scenario; it can be put back."""
    if board.edited is not None:
        gone = board.store.delete(board.edited)
        _state.keep(_DELETED, (str(board.store.path), board.edited, gone))
        _state.move(scenario=None)


def deleted(board: Board) -> Scenario | None:
    """What was deleted last, in this session and of this run."""
    where, _, gone = _state.kept(_DELETED, ("", "", None))
    return gone if where == str(board.store.path) else None


@_told
def put_back(board: Board) -> None:
    """The deleted one again, under its own id."""
    where, scenario_id, gone = _state.kept(_DELETED, ("", "", None))
    if where == str(board.store.path):
        board.store.restore(scenario_id, gone)
        forget_deleted()
        _state.move(scenario=scenario_id)


def forget_deleted() -> None:
    """Offer no longer to put it back."""
    _state.keep(_DELETED, ("", "", None))


def refuse(sentence: str) -> None:
    """Say on the next drawing of the page why something was not done."""
    _state.keep(_REFUSED, sentence)


def refusal() -> str:
    """What has to be said, once."""
    said = str(_state.kept(_REFUSED, ""))
    _state.keep(_REFUSED, "")
    return said


Steps = tuple[tuple[Scenario, ...], tuple[Scenario, ...]]


def _steps(board: Board) -> Steps:
    found: Steps = _state.kept(f"steps {board.store.path} {board.edited}", ((), ()))
    return found


def _keep(board: Board, past: tuple[Scenario, ...], future: tuple[Scenario, ...]) -> None:
    _state.keep(f"steps {board.store.path} {board.edited}", (past, future))
