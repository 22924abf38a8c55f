"""What can be changed in a what-if scenario: frozen values that read well as JSON.

Edits of the *past* change a column of the context, from ``first`` to ``last``, both included. Edits
of the *calendar* change which times the model is told. Edits of the *known future* change a column
that is known in the future over the steps that are forecast. What each does to the input:
:mod:`informer.forecasting.editing`; in words: :mod:`informer.forecasting.edit_words`.
"""

import datetime as dt
from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, NaiveDatetime, model_validator


def _written(value: object) -> object:
    """A time is written out; a bare number would else be read as seconds since 1970."""
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError("a time is written like 2018-09-24T07:00") from error
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, dt.date):  # or a datetime, which is one
        return value
    raise ValueError("a time is written like 2018-09-24T07:00")


Time = Annotated[NaiveDatetime, BeforeValidator(_written)]
"""A time of the data, without a zone as the data have none."""
Date = Annotated[
    dt.date, BeforeValidator(_written), Field(ge=dt.date(1700, 1, 1), le=dt.date(2200, 1, 1))
]
"""A day; so far away as nanoseconds reach."""
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""In the data's units; finite."""
Points = Annotated[dict[Time, Number], Field(min_length=1, max_length=100_000)]
Where = Literal["horizon", "window"]
"""``horizon``: of the steps that are forecast; ``window``: of the context too."""


class Frozen(BaseModel):
    """A value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Block(Frozen):
    column: str
    first: Time
    last: Time

    @model_validator(mode="after")
    def _in_order(self) -> "_Block":
        if self.last < self.first:
            raise ValueError(f"it ends ({self.last}) before it starts ({self.first})")
        return self


class Scale(_Block):
    """Times ``factor``."""

    kind: Literal["scale"] = "scale"
    factor: Number


class Shift(_Block):
    """Plus ``amount``."""

    kind: Literal["shift"] = "shift"
    amount: Number


class Set(_Block):
    """Every step holds ``value``."""

    kind: Literal["set"] = "set"
    value: Number


class Spike(Frozen):
    """A smooth bump: ``amount`` is added at ``at``, and less and less over ``width`` steps."""

    kind: Literal["spike"] = "spike"
    column: str
    at: Time
    amount: Number
    width: int = Field(default=3, ge=1, le=10_000)
    """Steps; 1 is a single step."""


class Remove(_Block):
    """Filled by a straight line between its neighbours, or by the mean of the context."""

    kind: Literal["remove"] = "remove"
    fill: Literal["interpolate", "mean"] = "interpolate"


class Swap(_Block):
    """The block takes the values that stood from ``source`` on, anywhere in the data."""

    kind: Literal["swap"] = "swap"
    source: Time


class Values(Frozen):
    """Values of single steps: typed into a table or drawn on the chart."""

    kind: Literal["values"] = "values"
    column: str
    values: Points


class Weekday(Frozen):
    """Every step on this weekday: Monday is 0."""

    kind: Literal["weekday"] = "weekday"
    value: int = Field(ge=0, le=6)
    where: Where = "horizon"


class Month(Frozen):
    """Every step in this month: January is 1."""

    kind: Literal["month"] = "month"
    value: int = Field(ge=1, le=12)
    where: Where = "horizon"


class Clock(Frozen):
    """The clock put on by so many hours, or back."""

    kind: Literal["clock"] = "clock"
    hours: Number = Field(ge=-8784, le=8784)
    where: Where = "horizon"


class Calendar(Frozen):
    """The horizon starts on another date, at the same time of day."""

    kind: Literal["calendar"] = "calendar"
    date: Date
    where: Where = "horizon"
    """``window``: the context ends before that date, too."""


class KnownSet(_Block):
    """A known-future column holds ``value`` at every step."""

    kind: Literal["known_set"] = "known_set"
    value: Number


class KnownRepeat(_Block):
    """A known-future column takes the values that stood from ``source`` on in the data."""

    kind: Literal["known_repeat"] = "known_repeat"
    source: Time


class KnownValues(Frozen):
    """Values of single coming steps of a known-future column."""

    kind: Literal["known_values"] = "known_values"
    column: str
    values: Points


PastEdit = Scale | Shift | Set | Spike | Remove | Swap | Values
CalendarEdit = Weekday | Month | Clock | Calendar
KnownEdit = KnownSet | KnownRepeat | KnownValues
Edit = Annotated[PastEdit | CalendarEdit | KnownEdit, Field(discriminator="kind")]
