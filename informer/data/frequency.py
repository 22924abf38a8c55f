"""What a pandas frequency alias means: its unit, its length, and the seasons it can show."""

from typing import Literal

import pandas as pd

from informer.data.series import DataError

Unit = Literal["s", "min", "h", "D", "B", "W", "M", "Q", "Y"]

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86400.0, 604800.0
YEAR = 365.2425 * DAY
MONTH = YEAR / 12

_FAMILIES = {"D": DAY, "B": DAY, "C": DAY, "W": WEEK, "M": MONTH, "Q": YEAR / 4, "Y": YEAR}
_CYCLES: dict[Unit, tuple[float, ...]] = {
    "s": (MINUTE, HOUR, DAY),
    "min": (HOUR, DAY, WEEK),
    "h": (DAY, WEEK),
    "D": (WEEK, YEAR),
    "W": (YEAR,),
    "M": (YEAR,),
    "Q": (YEAR,),
}


def _offset(freq: str) -> pd.offsets.BaseOffset:
    try:
        return pd.tseries.frequencies.to_offset(freq)
    except ValueError as error:
        raise DataError(
            f"'{freq}' is no known frequency; write for example h, 15min, D or MS."
        ) from error


def step_seconds(freq: str) -> float:
    """Length of one step in seconds; the mean length for months, quarters and years.

    A business day counts as a day. Raises :class:`DataError` for an unknown alias.
    """
    offset = _offset(freq)
    if isinstance(offset, pd.offsets.Tick):
        return float(pd.Timedelta(offset).total_seconds())
    family = offset.rule_code.split("-")[0]
    if family in ("SMS", "SME"):
        return offset.n * MONTH / 2
    key = family if family in _FAMILIES else family.removeprefix("C").removeprefix("B")[:1]
    if key not in _FAMILIES:
        raise DataError(
            f"The frequency '{freq}' is not supported; resample to h, D, W or MS first."
        )
    return offset.n * _FAMILIES[key]


def unit_of(freq: str) -> Unit:
    """The family of a step by its length: ``15min -> min``, ``60min -> h``, ``MS -> M``.

    Business days are their own family. Raises :class:`DataError` for an unknown alias.
    """
    seconds = step_seconds(freq)
    if _offset(freq).rule_code in ("B", "C"):
        return "B"
    bounds: tuple[tuple[Unit, float], ...] = (
        ("s", MINUTE),
        ("min", HOUR),
        ("h", DAY),
        ("D", WEEK),
        ("W", 0.9 * MONTH),
        ("M", 2.9 * MONTH),
        ("Q", 0.99 * YEAR),
    )
    return next((unit for unit, bound in bounds if seconds < bound), "Y")


def seasonal_periods(freq: str) -> tuple[int, ...]:
    """Seasons to try, in steps, shortest first; ``(1,)`` where a step shows none.

    >>> seasonal_periods("h"), seasonal_periods("15min"), seasonal_periods("D")
    ((24, 168), (4, 96, 672), (7, 365))
    >>> seasonal_periods("B"), seasonal_periods("MS"), seasonal_periods("YS")
    ((5, 260), (12,), (1,))
    """
    unit = unit_of(freq)
    if unit == "B":
        return (5, 260)
    step = step_seconds(freq)
    cycles = _CYCLES.get(unit, ())
    periods = []
    for cycle in cycles:
        steps = cycle / step
        whole = cycle == YEAR or abs(steps - round(steps)) < 1e-6
        if whole and steps >= (1.9 if cycle == cycles[-1] else 4):
            periods.append(round(steps))
    return tuple(periods) or (1,)


def week_or_season(freq: str) -> int:
    """The week in steps if the frequency has one, else its shortest season.

    >>> week_or_season("h"), week_or_season("MS")
    (168, 12)
    """
    if unit_of(freq) == "B":
        return 5
    week = WEEK / step_seconds(freq)
    if week >= 2 and abs(week - round(week)) < 1e-6:
        return round(week)
    return seasonal_periods(freq)[0]
