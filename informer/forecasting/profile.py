"""When forecasts go wrong: mean errors by the step of the horizon and by the calendar.

By the calendar means by the time that is *forecast*, not by that of the forecast's start.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.series import TimeSeries
from informer.forecasting.metrics import grouped_errors
from informer.forecasting.rolled import Rolled
from informer.inspection.moments import Field, fields_of, value_name

Doubles = NDArray[np.float64]
By = Literal["step", "hour", "weekday", "month", "week"]
"""``week``: hour by weekday, a map."""


@dataclass(frozen=True)
class Profile:
    """Mean absolute errors of one column in groups, by forecaster; in units."""

    by: By
    labels: tuple[str, ...]
    """Of each group: ``1``, ``2``, … of the horizon, ``08:00``, ``Mon``, ``Jan``."""
    mae: Mapping[str, Doubles]
    """``[groups]``, or ``[7, 24]`` for ``week``; NaN in a group without a forecast."""
    counts: NDArray[np.int64]
    """How many forecast steps each mean is of."""


_TWO_YEARS = pd.Timedelta(days=730)


def groupings(part: Rolled, freq: str) -> tuple[By, ...]:
    """Those that tell something: the frequency has them, and the part shows more than one value.

    Months only from two years on: before that, a month is a place along the part, no season.
    """
    found: list[By] = ["step"] if part.actual.shape[1] > 1 else []
    time = part.start
    fields = [f for f in fields_of(freq) if len(np.unique(_values(time, f))) > 1]
    if time[-1] - time[0] < _TWO_YEARS and "month" in fields:
        fields.remove("month")
    found += [cast(By, f) for f in fields if f in get_args(By)]
    if "hour" in fields and "weekday" in fields:
        found.append("week")
    return tuple(found)


def profile(part: Rolled, column: int, by: By, series: TimeSeries, seq_len: int) -> Profile:
    """Errors of every forecaster of one column, grouped. A monthly column has no hours: see
    :func:`groupings` for what makes sense.
    """
    kept = slice(column, column + 1)
    actual, scale = part.actual[:, :, kept], np.ones(1)
    horizon = actual.shape[1]
    labels: tuple[str, ...]
    shape: tuple[int, ...]
    if by == "step":
        groups = np.broadcast_to(np.arange(horizon), actual.shape[:2])
        labels, shape = tuple(str(step + 1) for step in range(horizon)), (horizon,)
    else:
        of_row, labels, shape = _groups(by, series.time)
        groups = of_row[part.windows[:, None] + seq_len + np.arange(horizon)]
    found = {
        name: grouped_errors(forecast[:, :, kept], actual, scale, groups, math.prod(shape))
        for name, forecast in part.forecasts.items()
    }
    mae = {name: errors.mae("step") for name, errors in found.items()}
    counts = next(iter(found.values())).count
    if by == "week":
        mae = {name: one.reshape(shape) for name, one in mae.items()}
        return Profile(by, labels, mae, counts.reshape(shape))
    there = counts > 0
    labels = tuple(label for label, any_there in zip(labels, there, strict=True) if any_there)
    return Profile(by, labels, {name: one[there] for name, one in mae.items()}, counts[there])


def _groups(
    by: By, time: pd.DatetimeIndex
) -> tuple[NDArray[np.int64], tuple[str, ...], tuple[int, ...]]:
    """The group of each row, and the groups' names and shape."""
    if by == "week":
        group = _values(time, "weekday") * 24 + _values(time, "hour")
        return group, tuple(value_name("weekday", day) for day in range(7)), (7, 24)
    field = cast(Field, by)
    values = _values(time, field)
    present = np.unique(values)
    names = tuple(value_name(field, int(value)) for value in present)
    return np.searchsorted(present, values), names, (len(present),)


def _values(time: pd.DatetimeIndex, field: Field) -> NDArray[np.int64]:
    values = {"hour": time.hour, "weekday": time.day_of_week, "month": time.month}[field]
    return np.asarray(values, dtype=np.int64)
