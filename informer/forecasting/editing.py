"""What each edit does to the input of a forecast: pure functions of a situation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.series import TimeSeries
from informer.data.wording import listed, quoted
from informer.forecasting import edits as e
from informer.forecasting.calendar_editing import EditError, told_after
from informer.forecasting.situation import Situation
from informer.inspection.masking import fill_block

Doubles = NDArray[np.float64]


class OutsideError(ValueError):
    """The edit is of other steps than this situation has: where it would have to be."""


@dataclass(frozen=True)
class _Part:
    """The rows an edit is of: the context, or the steps ahead. T rows."""

    time: pd.DatetimeIndex
    rows: Doubles
    """``[T, C]``, a copy that may be written to."""
    column: int
    name: str

    def block(self, first: dt.datetime, last: dt.datetime) -> slice:
        """The rows from ``first`` to ``last``, both included."""
        low = int(self.time.searchsorted(pd.Timestamp(first)))
        high = int(self.time.searchsorted(pd.Timestamp(last), side="right"))
        if low >= high:
            raise OutsideError(self.name)
        return slice(low, high)

    def step(self, time: dt.datetime) -> int | None:
        """The row of a time; ``None`` outside these rows."""
        if not self.time[0] <= time <= self.time[-1]:
            return None
        found = int(self.time.get_indexer(pd.DatetimeIndex([time]))[0])
        if found < 0:
            raise EditError(f"there is no step at {time}")
        return found

    def write(self, values: Mapping[dt.datetime, float]) -> Doubles:
        """The rows with these values at these times; raises when none of them is here."""
        placed = {self.step(time): value for time, value in values.items()}
        rows = [row for row in placed if row is not None]
        if not rows:
            raise OutsideError(self.name)
        self.rows[rows, self.column] = [placed[row] for row in rows]
        return self.rows


def edited(now: Situation, edit: e.Edit, series: TimeSeries) -> Situation:
    """The situation after one edit. Raises :class:`EditError` and :class:`OutsideError`."""
    if isinstance(edit, e.Weekday | e.Month | e.Clock | e.Calendar):
        return replace(now, told=told_after(now, edit))
    ahead = isinstance(edit, e.KnownSet | e.KnownRepeat | e.KnownValues)
    _check_column(edit.column, now, ahead=ahead)
    column = now.channels.index(edit.column)
    if isinstance(edit, e.KnownSet | e.KnownRepeat | e.KnownValues):
        part = _Part(now.ahead_time, now.ahead.copy(), column, "the steps that are forecast")
        return replace(now, ahead=_finite(_known(part, edit, series)))
    part = _Part(now.context_time, now.context.copy(), column, "the past that the model reads")
    return replace(now, context=_finite(_past(part, edit, series)))


def _check_column(column: str, now: Situation, *, ahead: bool) -> None:
    """Raise when the model reads no such column, or reads nothing of it ``ahead``."""
    known = now.channels[: now.n_known]
    if column not in now.channels:
        choices = known if ahead and known else now.channels
        raise EditError(
            f"the model reads no such column, but {listed([quoted(name) for name in choices], 12)}"
        )
    if ahead and column not in known:
        others = listed([quoted(name) for name in known], 12) or "no column of this model"
        raise EditError(f"that column isn't known in the future; what is: {others}")


def _past(part: _Part, edit: e.PastEdit, series: TimeSeries) -> Doubles:
    """The context after an edit of it."""
    if isinstance(edit, e.Values):
        return part.write(edit.values)
    if isinstance(edit, e.Spike):
        at = part.step(edit.at)
        if at is None:
            raise OutsideError(part.name)
        part.rows[:, part.column] += edit.amount * bump(len(part.rows), at, edit.width)
        return part.rows
    block, column = part.block(edit.first, edit.last), part.rows[:, part.column]
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        match edit:
            case e.Scale():
                column[block] *= edit.factor
            case e.Shift():
                column[block] += edit.amount
            case e.Set():
                column[block] = edit.value
            case e.Remove():
                column[:] = fill_block(column[:, None], block.start, block.stop - 1, edit.fill)[
                    :, 0
                ]
            case e.Swap():
                column[block] = _elsewhere(edit, block, part, series)
    return part.rows


def _known(part: _Part, edit: e.KnownEdit, series: TimeSeries) -> Doubles:
    """The steps ahead after an edit of a known-future column."""
    if isinstance(edit, e.KnownValues):
        return part.write(edit.values)
    block, column = part.block(edit.first, edit.last), part.rows[:, part.column]
    if isinstance(edit, e.KnownSet):
        column[block] = edit.value
    else:
        column[block] = _elsewhere(edit, block, part, series)
    return part.rows


def bump(length: int, at: int, width: int) -> Doubles:
    """``[length]`` 1 at the step ``at``, falling to 0 as a cosine does, half at ± (width + 1) / 4.

    >>> bump(5, 2, 3).round(2), bump(3, 0, 1)
    (array([0. , 0.5, 1. , 0.5, 0. ]), array([1., 0., 0.]))
    """
    distance = np.abs(np.arange(length) - at) * 2 / (width + 1)
    return np.where(distance < 1, (1 + np.cos(np.pi * distance)) / 2, 0.0)


def _elsewhere(
    edit: e.Swap | e.KnownRepeat, block: slice, part: _Part, series: TimeSeries
) -> Doubles:
    """What stood from ``source`` on: the edit's first step takes the first of it, and so on.

    Steps are counted, so that where only the end of the edit lies in these rows, they take the end.
    """
    source = int(series.time.get_indexer(pd.DatetimeIndex([edit.source]))[0])
    if source < 0:
        raise EditError(f"the data have no step at {edit.source} to take values from")
    if block.start == 0:
        first, start = (
            series.time.searchsorted(pd.Timestamp(t)) for t in (edit.first, part.time[0])
        )
        source += int(start - first)
    values = series.column(edit.column)[source : source + block.stop - block.start]
    if len(values) < block.stop - block.start:
        raise EditError(f"the data end before so many steps after {edit.source}")
    return values


def _finite(rows: Doubles) -> Doubles:
    if not np.isfinite(rows).all():
        raise EditError("the values become too large")
    return rows
