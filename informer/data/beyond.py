"""What is assumed of columns beyond the last row: that they repeat the season before."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.frequency import week_or_season

Floats = NDArray[np.float64]


def repeat_season(rows: Floats, steps: int, freq: str) -> Floats:
    """``steps`` rows after ``rows`` ``[T, C]`` that repeat the last week (else season) of them.

    >>> repeat_season(np.arange(14.0)[:, None], 3, "D")[:, 0]
    array([7., 8., 9.])
    """
    season = rows[-season_steps(len(rows), freq) :]
    return np.asarray(season[np.arange(steps) % len(season)])


def season_steps(n_rows: int, freq: str) -> int:
    """The week in steps, else the shortest season, as far as there are rows."""
    return min(week_or_season(freq), n_rows)


def assumption(names: Sequence[str], last: pd.Timestamp, n_rows: int, freq: str) -> str:
    """The same as a sentence."""
    return (
        f"Beyond the last row ({last}), {', '.join(names)} "
        f"{'is' if len(names) == 1 else 'are'} assumed to repeat the values of "
        f"{season_steps(n_rows, freq)} steps before."
    )
