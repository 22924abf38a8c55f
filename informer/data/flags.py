"""Columns that can be switched: they hold two values only."""

from collections.abc import Iterable

import numpy as np

from informer.data.series import TimeSeries


def flags(series: TimeSeries, names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Those of these columns that hold two values only, with the lower and the higher one."""
    found = {name: np.unique(series.column(name)) for name in names}
    return {name: (float(v[0]), float(v[1])) for name, v in found.items() if len(v) == 2}
